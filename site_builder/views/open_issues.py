"""What is still open: issues whose latest notice states that they are not completed.

For how long is counted to the day of the newest notice, never to today: the same notices give the
same page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from itertools import groupby
from typing import NamedTuple

from site_builder.library import Library, Place
from site_builder.notice.status import LABELS, StatusCode
from site_builder.views import urls
from site_builder.views.lifecycle import ways
from site_builder.views.listing import Link
from site_builder.views.paging import PagedList, Paging


class OpenRow(NamedTuple):
    """An issue that is open; `since` is ISO or "", and `duration` "" where no day is known."""

    url: str
    number: str
    problem: str
    code: str
    label: str
    since: str
    duration: str


class Found(NamedTuple):
    """An issue that is open, as it is sorted: `at` says which of its notice, from 0.

    `slug` is that of the organization; `since` is ISO, "" with `undated`.
    """

    slug: str
    organization: str
    undated: bool
    since: str
    notice_id: str
    at: int
    number: str
    problem: str
    status: StatusCode


@dataclass(frozen=True, slots=True)
class OpenIssues:
    """Some issues that are open; `as_of` is the day of the newest notice, ISO or ""."""

    found: Sequence[Found]
    as_of: str

    def rows(self) -> list[OpenRow]:
        """Return the issues as they are shown."""
        return [_row(one, self.as_of) for one in self.found]


class OpenGroup(NamedTuple):
    """The open issues of an organization that stand on one page."""

    organization: Link
    issues: OpenIssues


class OpenList(NamedTuple):
    """One page of all open issues; `as_of` is the day of the newest notice (ISO), if it is needed.

    `unstated` is how many issues have no status, of which nobody can tell.
    """

    title: str
    paging: Paging
    as_of: str
    unstated: int
    groups: tuple[OpenGroup, ...]


def open_lists(library: Library) -> Iterator[PagedList[OpenList]]:
    """Yield the list of all open issues, by organization, the oldest first."""
    found = _found(library)
    newest = next((entry.dated for entry in library if entry.dated), None)
    as_of = newest.isoformat() if newest and found else ""

    def view(paging: Paging) -> OpenList:
        groups = tuple(
            OpenGroup(Link(name, urls.organization(name)), OpenIssues(tuple(own), as_of))
            for name, own in groupby(found[paging.span], lambda one: one.organization)
        )
        return OpenList("尚未完成的问题", paging, as_of, _unstated(library), groups)

    yield PagedList(urls.OPEN, len(found), view)


@lru_cache(maxsize=1)
def _found(library: Library) -> tuple[Found, ...]:
    return tuple(sorted(_open(library)))


def _open(library: Library) -> Iterator[Found]:
    come = ways(library)
    chained = library.is_chained
    for entry in library:
        if not entry.open_issues or library.is_replaced(entry):
            continue
        name, slug = entry.organization, urls.slug(entry.organization)
        for at, number, problem in entry.open_issues:
            place = Place(entry.id, at)
            if chained and not library.is_current(place):
                continue
            first = library.by_id[come[place][0].notice_id] if place in come else entry
            day = first.told or first.dated
            since = day.isoformat() if day else ""
            status = entry.statuses[at]
            yield Found(slug, name, not day, since, entry.id, at, number, problem, status)


@lru_cache(maxsize=1)
def _unstated(library: Library) -> int:
    return sum(library.current(entry).count(StatusCode.UNSTATED) for entry in library)


def _row(one: Found, as_of: str) -> OpenRow:
    return OpenRow(
        f"{urls.notice(one.notice_id)}#{urls.issue_anchor(one.at + 1)}",
        one.number,
        one.problem,
        str(one.status),
        LABELS[one.status],
        one.since,
        _duration(one.since, as_of) if one.since and as_of else "",
    )


@cache  # for many issues are of one day
def _duration(since: str, as_of: str) -> str:
    return duration(date.fromisoformat(since), date.fromisoformat(as_of))


def duration(first: date, last: date) -> str:
    """Say how long it is from one day to another, in whole months, or in days below one."""
    months = (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
    if months <= 0:
        return f"{max((last - first).days, 0)} 天"
    years, months = divmod(months, 12)
    said = [f"{years} 年"] if years else []
    return " ".join([*said, f"{months} 个月"] if months else said)
