"""Sorted postings → lists of records or of positions, as varints.

A list of records is their differences, from -1, each doubled, and one more where the gram is in
the record's head. In front of a long one stand, where wanted, how many of its records are issues
of each status: the column of all statuses need not be loaded to tell that. A list of positions is,
record by record, how many there are and their differences, from 0.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from site_builder.outputs.search.encoding import varints
from site_builder.outputs.search.grams import Keys, Numbers
from site_builder.outputs.search.records import STATUSES

# Lists of more records than this tell how many are of each status.
COUNTED = 40
_HEAD = np.uint64(1)
# Counts are added up three at once in one number; no site has two million records.
_TOGETHER, _WIDTH = 3, 21

Statuses = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Lists:
    """Lists by sorted key; in step, of how many records each tells and how many bytes it has.

    `data` are the lists in a row.
    """

    keys: Keys
    counts: Numbers
    sizes: Numbers
    data: NDArray[np.uint8]

    def __iter__(self) -> Iterator[tuple[int, int, bytes]]:
        """Yield each key with its number of records and its list."""
        ends = np.cumsum(self.sizes)
        for key, count, start, end in zip(
            self.keys.tolist(), self.counts.tolist(), ends - self.sizes, ends, strict=True
        ):
            yield key, count, self.data[start:end].tobytes()

    def only(self, these: NDArray[np.bool_]) -> Lists:
        """Return some of the lists."""
        data = self.data[np.repeat(these, self.sizes)]
        return Lists(self.keys[these], self.counts[these], self.sizes[these], data)

    def in_order(self, order: Numbers) -> Lists:
        """Return the lists in another order."""
        sizes = self.sizes[order]
        starts, ends = np.cumsum(self.sizes) - self.sizes, np.cumsum(sizes)
        moved = np.repeat(starts[order] - (ends - sizes), sizes)
        data = np.take(self.data, moved + np.arange(len(moved)), mode="clip")
        return Lists(self.keys[order], self.counts[order], sizes, data)

    def raised(self, by: int) -> Lists:
        """Return the lists under keys that are greater."""
        return replace(self, keys=self.keys + np.uint64(by))

    def and_then(self, others: Lists) -> Lists:
        """Return these lists and others, whose keys are greater."""
        return Lists(
            np.concatenate([self.keys, others.keys]),
            np.concatenate([self.counts, others.counts]),
            np.concatenate([self.sizes, others.sizes]),
            np.concatenate([self.data, others.data]),
        )

    def with_empty(self, keys: Keys) -> Lists:
        """Add keys that have no list of their own, with no records and no bytes."""
        at = np.searchsorted(self.keys, keys)
        return Lists(
            np.insert(self.keys, at, keys),
            np.insert(self.counts, at, 0),
            np.insert(self.sizes, at, 0),
            self.data,
        )


def record_lists(keys: Keys, holders: Keys, statuses: Statuses | None) -> Lists:
    """Return the lists of records of sorted postings of which no two are of one key and record.

    `statuses` are those of all records, `len(STATUSES)` where a record is no issue.
    """
    first, counts = runs(keys)
    records = holders >> _HEAD
    gaps = records.copy()
    gaps[1:] -= records[:-1]
    gaps[first] = records[first] + np.uint64(1)
    data, ends = varints(gaps << _HEAD | holders & _HEAD)
    lists = Lists(keys[first], counts, _sizes(first, ends), data)
    return lists if statuses is None else _with_statuses(lists, records, statuses)


def _with_statuses(lists: Lists, records: Keys, statuses: Statuses) -> Lists:
    """Put in front of each long list how many of its records have each status."""
    long = lists.counts > COUNTED
    if not long.any():
        return lists
    own = records[np.repeat(long, lists.counts)].view(np.int64)
    each = _of_each_status(own, lists.counts[long], statuses)
    data, ends = varints(each.ravel())
    sizes = np.diff(ends[len(STATUSES) - 1 :: len(STATUSES)], prepend=0)
    starts = np.cumsum(lists.sizes) - lists.sizes
    grown = lists.sizes.copy()
    grown[long] += sizes
    data = np.insert(lists.data, np.repeat(starts[long], sizes), data)
    return replace(lists, sizes=grown, data=data)


def _of_each_status(records: Numbers, counts: Numbers, statuses: Statuses) -> Keys:
    """Return for stretches of so many records how many of each status are in them."""
    starts = np.cumsum(counts) - counts
    sums = []
    for group in range(0, len(STATUSES), _TOGETHER):
        worth = np.zeros(len(STATUSES) + 1, np.uint64)
        for place, status in enumerate(range(len(STATUSES))[group : group + _TOGETHER]):
            worth[status] = 1 << place * _WIDTH
        together = np.add.reduceat(np.take(worth[statuses], records, mode="clip"), starts)
        mask = np.uint64((1 << _WIDTH) - 1)
        sums += [together >> np.uint64(place * _WIDTH) & mask for place in range(_TOGETHER)]
    return np.stack(sums[: len(STATUSES)], axis=1)


def position_lists(keys: Keys, records: Keys, positions: Keys) -> Lists:
    """Return the lists of positions of postings sorted by key, record and position."""
    first, counts = runs(keys, records)
    gaps = positions.copy()
    gaps[1:] -= positions[:-1]
    gaps[first] = positions[first]
    # Each record's count goes in front of its positions.
    data, ends = varints(np.insert(gaps, first, counts.astype(np.uint64)))
    of_first, records_each = runs(keys[first])
    sizes = _sizes(first[of_first] + of_first, ends)
    return Lists(keys[first[of_first]], records_each, sizes, data)


def runs(*columns: Keys) -> tuple[Numbers, Numbers]:
    """Return where, in sorted columns, equal values begin, and how many there are."""
    total = len(columns[0])
    begins = np.ones(total, dtype=bool)
    begins[1:] = False
    for column in columns:
        begins[1:] |= column[1:] != column[:-1]
    first = np.flatnonzero(begins)
    return first, np.diff(np.append(first, total))


def _sizes(first: Numbers, ends: Numbers) -> Numbers:
    """Return how many bytes lie between the numbers with which lists begin."""
    bounds = np.concatenate([[0], ends])
    return np.diff(np.append(bounds[first], bounds[-1]))
