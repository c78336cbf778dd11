"""What stands around the text of a notice: what became of it, what came before and after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from site_builder.library import Entry, Library, Place
from site_builder.notice.status import LABELS
from site_builder.views import urls


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another notice; `date` is ISO or "", `url` relative to the site's root."""

    title: str
    url: str
    date: str


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """A correction; it is the `number`-th, from 1."""

    anchor: str
    date: str
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class WithdrawalView:
    """When and why a notice was withdrawn, and whether its text is still shown."""

    date: str
    reason: str
    kept: bool


@dataclass(frozen=True, slots=True)
class Step:
    """What one notice says of an issue; `here` if it is the notice of the page."""

    code: str
    label: str
    date: str
    url: str
    here: bool


@dataclass(frozen=True, slots=True)
class History:
    """An issue of a notice with what all notices say of it, the first one first."""

    index: str
    anchor: str
    card: str
    steps: tuple[Step, ...]

    @property
    def short(self) -> str:
        """It all in a line: 阶段性完成 2023-08 → 已完成 2024-03."""
        return " → ".join(f"{step.label} {step.date[:7]}".strip() for step in self.steps)


@dataclass(frozen=True, slots=True)
class Around:
    """All that stands around the text of one notice, and is no part of it.

    `pending` says of a notice that is not public why it is not, "" of all others.
    """

    root: str
    pending: str = ""
    withdrawal: WithdrawalView | None = None
    superseded_by: Neighbour | None = None
    supersedes: tuple[Neighbour, ...] = ()
    previous: Neighbour | None = None
    later: tuple[Neighbour, ...] = ()
    corrections: tuple[CorrectionView, ...] = ()
    histories: tuple[History, ...] = ()


def marks(entry: Entry, library: Library) -> tuple[str, ...]:
    """Return what lists say of a notice beside its title."""
    if entry.lifecycle is None:
        return ()
    life = entry.lifecycle
    found = [pending] if (pending := library.pending.get(entry.path)) else []
    if life.withdrawn:
        found.append(f"已撤回 {life.withdrawn.date}")
    elif library.is_replaced(entry):
        found.append("已有新的通报")
    if life.corrections and not life.withdrawn:
        found.append(f"有更正 {max(one.date for one in life.corrections)}")
    return tuple(found)


@lru_cache(maxsize=1)
def arounds(library: Library) -> Mapping[Path, Around]:
    """Return what stands around the notices of a library, of those that have any of it, by file."""
    if not library.unusual:
        return {}
    family = _Family(library)
    found = {entry.path: _around(entry, library, family) for entry in library.listed}
    return {path: around for path, around in found.items() if around}


class _Family:
    """Who comes after whom: notices and issues."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self.later: dict[str, list[Entry]] = {}
        self.supersedes: dict[str, list[Entry]] = {}
        self.before: dict[Place, Place] = {}
        self.after: dict[Place, list[Place]] = {}
        for entry in library.unusual:
            life = entry.life
            if life.previous and not life.withdrawn:
                self.later.setdefault(life.previous, []).append(entry)
            if life.superseded_by:
                self.supersedes.setdefault(life.superseded_by, []).append(entry)
            for at, place in () if life.withdrawn else life.follows:
                if self.entry(place):
                    self.before[Place(entry.id, at)] = place
                    self.after.setdefault(place, []).append(Place(entry.id, at))

    def entry(self, place: Place) -> Entry | None:
        """Return the notice of an issue, None if that is not there."""
        entry = self._library.by_id.get(place.notice_id)
        return entry if entry and place.at < len(entry.statuses) else None

    def chain(self, place: Place) -> Sequence[Place]:
        """Return what an issue goes on from, itself, and what goes on from it, in order."""
        known = {*self.way_to(place)}
        own = [place]
        for one in own:  # which grows
            later = [found for found in self.after.get(one, ()) if found not in known]
            known.update(later)
            own += sorted(later, key=self._day)
        return [*self.way_to(place)[:-1], *own]

    def way_to(self, place: Place) -> Sequence[Place]:
        """Return what an issue goes on from, and itself last."""
        way = [place]
        while (before := self.before.get(way[-1])) and before not in way:
            way.append(before)
        return way[::-1]

    def _day(self, place: Place) -> tuple[str, Place]:
        return _iso(self._library.by_id[place.notice_id]), place


def ways(library: Library) -> Mapping[Place, Sequence[Place]]:
    """Return of every issue that goes on from others these and itself, the first one first."""
    if not library.unusual:
        return {}
    family = _Family(library)
    return {place: family.way_to(place) for place in family.before}


def _around(entry: Entry, library: Library, family: _Family) -> Around | None:
    life = entry.life
    newer = library.by_id.get(life.superseded_by)
    before = library.by_id.get(life.previous)
    around = Around(
        root=urls.to_root(urls.notice(entry.id)),
        pending=library.pending.get(entry.path, ""),
        withdrawal=_withdrawal(entry),
        superseded_by=_neighbour(newer) if newer else None,
        supersedes=tuple(map(_neighbour, family.supersedes.get(entry.id, ()))),
        previous=_neighbour(before) if before else None,
        later=tuple(map(_neighbour, _in_order(family.later.get(entry.id, [])))),
        corrections=tuple(_corrections(entry)),
        histories=() if life.withdrawn else tuple(_histories(entry, library, family)),
    )
    return around if around != Around(around.root) else None


def _neighbour(entry: Entry) -> Neighbour:
    return Neighbour(entry.title, urls.notice(entry.id), _iso(entry))


def _iso(entry: Entry) -> str:
    return entry.dated.isoformat() if entry.dated else ""


def _in_order(entries: Sequence[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: (_iso(entry), entry.id))


def _withdrawal(entry: Entry) -> WithdrawalView | None:
    found = entry.life.withdrawn
    if found is None:
        return None
    return WithdrawalView(found.date.isoformat(), found.reason, found.keep_text)


def _corrections(entry: Entry) -> Iterator[CorrectionView]:
    """Yield the newest first; numbered from the oldest, so that a new one moves none."""
    numbered = list(enumerate(sorted(entry.life.corrections, key=lambda one: one.date), start=1))
    for number, one in reversed(numbered):
        yield CorrectionView(
            urls.correction_anchor(number), one.date.isoformat(), one.what, one.why
        )


def _histories(entry: Entry, library: Library, family: _Family) -> Iterator[History]:
    for at in range(len(entry.statuses)):
        place = Place(entry.id, at)
        if place in family.before or place in family.after:
            steps = tuple(_step(one, library, place) for one in family.chain(place))
            index = str(at + 1)
            yield History(index, f"history-{index}", urls.issue_anchor(at + 1), steps)


def _step(place: Place, library: Library, here: Place) -> Step:
    entry = library.by_id[place.notice_id]
    status = entry.statuses[place.at]
    url = f"{urls.notice(entry.id)}#{urls.issue_anchor(place.at + 1)}"
    return Step(str(status), LABELS[status], _iso(entry), url, place == here)


def redirect_addresses(library: Library) -> Iterator[str]:
    """Yield the addresses that notices had before, which lead to the present ones."""
    for entry in library.unusual:
        yield from map(urls.notice, entry.life.former_ids)


def last_change(entry: Entry) -> date | None:
    """Return the day on which a notice was published or last changed."""
    if entry.lifecycle is None or entry.dated is None:
        return entry.dated
    days = [entry.dated, *(one.date for one in entry.lifecycle.corrections)]
    if entry.lifecycle.withdrawn:
        days.append(entry.lifecycle.withdrawn.date)
    return max(days)
