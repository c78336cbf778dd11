"""What of the build before serves again, and what this one leaves for the next."""

from __future__ import annotations

import shutil
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from site_builder.build_cache.folder import CacheFolder
from site_builder.build_cache.ledger import Ledger
from site_builder.checks.run import Verdict
from site_builder.library import Entry
from site_builder.pipeline.known import (
    DATA,
    INDEX,
    DataState,
    IndexState,
    Known,
    Settled,
    SettledData,
)
from site_builder.pipeline.site_files import SiteFiles
from site_builder.views import urls


class Reuse:
    """The build before and this one. Without a cache there is nothing before, and nothing is left.

    It is the memory of what was read and of what was made of it.
    """

    def __init__(
        self, folder: Path, cache: CacheFolder | None = None, site_before: Path | None = None
    ) -> None:
        self.folder = folder
        self._cache = cache
        self._site_before = site_before
        self._ledger = Ledger(cache.stamp if cache else "")
        self.notices_taken = 0
        """How many notices are as they were in the site before."""

    @cached_property
    def _before(self) -> Ledger:
        return (self._cache.read() if self._cache else None) or Ledger("")

    @cached_property
    def files(self) -> SiteFiles:
        """The files of the site."""
        return SiteFiles(self.folder, self._site_before, self._before.files)

    # What was read.

    @property
    def is_there(self) -> bool:
        """Whether the build before left anything. What it is, is read when it is asked for."""
        return bool(self._cache and self._cache.is_there)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is known of any notice."""
        return not self._before.notices

    def recall(self, path: Path, name: str, digest: str) -> tuple[Entry, Verdict] | None:
        """Return what was found in a file before, None if it was not this."""
        known = self._before.notices.get(name)
        if known is None or known.digest != digest:
            return None
        entry, verdict = known.outcome
        if entry.path != path:
            entry = replace(entry, path=path)
        self._ledger.notices[name] = replace(known, outcome=(entry, verdict))
        return entry, verdict

    def keep(self, name: str, digest: str, outcome: tuple[Entry, Verdict]) -> None:
        """Keep what was found in a file now."""
        self._ledger.notices[name] = Known(digest, outcome)

    # What was made of notices.

    def settled(self, name: str) -> Settled | None:
        """Return what was made of the notice in a file, as far as that is known."""
        known = self._ledger.notices.get(name)
        return known.settled if known else None

    def settle(self, name: str, settled: Settled) -> None:
        """Keep what is made of the notice in a file."""
        if known := self._ledger.notices.get(name):
            known.settled = settled

    def settled_data(self, name: str) -> SettledData | None:
        """Return the piece of the notice in a file, if it is known."""
        known = self._ledger.notices.get(name)
        return known.data if known else None

    def settle_data(self, name: str, settled: SettledData) -> None:
        """Keep the piece of the notice in a file."""
        if known := self._ledger.notices.get(name):
            known.data = settled

    @property
    def data_before(self) -> DataState | None:
        """What the build before left of its open data."""
        state = self._before.data
        return state if isinstance(state, DataState) else None

    def keep_data(self, state: DataState) -> None:
        """Leave the open data for the next build."""
        self._ledger.data = state

    @property
    def index_before(self) -> IndexState | None:
        """What the build before left of its index."""
        state = self._before.index
        return state if isinstance(state, IndexState) else None

    def keep_index(self, state: IndexState) -> None:
        """Leave the index for the next build."""
        self._ledger.index = state

    # The end.

    def forget(self) -> None:
        """Do without the build before, and remove all that is made so far."""
        self.files.remove_all()
        # Of the index, workers may have written files that nobody heard of.
        shutil.rmtree(self.folder / urls.SEARCH, ignore_errors=True)
        known = {
            name: replace(one, settled=None, data=None)
            for name, one in self._ledger.notices.items()
        }
        self._before = Ledger("")
        self.files = SiteFiles(self.folder)
        self._ledger = Ledger(self._ledger.stamp, known)
        self.notices_taken = 0

    def leave(self) -> None:
        """Leave it all for the next build."""
        if self._cache is None:
            return
        self._ledger.files = self.files.made
        self._cache.write(self._ledger, self._segments(), self._before)

    def _segments(self) -> set[str]:
        """Return the names of all segments that the next build may need."""
        index = self._ledger.index
        names = {f"{name}{INDEX}" for name in index.segments} if index else set()
        pieces = (known.data for known in self._ledger.notices.values())
        return names | {f"{one.segment}{DATA}" for one in pieces if one}
