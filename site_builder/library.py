"""All notices of a site, sorted and immutable, as much of each as other pages need."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from site_builder.notice.dates import parse_date
from site_builder.notice.model import Notice
from site_builder.notice.status import StatusCode


@dataclass(frozen=True, slots=True)
class Entry:
    """One notice as lists and figures need it; its whole text stays where it was read.

    `dated` is the day it was published or, where that is not stated, signed; None if neither.
    `statuses` and `themes` hold the code and the tags of every issue, in document order.
    """

    path: Path
    id: str
    title: str
    edition: str
    organization: str
    region: str
    dated: date | None
    statuses: tuple[StatusCode, ...]
    themes: tuple[tuple[str, ...], ...]

    @property
    def status_counts(self) -> Counter[StatusCode]:
        """How many issues have each status."""
        return Counter(self.statuses)


def entry_of(path: Path, notice: Notice) -> Entry:
    """Take from a notice what the other pages need."""
    return Entry(
        path=path,
        id=notice.id,
        title=notice.title,
        edition=notice.edition or "",
        organization=notice.organization,
        region=notice.region or "",
        dated=notice.published or _signed(notice),
        statuses=tuple(issue.status_code for issue in notice.issues()),
        themes=tuple(issue.tags for issue in notice.issues()),
    )


def _signed(notice: Notice) -> date | None:
    dates = (parse_date(line.text) for line in notice.signature if line.type == "date")
    return next((day for day in dates if day), None)


class Library:
    """All notices, newest first; those without a date come last, then by id."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = tuple(
            sorted(entries, key=lambda e: (-(e.dated or date.min).toordinal(), e.id))
        )

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def newest(self, count: int) -> tuple[Entry, ...]:
        """Return the `count` newest notices."""
        return self._entries[:count]

    def status_counts(self) -> Counter[StatusCode]:
        """Count the issues of all notices by status."""
        return sum((entry.status_counts for entry in self._entries), Counter())
