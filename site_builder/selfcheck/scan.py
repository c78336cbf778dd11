"""One page of a built site → the facts that the check is made of.

The scanner takes what browsers take of well-formed tags, in a small part of the time of a parser:
there may be tens of thousands of pages.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from site_builder.views import urls


class Kind(StrEnum):
    """What a page is, and so which tags it has to have."""

    HOME = "首页"
    COLUMN = "栏目页"
    NOTICE = "通报页"
    OTHER = "其他网页"
    ERROR = "404 页"


_COLUMNS = {
    urls.NOTICES,
    urls.ISSUES,
    urls.CONTACTS,
    urls.OPEN,
    urls.ORGANIZATIONS,
    urls.REGIONS,
    urls.YEARS,
    urls.STATUSES,
    urls.THEMES,
    urls.KINDS,
    urls.SEARCH,
    urls.DATA,
}
_ERROR_PAGE = "404.html"
_NOTICE = re.compile(rf"{urls.NOTICES}(?!page/|by-organization/)[^/]+/index\.html")

_ATTRIBUTES = r"""[^<>"']*(?:(?:"[^"]*"|'[^']*')[^<>"']*)*"""
# Comments, scripts and styles are skipped as a whole: what is in them is no tag. One that is never
# closed goes on to the end, for browsers too, and so it is looked through once.
_TAG = re.compile(
    r"<!--.*?(?:-->|\Z)"
    rf"|<(?:(script|style|title)\b({_ATTRIBUTES})>(.*?)(?:</\1\s*>|\Z)"
    rf"|([a-z][a-z0-9]*)\b({_ATTRIBUTES})>)",
    re.IGNORECASE | re.DOTALL,
)
_ATTRIBUTE = re.compile(
    r"""([^\s=>"'/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""", re.DOTALL
)
_TITLE = re.compile(r"<title[^<>]*>(.*?)(?:</title\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_EXTERNAL = re.compile(r"(?:https?:)?//", re.IGNORECASE)
_IN_STYLE = re.compile(r"""(?:url\(|@import)\s*["']?\s*((?:https?:)?//[^"')\s;]+)""", re.IGNORECASE)
_TOTAL = "data-total"
_LOADED = {
    "script": ("src",),
    "img": ("src", "srcset"),
    "source": ("src", "srcset"),
    "iframe": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "video": ("src", "poster"),
    "audio": ("src",),
    "track": ("src",),
    "input": ("src",),
}
# What a browser fetches without being asked, or looks up ahead.
_FETCHED = {
    "stylesheet",
    "icon",
    "preload",
    "prefetch",
    "preconnect",
    "dns-prefetch",
    "modulepreload",
    "manifest",
    "apple-touch-icon",
}


@dataclass(slots=True)
class Facts:
    """What was seen on a page; `tags` are the contents of its `<meta>` by name, in lower case."""

    path: str
    kind: Kind
    tags: dict[str, list[str]] = field(default_factory=dict)
    titles: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    external: list[str] = field(default_factory=list)
    no_alt: list[str] = field(default_factory=list)
    canonical: str = ""
    total: int | None = None
    footer: str = ""
    no_contact: bool = False


def kind_of(path: str) -> Kind:
    """Tell what is at a path below the site's root."""
    if path == "index.html":
        return Kind.HOME
    if path == _ERROR_PAGE:
        return Kind.ERROR
    if _NOTICE.fullmatch(path):
        return Kind.NOTICE
    return Kind.COLUMN if f"{path.partition('/')[0]}/" in _COLUMNS else Kind.OTHER


def scan(path: str, text: str) -> Facts:
    """Look at a page."""
    facts = Facts(path, kind_of(path))
    for block, block_attributes, content, name, attributes in _tags(text):
        if block == "style":
            facts.external += _IN_STYLE.findall(content)
        elif block or "=" in attributes or name == "img":
            _look(facts, block or name, _attributes(attributes or block_attributes))
    # A drawing further below may have titles too.
    titles = _TITLE.findall(text, 0, max(text.find("</head>"), 0))
    facts.titles += [html.unescape(title).strip() for title in titles]
    footer = text.rfind('<footer class="gk-foot">')
    if footer >= 0:
        facts.footer = text[footer : text.find("</footer>", footer)]
    facts.no_contact = "contact--missing" in text
    return facts


def _tags(text: str) -> Iterator[tuple[str, str, str, str, str]]:
    for block, block_attributes, content, name, attributes in _TAG.findall(text):
        yield block.lower(), block_attributes, content, name.lower(), attributes


def _look(facts: Facts, name: str, attributes: Mapping[str, str]) -> None:
    if "id" in attributes:
        facts.ids.add(attributes["id"])
    if name == "meta":
        if "name" in attributes:
            content = attributes.get("content", "").strip()
            facts.tags.setdefault(attributes["name"].lower(), []).append(content)
        return
    if name == "link":
        _look_at_link(facts, attributes)
        return
    if name in ("a", "area") and "href" in attributes:
        facts.links.append(attributes["href"].strip())
    elif name == "form" and attributes.get("action"):
        facts.links.append(attributes["action"].strip())
    elif name in _LOADED:
        if name == "img" and "alt" not in attributes:
            facts.no_alt.append(attributes.get("src", ""))
        for key in _LOADED[name]:
            for address in _addresses(attributes.get(key, ""), several=key == "srcset"):
                _load(facts, address)
    if _TOTAL in attributes and attributes[_TOTAL].isdecimal():
        facts.total = int(attributes[_TOTAL])
    if "url(" in attributes.get("style", ""):
        facts.external += _IN_STYLE.findall(attributes["style"])


def _look_at_link(facts: Facts, attributes: Mapping[str, str]) -> None:
    relations = set(attributes.get("rel", "").lower().split())
    address = attributes.get("href", "").strip()
    if "canonical" in relations:
        facts.canonical = address
    elif relations & _FETCHED:
        _load(facts, address)
    elif not _EXTERNAL.match(address):
        facts.links.append(address)


def _addresses(value: str, *, several: bool) -> list[str]:
    """Return the addresses in an attribute; `several` have their sizes behind them."""
    if not several:
        return [value.strip()]
    return [each.split()[0] for each in value.split(",") if each.strip()]


def _load(facts: Facts, address: str) -> None:
    if _EXTERNAL.match(address):
        facts.external.append(address)
    elif address:
        facts.links.append(address)


@lru_cache(maxsize=20_000)
def _attributes(text: str) -> Mapping[str, str]:
    return {
        name.lower(): html.unescape(double or single or bare)
        for name, double, single, bare in reversed(_ATTRIBUTE.findall(text))
    }


def external_in_css(text: str) -> list[str]:
    """Return what a style sheet loads from elsewhere."""
    return _IN_STYLE.findall(text)
