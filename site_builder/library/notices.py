"""All notices of a site, sorted and immutable."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path

from site_builder.library.entry import Entry
from site_builder.library.lifecycle import Place
from site_builder.notice.status import StatusCode


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
