"""What is kept of a notice: as much as other pages need."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

from site_builder.library.lifecycle import USUAL, Lifecycle, lifecycle_of
from site_builder.notice.contact import ContactType
from site_builder.notice.dates import parse_date
from site_builder.notice.model import Issue, Notice
from site_builder.notice.status import StatusCode

DIGEST = 8
# What is stated not to be completed; of an issue with nothing printed nobody knows.
OPEN = frozenset({StatusCode.PHASE_COMPLETED, StatusCode.IN_PROGRESS, StatusCode.NOT_COMPLETED})


class EntryContact(NamedTuple):
    """A contact without the words printed around it."""

    type: ContactType
    value: str


class OpenIssue(NamedTuple):
    """An issue stated not to be completed: which of its notice, from 0, and its words."""

    at: int
    number: str
    problem: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One notice as lists and figures need it; its whole text stays where it was read.

    `dated` is the day it was published or, where that is not stated, signed; None if neither.
    `statuses` and `themes` hold the code and the tags of every issue, in document order;
    `kinds` are those of the inspection. `problems` has `DIGEST` bytes for every issue, equal
    where the same inspection found the same in the same organization; only with `inspected`, when
    body and round of the inspection are stated, is it certain which inspection that was.
    `told` is the day on which the organization was told of the issues, where that is exact, and
    `open_issues` those stated not to be completed. Of a withdrawn notice there are no issues here.
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
    told: date | None = None
    open_issues: tuple[OpenIssue, ...] = ()
    lifecycle: Lifecycle | None = None

    @property
    def life(self) -> Lifecycle:
        """What is not usual about it; `USUAL` if nothing is."""
        return self.lifecycle or USUAL

    @property
    def status_counts(self) -> Counter[StatusCode]:
        """How many issues have each status."""
        return Counter(self.statuses)


def entry_of(path: Path, notice: Notice) -> Entry:
    """Take from a notice what the other pages need."""
    issues = tuple(notice.issues())
    statuses = tuple([issue.status_code for issue in issues])
    inspection = notice.inspection
    entry = Entry(
        path=path,
        id=notice.id,
        title=notice.title,
        organization=notice.organization,
        region=notice.region or "",
        dated=dated(notice),
        statuses=statuses,
        themes=tuple([issue.tags for issue in issues]),
        kinds=tuple(dict.fromkeys(inspection.kinds)),
        contacts=tuple([EntryContact(c.type, c.value) for c in notice.contacts]),
        problems=_problems(notice, issues),
        inspected=bool(inspection.body and inspection.round),
        told=inspection.feedback_date.date if inspection.feedback_date else None,
        open_issues=tuple(_open_issues(issues, statuses)),
        lifecycle=lifecycle_of(notice, issues),
    )
    return _without_issues(entry) if notice.withdrawn else entry


def _open_issues(issues: Sequence[Issue], statuses: Sequence[StatusCode]) -> Iterator[OpenIssue]:
    for index, status in enumerate(statuses):
        if status in OPEN:
            yield OpenIssue(index, issues[index].number or "", issues[index].problem)


def _without_issues(entry: Entry) -> Entry:
    """Return what other pages may say of a notice that was withdrawn."""
    nothing: Any = dict.fromkeys(("statuses", "themes", "kinds", "contacts", "open_issues"), ())
    return replace(entry, problems=b"", inspected=False, **nothing)


def _problems(notice: Notice, issues: Iterable[Issue]) -> bytes:
    found = notice.inspection
    of_all = f"{notice.organization}\n{found.body or ''}\n{found.round or ''}\n".encode()
    texts = [of_all + issue.problem.encode() for issue in issues]
    return b"".join([blake2b(text, digest_size=DIGEST).digest() for text in texts])


def dated(notice: Notice) -> date | None:
    """Return the day a notice was published or, where that is not stated, signed."""
    return notice.published or signed(notice)


def signed(notice: Notice) -> date | None:
    """Return the day in the signature, if one is printed that is exact."""
    dates = (parse_date(line.text) for line in notice.signature if line.type == "date")
    return next((day for day in dates if day), None)
