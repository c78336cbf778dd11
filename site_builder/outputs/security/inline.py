"""What a page has of its own that a Content-Security-Policy asks about: inline code, and origins.

Asked of the theme's frame and of hand-written pages alone. What a notice says is never looked at:
if markup ever came from there, the policy must not vouch for it.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

# A script of any other type is data, which no browser executes.
_RUNS = re.compile(r"(?:|module|importmap|speculationrules|(?:text|application)/(?:x-)?\w*script)")
# The attribute of an element that makes a browser fetch something, and the directive for it.
_FETCHES = {
    ("script", "src"): "script-src",
    ("img", "src"): "img-src",
    ("iframe", "src"): "frame-src",
    ("video", "src"): "media-src",
    ("video", "poster"): "img-src",
    ("audio", "src"): "media-src",
    ("source", "src"): "media-src",
    ("form", "action"): "form-action",
}
_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(?::[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Inline:
    """Sources by directive that a page needs beside its own site, and what no policy can allow.

    `refused` are event handlers and `javascript:` addresses, as `name="value"`.
    """

    sources: frozenset[tuple[str, str]] = frozenset()
    refused: tuple[str, ...] = ()

    def __or__(self, other: Inline) -> Inline:
        return Inline(self.sources | other.sources, (*self.refused, *other.refused))


NOTHING = Inline()


def inline_of(html: str) -> Inline:
    """Return what a page, or a part of one, needs a policy to allow."""
    finder = _Finder()
    finder.feed(html)
    finder.close()
    return Inline(frozenset(finder.sources), tuple(finder.refused))


def united(parts: Iterable[Inline]) -> Inline:
    """Return what all of them need."""
    whole = Inline()
    for part in parts:
        whole |= part
    return whole


def origin_of(address: str) -> str | None:
    """Return `https://host:port` of an address that leads to another site, None of any other."""
    parts = urlsplit(f"https:{address}" if address.startswith("//") else address)
    origin = f"{parts.scheme}://{parts.netloc}".lower()
    return origin if _ORIGIN.fullmatch(origin) else None


@dataclass
class _Finder(HTMLParser):
    sources: set[tuple[str, str]] = field(default_factory=set)
    refused: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._within = ""
        self._words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at an element and its attributes."""
        given = {name: value or "" for name, value in attrs}
        for name, value in given.items():
            if name == "style":
                self.sources |= {("style-src-attr", "'unsafe-hashes'")}
                self.sources.add(("style-src-attr", _hash(value)))
            elif name.startswith("on") or value.strip().lower().startswith("javascript:"):
                self.refused.append(f'{name}="{value}"')
        self.sources.update(_fetched(tag, given))
        is_code = tag == "script" and "src" not in given and bool(_RUNS.fullmatch(_type(given)))
        self._within = f"{tag}-src" if is_code or tag == "style" else ""

    def handle_data(self, data: str) -> None:
        """Keep the words of a script or a style."""
        if self._within:
            self._words.append(data)

    def handle_endtag(self, tag: str) -> None:
        """Hash what was inside."""
        if self._within:
            self.sources.add((self._within, _hash("".join(self._words))))
        self._within = ""
        self._words.clear()


def _type(given: dict[str, str]) -> str:
    return given.get("type", "").strip().lower()


def _fetched(tag: str, given: dict[str, str]) -> Iterator[tuple[str, str]]:
    for (element, name), directive in _FETCHES.items():
        if tag == element and (origin := origin_of(given.get(name, ""))):
            yield directive, origin
    is_style = tag == "link" and "stylesheet" in given.get("rel", "").lower().split()
    if is_style and (origin := origin_of(given.get("href", ""))):
        yield "style-src", origin


def _hash(words: str) -> str:
    """Return the hash of a text as a policy writes it; for browsers a line ends in one `\\n`."""
    text = words.replace("\r\n", "\n").replace("\r", "\n")
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
