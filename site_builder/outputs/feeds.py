"""Feeds → Atom and JSON Feed. Days come from the notices alone, never from the clock.

An entry's id is its address in full; where mkdocs.yml states no `site_url`, a urn that follows
from the site's name and the address, and links are relative to the feed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree

from site_builder.outputs.keys import key_of
from site_builder.outputs.pages import Deferred, Site
from site_builder.views import urls
from site_builder.views.absolute_urls import absolute
from site_builder.views.feeds import Feed, FeedEntry

ATOM = "application/atom+xml"
JSON = "application/feed+json"
FORMATS = {"xml": ATOM, "json": JSON}
_NAMESPACE = "http://www.w3.org/2005/Atom"
_VERSION = "https://jsonfeed.org/version/1.1"
_GENERATOR = "公开"
_LANGUAGE = "zh-CN"
# What XML cannot hold, though a notice may.
_UNFIT = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def feed_outputs(feed: Feed, site: Site) -> Iterator[Deferred]:
    """Yield a feed in both formats."""
    key = key_of(feed, site.name, site.url)
    yield Deferred(f"{feed.url}.xml", key, partial(_atom, feed, site))
    yield Deferred(f"{feed.url}.json", key, partial(_json_feed, feed, site))


class _Places:
    """The addresses that a feed names."""

    def __init__(self, feed: Feed, site: Site) -> None:
        self._site = site
        self._root = urls.to_root(feed.url)

    def link(self, url: str) -> str:
        """Return what leads to an address from the feed."""
        return self._in_full(url) if self._site.url else self._root + url

    def identity(self, url: str) -> str:
        """Return what an entry or feed is known by."""
        if self._site.url:
            return self._in_full(url)
        return uuid5(NAMESPACE_URL, f"{self._site.name}\n{url}").urn

    def _in_full(self, url: str) -> str:
        page, mark, anchor = url.partition("#")
        return absolute(self._site.url, page) + mark + anchor


def _atom(feed: Feed, site: Site) -> bytes:
    places = _Places(feed, site)
    own = f"{feed.url}.xml"
    root = ElementTree.Element("feed", {"xmlns": _NAMESPACE, "xml:lang": _LANGUAGE})
    _text(root, "id", places.identity(own))
    _text(root, "title", feed.title)
    _text(root, "updated", _moment(feed.day))
    _person(root, site.name)
    _text(root, "generator", _GENERATOR)
    _link(root, places.link(feed.page_url), "text/html")
    if site.url:
        _link(root, places.link(own), ATOM, rel="self")
    for entry in feed.entries:
        _atom_entry(root, entry, places)
    written: bytes = ElementTree.tostring(root, "utf-8", xml_declaration=True)
    return written + b"\n"


def _atom_entry(root: ElementTree.Element, entry: FeedEntry, places: _Places) -> None:
    node = ElementTree.SubElement(root, "entry")
    _text(node, "id", places.identity(entry.url))
    _text(node, "title", entry.title)
    _text(node, "updated", _moment(entry.day))
    _text(node, "published", _moment(entry.day))
    _person(node, entry.organization)
    _link(node, places.link(entry.url), "text/html")
    _text(node, "summary", entry.summary)


def _text(parent: ElementTree.Element, name: str, words: str) -> None:
    ElementTree.SubElement(parent, name).text = _fit(words)


def _person(parent: ElementTree.Element, name: str) -> None:
    _text(ElementTree.SubElement(parent, "author"), "name", name)


def _link(parent: ElementTree.Element, href: str, kind: str, rel: str = "alternate") -> None:
    ElementTree.SubElement(parent, "link", {"rel": rel, "type": kind, "href": _fit(href)})


def _fit(words: str) -> str:
    return _UNFIT.sub("\ufffd", words)


def _json_feed(feed: Feed, site: Site) -> bytes:
    places = _Places(feed, site)
    data: dict[str, Any] = {"version": _VERSION, "title": feed.title}
    if site.url:  # both have to be addresses in full
        data["home_page_url"] = places.link(feed.page_url)
        data["feed_url"] = places.link(f"{feed.url}.json")
    data |= {
        "language": _LANGUAGE,
        "authors": [{"name": site.name}],
        "items": [_item(entry, places) for entry in feed.entries],
    }
    return json.dumps(data, ensure_ascii=False, indent=1).encode() + b"\n"


def _item(entry: FeedEntry, places: _Places) -> dict[str, Any]:
    return {
        "id": places.identity(entry.url),
        "url": places.link(entry.url),
        "title": entry.title,
        "content_text": entry.summary,
        "date_published": _moment(entry.day),
        "authors": [{"name": entry.organization}],
    }


def _moment(day: date) -> str:
    """Return the beginning of a day in China (RFC 3339); notices state no hour."""
    return f"{day.isoformat()}T00:00:00+08:00"
