"""Where the links of a page lead within the site."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
_TOP = {"", "top"}


class Anchor(NamedTuple):
    """A place on a page: the page's path below the site's root, and the id there."""

    path: str
    id: str


@dataclass(frozen=True, slots=True)
class Base:
    """The built site: its folder, and its address as its pages give it, "" if they do not."""

    folder: str
    url: str = ""

    @property
    def root(self) -> str:
        """The path of the site on its host, with a slash on both ends."""
        return urlsplit(self.url).path or "/"


@dataclass(frozen=True, slots=True)
class Followed:
    """The links of a page that lead nowhere, and the places on other pages that others need."""

    dead: tuple[str, ...]
    anchors: tuple[Anchor, ...]


def follow(path: str, links: Iterable[str], ids: set[str], base: Base) -> Followed:
    """Follow the links of the page at `path`, which has these `ids`; none leads off this site."""
    dead: list[str] = []
    anchors: list[Anchor] = []
    for link in dict.fromkeys(links):
        target = _within(link, base)
        if target is None:
            continue
        address, _, fragment = target.partition("#")
        address = address.partition("?")[0]
        if not address:
            if not _has(ids, fragment):
                dead.append(link)
            continue
        found = file_at(posixpath.join(posixpath.dirname(path), unquote(address)), base.folder)
        if found is None:
            dead.append(link)
        elif fragment not in _TOP and found.endswith(".html"):
            if found != path:
                anchors.append(Anchor(found, fragment))
            elif not _has(ids, fragment):
                dead.append(link)
    return Followed(tuple(dead), tuple(anchors))


def _within(link: str, base: Base) -> str | None:
    """Return a link of this site as seen from the page, or from the root with a slash before."""
    if base.url and link.startswith(base.url):
        return "/" + link[len(base.url) :]
    if _SCHEME.match(link):
        return None
    if link.startswith("/"):
        return "/" + link.removeprefix(base.root) if link.startswith(base.root) else None
    return link


def _has(ids: set[str], fragment: str) -> bool:
    return fragment in _TOP or fragment in ids or unquote(fragment) in ids


@lru_cache(maxsize=200_000)
def file_at(address: str, folder: str) -> str | None:
    """Return the file below the site's root that serves an address, None if there is none."""
    path = posixpath.normpath(address).lstrip("/")
    if path.startswith(".."):
        return None
    path = "" if path == "." else path
    full = Path(folder, path)
    if full.is_dir():
        path, full = posixpath.join(path, "index.html"), full / "index.html"
    return path if full.is_file() else None


def lacking(anchors: Iterable[Anchor], ids: set[str]) -> list[str]:
    """Return the ids of the anchors that are not among `ids`."""
    return [anchor.id for anchor in anchors if not _has(ids, anchor.id)]
