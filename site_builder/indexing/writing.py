"""The index as a whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from site_builder.build_cache.files import write_file
from site_builder.build_cache.site_before import Recorded
from site_builder.indexing.chunks import Indexed
from site_builder.indexing.files import Segment, write
from site_builder.indexing.partitions import MadeIndex, Partitions
from site_builder.library import Entry
from site_builder.outputs.search import index
from site_builder.outputs.search.encoding import Carrier, carrier
from site_builder.outputs.search.plan import Plan
from site_builder.outputs.search.texts import all_texts
from site_builder.workshop import Workshop


class Written(NamedTuple):
    """The outcome of `Writing.finish`.

    `written` are the files that it wrote, by name, `kept` the names of those that are to be as the
    build before left them. `made` is None where there is nothing to take over.
    """

    made: MadeIndex | None
    written: dict[str, Recorded]
    kept: list[str]


@dataclass(frozen=True, slots=True)
class Writing:
    """An index that is being written; `partitions` are, unless it is small."""

    plan: Plan
    entries: Sequence[Entry]
    folder: Path
    partitions: Partitions | None

    @classmethod
    def begin(
        cls,
        plan: Plan,
        entries: Sequence[Entry],
        folder: Path,
        segments: Sequence[Segment],
        workshop: Workshop,
        before: MadeIndex | None = None,
    ) -> Writing:
        """Begin to write what is left of the index, once the segments of all notices are there.

        With what was `made` before, only the partitions that may differ are written. The segments
        of then must still be there. Raises `DamagedSegmentError` if a segment cannot be used, and
        so does `finish`.
        """
        if plan.small:
            return cls(plan, entries, folder, None)
        statuses = index.statuses_by_record(entries)
        partitions = Partitions.begin(plan, folder, segments, statuses, workshop, before)
        return cls(plan, entries, folder, partitions)

    @property
    def count(self) -> int:
        """How many partitions are written."""
        return self.partitions.count if self.partitions else 0

    def finish(
        self, done: Sequence[Indexed], known: bytes, advance: Callable[[int], None]
    ) -> Written:
        """Write the rest, once every notice is `done`; `known` is what their texts have in common.

        The workers are at the partitions meanwhile; `advance` hears of these.
        """
        issues = index.columns(self.entries)
        own = [issues.statuses, issues.themes, index.simplified_file(), *self._texts(done, known)]
        made, written, kept = self.partitions.finish(advance) if self.partitions else (None, {}, [])
        shards = [file for partition in made.partitions for file in partition] if made else []
        if made:
            own += [*index.shard_directories(self.plan, shards), index.hot_file(self.plan, shards)]
        traditional = set[str]().union(*(text for one in done for text in one.traditional.values()))
        about = index.index_file(self.plan, self.entries, issues, [*own, *shards], traditional)
        written["index.js"] = write_file(self.folder, "index.js", about, "index.js")
        for file in own:
            written[file.file] = write(file, self.folder).recorded
        return Written(made, written, kept)

    def _texts(self, done: Sequence[Indexed], known: bytes) -> list[Carrier]:
        """Make the file of all texts, or what leads to those that lie in files of their own."""
        if self.plan.small:
            texts = {number: text for one in done for number, text in one.texts.items()}
            return [all_texts([texts[number] for number in sorted(texts)])]
        files = {number: file for one in done for number, file in one.files.items()}
        in_order = [files[number] for number in sorted(files)]
        return [*index.directories(in_order), carrier("known", known)]
