"""All lists → pages. A notice stands in many lists, so what they say of it is rendered once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, partial
from itertools import chain, islice
from typing import Any

from markupsafe import Markup

from site_builder.library import Library
from site_builder.outputs.keys import contents, digest_of, encoder, key_of
from site_builder.outputs.moulds import Marks, Mould, escaped
from site_builder.outputs.pages import Body, Deferred, Site, environment, frame_key, framed
from site_builder.views import urls
from site_builder.views.contacts import ContactList
from site_builder.views.facet_pages import FacetIndex
from site_builder.views.listing import NoticeGroup, NoticeItem, NoticeList, items
from site_builder.views.lists import ListView, all_lists
from site_builder.views.open_issues import OpenList, OpenRow

# Places in what is rendered once: of the way up to the root, and of the issues that a list is of.
# No word of a notice can hold them.
_ROOT = "\x1a"
_MATCHING = "\x1c"
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
    rows, keys = _Rows(), _Keys(items(library).values())
    for one in all_lists(library, own_search=own_search):
        for page in one.views():
            url = page.paging.url
            yield Deferred(urls.file_of(url), keys(page, site), partial(_made, page, rows, site))


def _made(page: ListView, rows: _Rows, site: Site) -> bytes:
    root = page.paging.root
    content = (
        environment()
        .get_template(_TEMPLATES[type(page)])
        .render(page=page, root=root, rows=rows, open_rows=open_rows, feeds=site.feeds)
    )
    return framed(_body(page, content.replace(_ROOT, root)), site).data


class _Keys:
    """Tells lists apart. A notice stands in many, so what it is told by is made once."""

    def __init__(self, known: Iterable[NoticeItem]) -> None:
        self._written = encoder(self._contents)
        self._known = {item.url: key_of(item) for item in known}

    def __call__(self, page: ListView, site: Site) -> str:
        """Return what the page of a list follows from."""
        of_site = site.feeds, *frame_key(page.paging.url, site)
        return digest_of(self._written((_TEMPLATES[type(page)], page, of_site)))

    def _contents(self, value: Any) -> Any:
        if not isinstance(value, NoticeGroup):
            return contents(value)
        notices = "".join([self._known[item.url] for item in value.items])
        return value.link, notices, value.matching


class _Rows:
    """Renders the notices of lists, each of them once."""

    def __init__(self) -> None:
        self._macros: Any = environment().get_template("notice_row.html").module
        self._known: dict[str, tuple[str, str]] = {}
        self._matching: dict[tuple[int, str], str] = {}

    def __call__(self, group: NoticeGroup, label: str) -> Markup:
        """Render the rows of a group in the list of what is called `label`."""
        around = map(self._around, group.items)
        if not group.matching:
            return Markup("".join(chain.from_iterable(around)))
        return Markup(
            "".join(
                before + self._matching_of(count, label) + after
                for (before, after), count in zip(around, group.matching, strict=True)
            )
        )

    def _around(self, item: NoticeItem) -> tuple[str, str]:
        """Return what stands before and after the issues of a notice that match."""
        known = self._known.get(item.url)
        if known is None:
            before, _, after = self._macros.row(item, _ROOT, _MATCHING).partition(_MATCHING)
            known = self._known[item.url] = str(before), str(after)
        return known

    def _matching_of(self, count: int, label: str) -> str:
        html = self._matching.get((count, label))
        if html is None:
            html = self._matching[count, label] = str(self._macros.matching(count, label))
        return html


def open_rows(rows: Sequence[OpenRow]) -> Markup:
    """Render the open issues of a group."""
    words = iter(escaped(word for row in rows for word in row))
    pieces = [
        _open_mould(row.code, row.label, bool(row.since), bool(row.duration)).fill(
            tuple(islice(words, len(row)))
        )
        for row in rows
    ]
    return Markup("".join(pieces))


@cache
def _open_mould(code: str, label: str, since: bool, duration: bool) -> Mould:
    marks = Marks()
    url, number, problem, *_ = (marks.next() for _ in range(5))
    row = OpenRow(
        url, number, problem, code, label, marks.next(there=since), marks.next(there=duration)
    )
    macros: Any = environment().get_template("open_row.html").module
    return Mould(str(macros.open_row(row, _ROOT)))


def _body(page: ListView, content: str) -> Body:
    paging = page.paging
    title = page.title if paging.page == 1 else f"{page.title}（第 {paging.page} 页）"
    description = f"{page.title}：{_COUNTED[type(page)].format(total=paging.total)}"
    return Body(paging.url, title, description, content)
