"""All notices of a site, sorted and immutable, as much of each as other pages need."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple, TypeVar

from site_builder.notice.contact import ContactType
from site_builder.notice.dates import parse_date
from site_builder.notice.model import Notice
from site_builder.notice.status import StatusCode

DIGEST = 8

_T = TypeVar("_T")


class EntryContact(NamedTuple):
    """A contact without the words printed around it."""

    type: ContactType
    value: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One notice as lists and figures need it; its whole text stays where it was read.

    `dated` is the day it was published or, where that is not stated, signed; None if neither.
    `statuses` and `themes` hold the code and the tags of every issue, in document order;
    `kinds` are those of the inspection. `problems` has `DIGEST` bytes for every issue, equal
    where the same inspection found the same in the same organization; only with `inspected`, when
    body and round of the inspection are stated, is it certain which inspection that was.
    """

    path: Path
    id: str
    title: str
    organization: str
    region: str
    dated: date | None
    statuses: tuple[StatusCode, ...]
    themes: tuple[tuple[str, ...], ...]
    kinds: tuple[str, ...]
    contacts: tuple[EntryContact, ...]
    problems: bytes = b""
    inspected: bool = False

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
        organization=notice.organization,
        region=notice.region or "",
        dated=dated(notice),
        statuses=tuple(issue.status_code for issue in notice.issues()),
        themes=tuple(issue.tags for issue in notice.issues()),
        kinds=tuple(dict.fromkeys(notice.inspection.kinds)),
        contacts=tuple(EntryContact(c.type, c.value) for c in notice.contacts),
        problems=_problems(notice),
        inspected=bool(notice.inspection.body and notice.inspection.round),
    )


def _problems(notice: Notice) -> bytes:
    found = notice.inspection
    of_all = blake2b(
        f"{notice.organization}\n{found.body or ''}\n{found.round or ''}\n".encode(),
        digest_size=DIGEST,
    )
    digests = []
    for issue in notice.issues():
        digest = of_all.copy()
        digest.update(issue.problem.encode())
        digests.append(digest.digest())
    return b"".join(digests)


def dated(notice: Notice) -> date | None:
    """Return the day a notice was published or, where that is not stated, signed."""
    return notice.published or _signed(notice)


def _signed(notice: Notice) -> date | None:
    dates = (parse_date(line.text) for line in notice.signature if line.type == "date")
    return next((day for day in dates if day), None)


def _sharing(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Let equal parts of entries, which come from several processes, be the same objects."""
    known: dict[object, object] = {}

    def shared(value: _T) -> _T:
        # Of one type, for equal hashes of others are no concern of a lookup by value.
        return known.setdefault(value, value)  # type: ignore[return-value]

    for entry in entries:
        yield replace(
            entry,
            organization=shared(entry.organization),
            region=shared(entry.region),
            themes=shared(tuple(shared(tuple(map(shared, tags))) for tags in entry.themes)),
            kinds=shared(tuple(map(shared, entry.kinds))),
            contacts=shared(entry.contacts),
        )


class Library:
    """All notices, newest first; those without a date come last, then by id."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = tuple(
            sorted(_sharing(entries), key=lambda e: (-(e.dated or date.min).toordinal(), e.id))
        )

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def newest(self, count: int) -> tuple[Entry, ...]:
        """Return the `count` newest notices."""
        return self._entries[:count]
