"""The partitions of the index: made anew, or taken over from the build before."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from site_builder.build_cache.site_before import Recorded
from site_builder.indexing.files import Filed, Segment, opened, write
from site_builder.indexing.memory import keep_memory
from site_builder.outputs.search.encoding import Carrier
from site_builder.outputs.search.grams import Layout
from site_builder.outputs.search.lists import Statuses
from site_builder.outputs.search.partition import layout_of, partition_files
from site_builder.outputs.search.plan import Plan
from site_builder.outputs.search.postings import postings
from site_builder.workshop import Workshop

# If more than one in so many records came, went or moved, hardly a partition stays as it was.
FEW = 16
# What so many partitions have is taken out of all segments at once. To take more out of one that is
# open costs little, but all of that is in memory, and there should be some for every worker.
AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class MadeIndex:
    """What a build made of the index, as far as a later one may take it over."""

    layout: Layout
    segments: Sequence[Segment]
    statuses: Statuses
    partitions: Sequence[Sequence[Carrier]]


class Partitions:
    """The partitions of an index that is being written."""

    def __init__(
        self, now: MadeIndex, changed: Sequence[int], writing: Iterator[list[Filed]], count: int
    ) -> None:
        self._now, self._changed, self._writing, self._count = now, changed, writing, count

    @classmethod
    def begin(
        cls,
        plan: Plan,
        folder: Path,
        segments: Sequence[Segment],
        statuses: Statuses,
        workshop: Workshop,
        before: MadeIndex | None,
    ) -> Partitions:
        """Have the workers begin to write those that may differ from the ones `before`."""
        now = MadeIndex(layout_of(plan), segments, statuses, before.partitions if before else ())
        changed = affected(plan, now, before)
        writing = workshop.map(
            _write_partitions, changed, plan, folder, segments, statuses, size=AT_ONCE
        )
        return cls(now, changed, writing, plan.partitions)

    @property
    def count(self) -> int:
        """How many are written."""
        return len(self._changed)

    def finish(
        self, advance: Callable[[int], None]
    ) -> tuple[MadeIndex, dict[str, Recorded], list[str]]:
        """Return all, what was written by its name, and the names of what is kept.

        `advance` hears how many more were written.
        """
        before = self._now.partitions
        all_changed = len(self._changed) == self._count
        files: list[Sequence[Carrier]] = [()] * self._count if all_changed else list(before)
        recorded: dict[str, Recorded] = {}
        for number, filed in zip(self._changed, self._writing, strict=True):
            files[number] = [file.carrier for file in filed]
            recorded |= {file.carrier.file: file.recorded for file in filed}
            advance(1)
        taken = set(range(self._count)) - set(self._changed)
        kept = {file.file for number in taken for file in files[number]}
        return replace(self._now, partitions=files), recorded, sorted(kept)


def affected(plan: Plan, now: MadeIndex, before: MadeIndex | None) -> list[int]:
    """Return the partitions that may be different from those of the build before."""
    layout = now.layout
    everything = list(range(plan.partitions))
    if before is None or layout != before.layout:
        return everything
    left, come = _only_in(before.segments, now.segments), _only_in(now.segments, before.segments)
    changed = sum(int((one.numbers >= 0).sum()) for one in (*left, *come))
    if changed * FEW > plan.records:
        return everything
    # Long lists tell how many of their records have each status, unless all are exact.
    both = min(len(now.statuses), len(before.statuses))
    if not layout.exact and (now.statuses[:both] != before.statuses[:both]).any():
        return everything
    differ = zip(
        postings(opened(left, layout), layout, everything),
        postings(opened(come, layout), layout, everything),
        strict=True,
    )
    return [
        number
        for number, (old, new) in enumerate(differ)
        if not all(np.array_equal(one, other) for one, other in zip(old, new, strict=True))
    ]


def _only_in(these: Sequence[Segment], others: Sequence[Segment]) -> list[Segment]:
    """Return of segments what has another number in the others, or none."""
    numbers = dict(others)
    result = []
    for path, own in these:
        if path in numbers:
            own = np.where(own == numbers[path], -1, own)
        if (own >= 0).any():
            result.append(Segment(path, own))
    return result


def _write_partitions(
    numbers: Sequence[int],
    plan: Plan,
    folder: Path,
    segments: Sequence[Segment],
    statuses: Statuses,
) -> list[list[Filed]]:
    keep_memory()
    layout = layout_of(plan)
    found = postings(opened(segments, layout), layout, numbers)
    return [
        [write(file, folder) for file in partition_files(number, made, statuses, plan)]
        for number, made in zip(numbers, found, strict=True)
    ]
