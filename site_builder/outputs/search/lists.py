"""Sorted postings → lists of records or of positions, as varints.

A list of records is their differences, from -1, each doubled, and one more where the gram is in
the record's head. A list of positions is, record by record, how
many there are and their differences, from 0.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from site_builder.outputs.search.encoding import varints
from site_builder.outputs.search.grams import Keys, Numbers

_HEAD = np.uint64(1)


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
        data = self.data[moved + np.arange(len(moved))]
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


def record_lists(keys: Keys, holders: Keys) -> Lists:
    """Return the lists of records of sorted postings of which no two are of one key and record."""
    first, counts = runs(keys)
    records = holders >> _HEAD
    gaps = records.copy()
    gaps[1:] -= records[:-1]
    gaps[first] = records[first] + np.uint64(1)
    data, ends = varints(gaps << _HEAD | holders & _HEAD)
    return Lists(keys[first], counts, _sizes(first, ends), data)


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
