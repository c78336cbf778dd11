"""All notices of a site, sorted and immutable, as much of each as other pages need."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple, TypeVar

from site_builder.notice.contact import ContactType
from site_builder.notice.dates import parse_date
from site_builder.notice.lifecycle import Correction, State, Withdrawal
from site_builder.notice.model import Issue, Notice
from site_builder.notice.status import StatusCode
from site_builder.notice.values import split_reference

DIGEST = 8
# What is stated not to be completed; of an issue with nothing printed nobody knows.
OPEN = frozenset({StatusCode.PHASE_COMPLETED, StatusCode.IN_PROGRESS, StatusCode.NOT_COMPLETED})

_T = TypeVar("_T")


class EntryContact(NamedTuple):
    """A contact without the words printed around it."""

    type: ContactType
    value: str


class Place(NamedTuple):
    """An issue: the id of its notice, and which of its issues, from 0."""

    notice_id: str
    at: int


class OpenIssue(NamedTuple):
    """An issue stated not to be completed: which of its notice, from 0, and its words."""

    at: int
    number: str
    problem: str


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """What is not usual about a notice; `follows` says of issues, by index, which they go on from.

    `issue_count` is how many issues there are, also where their statuses no longer count.
    """

    state: State = State.PUBLISHED
    publish_at: datetime | None = None
    corrections: tuple[Correction, ...] = ()
    withdrawn: Withdrawal | None = None
    superseded_by: str = ""
    previous: str = ""
    former_ids: tuple[str, ...] = ()
    follows: tuple[tuple[int, Place], ...] = ()
    issue_count: int = 0


USUAL = Lifecycle()


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
    feedback = notice.inspection.feedback_date
    entry = Entry(
        path=path,
        id=notice.id,
        title=notice.title,
        organization=notice.organization,
        region=notice.region or "",
        dated=dated(notice),
        statuses=(),
        themes=(),
        kinds=(),
        contacts=(),
        told=feedback.date if feedback else None,
        lifecycle=_life(notice, issues),
    )
    if notice.withdrawn:
        return entry
    return replace(
        entry,
        statuses=tuple(issue.status_code for issue in issues),
        themes=tuple(issue.tags for issue in issues),
        kinds=tuple(dict.fromkeys(notice.inspection.kinds)),
        contacts=tuple(EntryContact(c.type, c.value) for c in notice.contacts),
        problems=_problems(notice),
        inspected=bool(notice.inspection.body and notice.inspection.round),
        open_issues=tuple(
            OpenIssue(index, issue.number or "", issue.problem)
            for index, issue in enumerate(issues)
            if issue.status_code in OPEN
        ),
    )


def _life(notice: Notice, issues: tuple[Issue, ...]) -> Lifecycle | None:
    follows = tuple(
        (index, _place(issue.follows)) for index, issue in enumerate(issues) if issue.follows
    )
    life = Lifecycle(
        notice.state,
        notice.publish_at,
        notice.corrections,
        notice.withdrawn,
        notice.superseded_by or "",
        notice.previous or "",
        notice.former_ids,
        follows,
    )
    return None if life == USUAL else replace(life, issue_count=len(issues))


def _place(reference: str) -> Place:
    notice_id, number = split_reference(reference)
    return Place(notice_id, number - 1)


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


def sharing(entries: Iterable[Entry]) -> Iterator[Entry]:
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


@dataclass(frozen=True, slots=True)
class HeldBack:
    """What is not public: how many drafts, and the moments of what is scheduled, in order."""

    drafts: int = 0
    scheduled: tuple[datetime, ...] = ()


def is_draft(entry: Entry) -> bool:
    """Tell whether a notice is a draft."""
    return entry.life.state is State.DRAFT


def is_held_back(entry: Entry, now: datetime | None) -> bool:
    """Tell whether a notice is not public at a moment; without one nothing scheduled is."""
    moment = entry.life.publish_at
    return is_draft(entry) or (moment is not None and (now is None or moment > now))


def held_back(entries: Iterable[Entry], now: datetime | None) -> HeldBack:
    """Count what is not public at a moment."""
    held = [entry for entry in entries if is_held_back(entry, now)]
    moments = [moment for e in held if not is_draft(e) and (moment := e.life.publish_at)]
    return HeldBack(sum(map(is_draft, held)), tuple(sorted(moments)))


def preview(entries: Iterable[Entry], now: datetime | None) -> Library:
    """Return the library of all notices, which knows of each that is not public why."""
    known = tuple(entries)
    held = (entry for entry in known if is_held_back(entry, now))
    return Library(known, pending={entry.path: _why_held_back(entry) for entry in held})


def _why_held_back(entry: Entry) -> str:
    moment = entry.life.publish_at
    if is_draft(entry) or moment is None:
        return "草稿"
    return f"定时发布：{moment:%Y-%m-%d %H:%M}"


def public(entries: Iterable[Entry], now: datetime | None) -> Library:
    """Return the library of what is public at a moment; nothing in it names what is not."""
    known = tuple(entries)
    hidden = {entry.id for entry in known if is_held_back(entry, now)}
    shown = [entry for entry in known if not is_held_back(entry, now)]
    hidden -= {entry.id for entry in shown}  # a draft that has yet to get an id of its own
    naming = {
        entry.path: frozenset(ids)
        for entry in shown
        if entry.lifecycle and (ids := _names(entry.lifecycle) & hidden)
    }
    return Library(
        [_without(entry, hidden) if entry.path in naming else entry for entry in shown], naming
    )


def _names(life: Lifecycle) -> set[str]:
    """Return the ids of other notices that a notice names."""
    return {life.superseded_by, life.previous, *(place.notice_id for _, place in life.follows)}


def _without(entry: Entry, ids: set[str]) -> Entry:
    life = entry.life
    return replace(
        entry,
        lifecycle=replace(
            life,
            superseded_by="" if life.superseded_by in ids else life.superseded_by,
            previous="" if life.previous in ids else life.previous,
            follows=tuple(item for item in life.follows if item[1].notice_id not in ids),
        ),
    )


class Library:
    """All notices, newest first; those without a date come last, then by id.

    Withdrawn ones stand apart: they are no part of lists, figures, search and data, unless these
    ask for them. `hidden` says which files name notices that are not public, and these.
    """

    def __init__(
        self,
        entries: Iterable[Entry],
        hidden: Mapping[Path, frozenset[str]] | None = None,
        pending: Mapping[Path, str] | None = None,
    ) -> None:
        self.hidden: Mapping[Path, frozenset[str]] = hidden or {}
        """Which ids the page and the data of a file must not name."""
        self.pending: Mapping[Path, str] = pending or {}
        """Why a notice is not public, in Chinese; only a preview has such notices."""
        self.listed = tuple(
            sorted(entries, key=lambda e: (-(e.dated or date.min).toordinal(), e.id))
        )
        """All notices, the withdrawn ones in their places."""
        self.withdrawn = tuple(entry for entry in self.listed if entry.life.withdrawn)
        """Those that were withdrawn."""
        self._entries = self.listed
        if self.withdrawn:
            self._entries = tuple(entry for entry in self.listed if not entry.life.withdrawn)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def newest(self, count: int) -> tuple[Entry, ...]:
        """Return the `count` newest notices."""
        return self._entries[:count]

    @cached_property
    def unusual(self) -> tuple[Entry, ...]:
        """All notices that are not merely published, the withdrawn ones too."""
        return tuple(entry for entry in self.listed if entry.lifecycle)

    @cached_property
    def by_id(self) -> Mapping[str, Entry]:
        """All notices by their ids, the withdrawn ones too."""
        return {entry.id: entry for entry in self.listed}

    @cached_property
    def _followed(self) -> frozenset[Place]:
        """The issues that a later notice goes on from."""
        return frozenset(
            place
            for entry in self.unusual
            if not entry.life.withdrawn
            for _, place in entry.life.follows
        )

    def is_replaced(self, entry: Entry) -> bool:
        """Tell whether another notice stands in the place of this one."""
        if not entry.life.superseded_by:
            return False
        newer = self.by_id.get(entry.life.superseded_by)
        return newer is not None and not newer.life.withdrawn

    @property
    def is_chained(self) -> bool:
        """Tell whether issues are counted otherwise than as their notices state them."""
        return any(e.life.follows or e.life.superseded_by for e in self.unusual)

    def current(self, entry: Entry) -> tuple[StatusCode, ...]:
        """Return the statuses of the issues of a notice that no other one has a later word on."""
        if self.is_replaced(entry):
            return ()
        if not self._followed:
            return entry.statuses
        return tuple(
            status
            for index, status in enumerate(entry.statuses)
            if Place(entry.id, index) not in self._followed
        )

    def is_current(self, place: Place) -> bool:
        """Tell whether no other notice has a later word on an issue."""
        entry = self.by_id[place.notice_id]
        return place not in self._followed and not self.is_replaced(entry)
