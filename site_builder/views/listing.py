"""What the templates of the lists of notices receive."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, groupby
from typing import NamedTuple

from site_builder.library import Entry, Library
from site_builder.views import urls
from site_builder.views.contacts import OrganizationContacts
from site_builder.views.facets import facets
from site_builder.views.figures import StatusFigure, status_counts, status_figures
from site_builder.views.lifecycle import marks
from site_builder.views.paging import PagedList, Paging


class Link(NamedTuple):
    """Words that lead somewhere; `url` is relative to the site's root."""

    label: str
    url: str


_ORDERS = (Link("按日期", urls.NOTICES), Link("按单位", urls.NOTICES_BY_ORGANIZATION))


class NoticeItem(NamedTuple):
    """A notice in a list; `url` is relative to the site's root, `date` is ISO or "".

    `marks` say what became of it, if that is not merely that it was published.
    """

    url: str
    title: str
    organization: str
    region: str
    date: str
    issue_count: int
    figures: tuple[StatusFigure, ...]
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Notices:
    """Some notices: `places` say where they stand in `Library.listed`.

    In the list of a value `matching` says how many issues of each have it; it is None where that is
    plain.
    """

    places: array[int]
    matching: array[int] | None = None


class NoticeGroup(NamedTuple):
    """Notices under one heading, which leads to `link`; None where a list is not divided."""

    link: Link | None
    notices: Notices


class NoticeList(NamedTuple):
    """One page of a list of notices.

    `crumbs` lead from the home page to it. `orders` are the ways in which the same notices are
    sorted, this page's own without an address. `issues_url` shows its issues one by one.
    `feed` is the address of its feed without the ending of a format, "" if it has none. `withdrawn`
    says how many of the whole list were, for other figures do without these.
    """

    title: str
    crumbs: tuple[Link, ...]
    paging: Paging
    sorting: str
    groups: tuple[NoticeGroup, ...]
    orders: tuple[Link, ...] = ()
    issue_count: int | None = None
    matching_label: str = ""
    issues_url: str | None = None
    figures: tuple[StatusFigure, ...] = ()
    contacts: OrganizationContacts | None = None
    feed: str = ""
    withdrawn: int = 0


@dataclass(frozen=True, slots=True)
class SearchPage:
    """The search page, which the reader's browser fills; `browsing` where it shows all issues.

    `facets` lead to where notices are browsed without it.
    """

    url: str
    root: str
    browsing: bool
    facets: tuple[Link, ...]


def notice_lists(library: Library) -> Iterator[PagedList[NoticeList]]:
    """Yield the list of all notices, once for each order."""
    names = [entry.organization for entry in library.listed]
    places = array("I", range(len(names)))
    in_order = sorted(set(names), key=lambda name: (urls.slug(name), name))
    ranks = {name: rank for rank, name in enumerate(in_order)}
    by_organization = sorted(places, key=lambda place: ranks[names[place]])

    def newest_first(paging: Paging) -> NoticeList:
        shown = NoticeGroup(None, Notices(places[paging.span]))
        return _all_notices(library, paging, "按日期从新到旧排列", (shown,))

    def organizations(paging: Paging) -> NoticeList:
        groups = tuple(
            NoticeGroup(Link(name, urls.organization(name)), Notices(array("I", own)))
            for name, own in groupby(by_organization[paging.span], names.__getitem__)
        )
        return _all_notices(library, paging, "按单位名称的拼音排列", groups)

    yield PagedList(urls.NOTICES, len(names), newest_first)
    yield PagedList(urls.NOTICES_BY_ORGANIZATION, len(names), organizations)


def _all_notices(
    library: Library, paging: Paging, sorting: str, groups: tuple[NoticeGroup, ...]
) -> NoticeList:
    return NoticeList(
        title="全部通报",
        crumbs=(),
        paging=paging,
        sorting=sorting,
        groups=groups,
        orders=tuple(
            Link(order.label, "" if order.url == paging.first_url else order.url)
            for order in _ORDERS
        ),
        withdrawn=len(library.withdrawn),
    )


def search_pages(library: Library) -> tuple[SearchPage, ...]:
    """Return the search page, and the same under the name of all issues."""
    known = tuple(Link(facet.label, facet.url) for facet in facets(library))
    return tuple(
        SearchPage(url, urls.to_root(url), url == urls.ISSUES, known)
        for url in (urls.SEARCH, urls.ISSUES)
    )


def all_statuses(entries: Iterable[Entry], library: Library) -> tuple[StatusFigure, ...]:
    """Return the figures of all issues of some notices, each as the latest one of them states."""
    return status_figures(chain.from_iterable(map(library.current, entries)))


def item_of(entry: Entry, library: Library) -> NoticeItem:
    """Return a notice as lists show it."""
    return NoticeItem(
        url=urls.notice(entry.id),
        title=entry.title,
        organization=entry.organization,
        region=entry.region,
        date=entry.dated.isoformat() if entry.dated else "",
        issue_count=len(entry.statuses),
        figures=status_figures(entry.statuses),
        marks=marks(entry, library),
    )


def told_of(entry: Entry, library: Library) -> str:
    """Return a text that differs exactly where `item_of` does, in a fifth of the time."""
    counts = status_counts(entry.statuses)
    words = (entry.id, entry.title, entry.organization, entry.region, entry.dated)
    return repr((words, counts, marks(entry, library)))
