"""A built site → what is on its pages, looked at on all cores."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

from site_builder.selfcheck.links import Anchor, Base, file_at, follow, lacking
from site_builder.selfcheck.scan import Facts, Kind, external_in_css, scan
from site_builder.selfcheck.tags import TAGS
from site_builder.views import urls
from site_builder.workshop import Workshop

_CHUNK = 64
_ASSETS = "assets/"
# Whatever is in these, a reader gets it for a page.
_ALWAYS_PAGES = ("index.html", "404.html")
_REDIRECT = 'http-equiv="refresh"'
_CANONICAL = re.compile(r'<link rel="canonical" href="([^"]*)"')
_LOC = re.compile(r"<loc>\s*([^<]*?)\s*</loc>")

# What the foot of every page has to say, by what it shows for it, and the key of mkdocs.yml.
FOOTER = {
    "主办单位": ("主办单位：", "organizer"),
    "联系方式": ("联系方式：", "contact"),
    "网站标识码": ("网站标识码：", "site_id_code"),
    "ICP备案号": ("beian.miit.gov.cn", "icp"),
    "公安备案号": ("beian.mps.gov.cn", "public_security_record"),
    "网站找错入口": (">网站找错<", "report_error_url"),
}


@dataclass(frozen=True, slots=True)
class Page:
    """What the check needs of a page.

    `stated` are the tags that have a value, `empty` and `doubled` those that are wrongly set.
    `dead` are links that lead nowhere, `anchors` the places on other pages that it links to.
    """

    path: str
    kind: Kind
    stated: frozenset[str]
    empty: tuple[str, ...]
    doubled: tuple[str, ...]
    published: str
    titled: bool
    dead: tuple[str, ...]
    anchors: tuple[Anchor, ...]
    external: tuple[str, ...]
    no_alt: tuple[str, ...]
    total: int | None
    not_in_footer: tuple[str, ...]
    no_contact: bool


@dataclass(frozen=True, slots=True)
class Survey:
    """What was found in a built site; addresses in `sitemap` are paths of files, None if dead.

    `reached` are the files that the home page links to. Without a sitemap that is None.
    """

    url: str
    pages: tuple[Page, ...]
    styles: tuple[tuple[str, str], ...]
    reached: frozenset[str]
    dead_anchors: tuple[tuple[str, str], ...]
    sitemap: tuple[tuple[str, str | None], ...] | None
    robots: str | None


def survey(folder: Path, workers: int | None = None) -> Survey:
    """Look at every page of the site in a folder.

    Raises:
        OSError: a file cannot be read.
    """
    base = Base(str(folder), _address(folder))
    paths = sorted(_below(base.folder, ".html"))
    with Workshop.for_items(len(paths), workers) as workshop:
        pages = tuple(workshop.map(_pages, paths, base, size=_CHUNK))
        wanted = _wanted(pages)
        found = list(workshop.map(_lacking, list(wanted.items()), base, size=_CHUNK))
    return Survey(
        base.url,
        pages,
        tuple(_styles(base.folder)),
        _reached(base),
        tuple(_dead_anchors(pages, set(found))),
        _sitemap(base),
        _text(folder / urls.ROBOTS),
    )


def _address(folder: Path) -> str:
    found = _CANONICAL.search(_text(folder / "index.html") or "")
    return found[1] if found and found[1].endswith("/") else ""


def _below(folder: str, suffix: str) -> Iterator[str]:
    for place, folders, names in os.walk(folder, onerror=_raise):
        folders[:] = [name for name in folders if not name.startswith(".")]
        inside = os.path.relpath(place, folder).replace(os.sep, "/")
        for name in names:
            if name.endswith(suffix):
                yield name if inside == "." else f"{inside}/{name}"


def _raise(error: OSError) -> None:
    raise error


def _pages(paths: Sequence[str], base: Base) -> list[Page]:
    return [page for path in paths if (page := _page(path, base))]


def _page(path: str, base: Base) -> Page | None:
    text = Path(base.folder, path).read_text(encoding="utf-8", errors="replace")
    begin = text[:2000].lower()
    if path.startswith(_ASSETS) or _REDIRECT in begin:
        return None  # a part of a page, an old address
    if "<html" not in begin and not path.endswith(_ALWAYS_PAGES):
        return None  # what a search engine wants to find to know the owner
    facts = scan(path, text)
    followed = follow(path, facts.links, facts.ids, base)
    ours = [(tag.name, facts.tags.get(tag.name.lower(), [])) for tag in TAGS]
    return Page(
        path,
        facts.kind,
        frozenset(name for name, contents in ours if any(contents)),
        tuple(name for name, contents in ours if contents and not all(contents)),
        tuple(name for name, contents in ours if len(contents) > 1),
        next(iter(facts.tags.get("pubdate", ())), ""),
        len(facts.titles) == 1 and bool(facts.titles[0]),
        followed.dead,
        followed.anchors,
        tuple(dict.fromkeys(facts.external)),
        tuple(facts.no_alt),
        facts.total,
        tuple(name for name, (mark, _) in FOOTER.items() if mark not in facts.footer),
        facts.no_contact,
    )


def _wanted(pages: Sequence[Page]) -> dict[str, set[Anchor]]:
    wanted: dict[str, set[Anchor]] = {}
    for page in pages:
        for anchor in page.anchors:
            wanted.setdefault(anchor.path, set()).add(anchor)
    return wanted


def _lacking(items: Sequence[tuple[str, set[Anchor]]], base: Base) -> list[Anchor]:
    found = []
    for path, anchors in items:
        ids = _facts(path, base).ids
        found += [Anchor(path, each) for each in lacking(anchors, ids)]
    return found


def _facts(path: str, base: Base) -> Facts:
    return scan(path, Path(base.folder, path).read_text(encoding="utf-8", errors="replace"))


def _dead_anchors(pages: Sequence[Page], dead: set[Anchor]) -> Iterator[tuple[str, str]]:
    for page in pages:
        for anchor in page.anchors:
            if anchor in dead:
                yield page.path, f"{anchor.path}#{anchor.id}"


def _styles(folder: str) -> Iterator[tuple[str, str]]:
    for path in sorted(_below(folder, ".css")):
        text = Path(folder, path).read_text(encoding="utf-8", errors="replace")
        for address in external_in_css(text):
            yield path, address


def _reached(base: Base) -> frozenset[str]:
    if not Path(base.folder, "index.html").is_file():
        return frozenset()
    links = (link.partition("#")[0].partition("?")[0] for link in _facts("index.html", base).links)
    return frozenset(
        found for link in links if link and (found := file_at(link, base.folder)) is not None
    )


def _sitemap(base: Base) -> tuple[tuple[str, str | None], ...] | None:
    text = _text(Path(base.folder, urls.SITEMAP))
    if text is None:
        return None
    addresses = _LOC.findall(text)
    if "<sitemapindex" in text:
        parts = [_text(Path(base.folder, address.rpartition("/")[2])) for address in addresses]
        addresses = [address for part in parts for address in _LOC.findall(part or "")]
    return tuple((address, _file_of(address, base)) for address in addresses)


def _file_of(address: str, base: Base) -> str | None:
    path = unquote(urlsplit(unescape(address)).path)
    root = unquote(base.root)
    return file_at(path.removeprefix(root), base.folder) if path.startswith(root) else None


def _text(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return None
