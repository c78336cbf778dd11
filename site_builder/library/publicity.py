"""What is public at a moment, and what is held back: drafts, and what is scheduled for later."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from site_builder.library.entry import Entry
from site_builder.library.lifecycle import Lifecycle
from site_builder.library.notices import Library
from site_builder.notice.lifecycle import State


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
