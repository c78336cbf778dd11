"""What the template of the home page receives, below its hand-written words."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

from site_builder.library import OPEN, Library
from site_builder.views import urls
from site_builder.views.facets import Facet, facets
from site_builder.views.figures import StatusFigure, status_figures
from site_builder.views.listing import NoticeItem, item_of

NEWEST = 8
VALUES = 12


@dataclass(frozen=True, slots=True)
class Figure:
    """One status with its count, and the address of its issues, "" if they have no page."""

    of: StatusFigure
    url: str


@dataclass(frozen=True, slots=True)
class EntryPoint:
    """A facet with its first values; `more` tells whether there are others."""

    facet: Facet
    more: bool


@dataclass(frozen=True, slots=True)
class Home:
    """What the home page shows of the library; addresses are relative to the site's root.

    `chained`: an issue that several notices state is counted once.
    `latest` is the day of the newest notice, ISO or "". `own_search`: the site's own search serves.
    """

    own_search: bool
    search_url: str
    notice_count: int
    issue_count: int
    organization_count: int
    latest: str
    figures: tuple[Figure, ...]
    newest: tuple[NoticeItem, ...]
    list_url: str
    issues_url: str
    contacts_url: str
    entry_points: tuple[EntryPoint, ...]
    open_count: int = 0
    open_url: str = urls.OPEN
    chained: bool = False


def home(library: Library, *, own_search: bool) -> Home:
    """Make the view of the home page."""
    statuses = tuple(chain.from_iterable(map(library.current, library)))
    by_key = {facet.key: facet for facet in facets(library)}
    status = by_key.pop("status", None)
    addresses = {value.label: value.url for value in status.values} if status else {}
    newest = tuple(item_of(entry, library) for entry in library.newest(NEWEST))
    return Home(
        own_search=own_search,
        search_url=urls.SEARCH,
        notice_count=len(library),
        issue_count=len(statuses),
        organization_count=len({entry.organization for entry in library}),
        latest=newest[0].date if newest else "",
        figures=tuple(
            Figure(figure, addresses.get(figure.label, "")) for figure in status_figures(statuses)
        ),
        newest=newest,
        list_url=urls.NOTICES,
        issues_url=urls.ISSUES if own_search else "",
        contacts_url=urls.CONTACTS,
        entry_points=tuple(_entry_point(facet) for facet in by_key.values()),
        open_count=sum(map(statuses.count, OPEN)),
        chained=library.is_chained,
    )


def _entry_point(facet: Facet) -> EntryPoint:
    first = facet.values[:VALUES]
    return EntryPoint(
        Facet(facet.key, facet.label, facet.url, first), more=len(facet.values) > len(first)
    )
