"""What is still open: issues whose latest notice states that they are not completed.

For how long is counted to the day of the newest notice, never to today: the same notices give the
same page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from site_builder.library import Entry, Library, OpenIssue, Place
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


@dataclass(frozen=True, slots=True)
class OpenGroup:
    """The open issues of an organization that stand on one page."""

    organization: Link
    rows: tuple[OpenRow, ...]


@dataclass(frozen=True, slots=True)
class OpenList:
    """One page of all open issues; `as_of` is the day of the newest notice (ISO), if it is needed.

    `unstated` is how many issues have no status, of which nobody can tell.
    """

    title: str
    paging: Paging
    as_of: str
    unstated: int
    groups: tuple[OpenGroup, ...]


class _Open(NamedTuple):
    entry: Entry
    issue: OpenIssue
    since: date | None


def open_lists(library: Library) -> Iterator[PagedList[OpenList]]:
    """Yield the list of all open issues, by organization, the oldest first."""
    found = _found(library)
    newest = next((entry.dated for entry in library if entry.dated), None)

    def view(paging: Paging) -> OpenList:
        groups = tuple(
            OpenGroup(Link(name, urls.organization(name)), tuple(_row(one, newest) for one in own))
            for name, own in groupby(found[paging.span], lambda one: one.entry.organization)
        )
        as_of = newest.isoformat() if newest and found else ""
        return OpenList("尚未完成的问题", paging, as_of, _unstated(library), groups)

    yield PagedList(urls.OPEN, len(found), view)


@lru_cache(maxsize=1)
def _found(library: Library) -> tuple[_Open, ...]:
    come = ways(library)
    chained = library.is_chained
    found = []
    for entry in library:
        if entry.open_issues and not library.is_replaced(entry):
            for issue in entry.open_issues:
                place = Place(entry.id, issue.at)
                if not chained or library.is_current(place):
                    first = library.by_id[come[place][0].notice_id] if place in come else entry
                    found.append(_Open(entry, issue, first.told or first.dated))
    return tuple(sorted(found, key=_order))


def _order(one: _Open) -> tuple[str, str, date, str, int]:
    name = one.entry.organization
    return urls.slug(name), name, one.since or date.max, one.entry.id, one.issue.at


@lru_cache(maxsize=1)
def _unstated(library: Library) -> int:
    return sum(library.current(entry).count(StatusCode.UNSTATED) for entry in library)


def _row(one: _Open, newest: date | None) -> OpenRow:
    entry, issue = one.entry, one.issue
    status = entry.statuses[issue.at]
    return OpenRow(
        f"{urls.notice(entry.id)}#{urls.issue_anchor(issue.at + 1)}",
        issue.number,
        issue.problem,
        str(status),
        LABELS[status],
        one.since.isoformat() if one.since else "",
        duration(one.since, newest) if one.since and newest else "",
    )


def duration(first: date, last: date) -> str:
    """Say how long it is from one day to another, in whole months, or in days below one."""
    months = (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
    if months <= 0:
        return f"{max((last - first).days, 0)} 天"
    years, months = divmod(months, 12)
    said = [f"{years} 年"] if years else []
    return " ".join([*said, f"{months} 个月"] if months else said)
