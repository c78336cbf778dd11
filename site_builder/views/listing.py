"""What the templates of the list of notices and of the home page receive."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from site_builder.library import Entry, Library
from site_builder.views import urls
from site_builder.views.figures import StatusFigure, status_figures

PAGE_SIZE = 50
NEWEST = 10


@dataclass(frozen=True, slots=True)
class NoticeItem:
    """A notice in a list; `url` is relative to the site's root, `date` is ISO or ""."""

    url: str
    title: str
    organization: str
    region: str
    date: str
    issue_count: int
    figures: tuple[StatusFigure, ...]


@dataclass(frozen=True, slots=True)
class NoticeList:
    """One page of the list of notices; pages count from 1."""

    url: str
    root: str
    page: int
    pages: int
    total: int
    items: tuple[NoticeItem, ...]
    previous_url: str | None
    next_url: str | None


@dataclass(frozen=True, slots=True)
class SearchPage:
    """The search page, which the reader's browser fills."""

    root: str


@dataclass(frozen=True, slots=True)
class Home:
    """What the home page shows of the library."""

    root: str
    notice_count: int
    issue_count: int
    figures: tuple[StatusFigure, ...]
    newest: tuple[NoticeItem, ...]
    list_url: str


def notice_lists(library: Library) -> Iterator[NoticeList]:
    """Yield the pages of the list of all notices, newest first; an empty library has one."""
    entries = tuple(library)
    pages = max(1, -(-len(entries) // PAGE_SIZE))
    for page in range(1, pages + 1):
        url = urls.notice_list(page)
        yield NoticeList(
            url=url,
            root=urls.to_root(url),
            page=page,
            pages=pages,
            total=len(entries),
            items=_items(entries[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]),
            previous_url=urls.notice_list(page - 1) if page > 1 else None,
            next_url=urls.notice_list(page + 1) if page < pages else None,
        )


def home(library: Library) -> Home:
    """Make the view of the home page."""
    statuses = [status for entry in library for status in entry.statuses]
    return Home(
        root="",
        notice_count=len(library),
        issue_count=len(statuses),
        figures=status_figures(statuses),
        newest=_items(library.newest(NEWEST)),
        list_url=urls.NOTICES,
    )


def _items(entries: Iterable[Entry]) -> tuple[NoticeItem, ...]:
    return tuple(
        NoticeItem(
            url=urls.notice(entry.id),
            title=entry.title,
            organization=entry.organization,
            region=entry.region,
            date=entry.dated.isoformat() if entry.dated else "",
            issue_count=len(entry.statuses),
            figures=status_figures(entry.statuses),
        )
        for entry in entries
    )
