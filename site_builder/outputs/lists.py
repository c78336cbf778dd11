"""All lists → pages: what the template makes of a page, with the rows put in."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from hashlib import blake2b
from typing import Any

from site_builder.library import Library
from site_builder.outputs.keys import contents, digest_of, encoder
from site_builder.outputs.list_moulds import ListMoulds
from site_builder.outputs.list_rows import Rows, open_rows
from site_builder.outputs.moulds import HOLE
from site_builder.outputs.pages import Body, Deferred, Site, frame_key, framed
from site_builder.views import urls
from site_builder.views.contacts import ContactList
from site_builder.views.facet_pages import FacetIndex
from site_builder.views.listing import NoticeList, Notices, item_of, told_of
from site_builder.views.lists import ListView, all_lists
from site_builder.views.open_issues import OpenList

_DIGEST = 16
_TEMPLATES: dict[type[ListView], str] = {
    NoticeList: "notice_list.html",
    FacetIndex: "facet_index.html",
    ContactList: "contact_list.html",
    OpenList: "open_list.html",
}
_COUNTED = {
    NoticeList: "{total} 份巡察整改进展情况通报",
    FacetIndex: "{total} 项，各有几份巡察整改进展情况通报",
    ContactList: "{total} 个单位的监督联系方式",
    OpenList: "{total} 个问题，通报写明还没有完成整改",
}


def list_outputs(library: Library, site: Site, *, own_search: bool) -> Iterator[Deferred]:
    """Yield every page of every list."""
    rows = Rows(lambda place: item_of(library.listed[place], library))
    keys, moulds = _Keys(library), ListMoulds(feeds=site.feeds)
    for one in all_lists(library, own_search=own_search):
        for page in one.views():
            url = page.paging.url
            make = partial(_made, page, rows, moulds, site)
            yield Deferred(urls.file_of(url), keys(page, site), make)


def _made(page: ListView, rows: Rows, moulds: ListMoulds, site: Site) -> bytes:
    root = page.paging.root
    content = _content(page, root, moulds)
    first, *others = content.encode().split(HOLE.encode())
    pieces = [first]
    # A list of no notices shows no group.
    for of_group, other in zip(_rows(page, rows, root), others, strict=False):
        pieces += of_group, other
    return framed(_body(page, b"".join(pieces)), site).data


def _content(page: ListView, root: str, moulds: ListMoulds) -> str:
    template = _TEMPLATES[type(page)]
    # Not the first page of an organization: its template adds up the figures, and there is but one.
    if isinstance(page, OpenList) or (isinstance(page, NoticeList) and page.contacts is None):
        turning: Any = page.paging.turning
        return moulds.fill(template, page._replace(paging=turning), root)
    return moulds.render(template, page, root)


def _rows(page: ListView, rows: Rows, root: str) -> list[bytes]:
    """Return what goes into the places of rows, group by group."""
    if isinstance(page, NoticeList):
        return [rows.of(group.notices, page.matching_label, root) for group in page.groups]
    if isinstance(page, OpenList):
        return [open_rows(group.issues.rows(), root) for group in page.groups]
    return []


class _Keys:
    """Tells lists apart. A notice stands in many, so what it is told by is made once."""

    def __init__(self, library: Library) -> None:
        self._written = encoder(self._contents)
        told = (told_of(entry, library) for entry in library.listed)
        self._known = [blake2b(one.encode(), digest_size=_DIGEST).digest() for one in told]

    def __call__(self, page: ListView, site: Site) -> str:
        """Return what the page of a list follows from."""
        of_site = site.feeds, *frame_key(page.paging.url, site)
        return digest_of(self._written((_TEMPLATES[type(page)], page, of_site)))

    def _contents(self, value: Any) -> Any:
        if not isinstance(value, Notices):
            return contents(value)
        digest = blake2b(b"".join(map(self._known.__getitem__, value.places)))
        digest.update(value.matching or b"")
        return digest.hexdigest()


def _body(page: ListView, content: bytes) -> Body:
    paging = page.paging
    title = page.title if paging.page == 1 else f"{page.title}（第 {paging.page} 页）"
    description = f"{page.title}：{_COUNTED[type(page)].format(total=paging.total)}"
    return Body(paging.url, title, description, content)
