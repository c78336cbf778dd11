"""Sorted postings → lists of records or of positions, as varints.

A list of records is their differences, from -1, each doubled, and one more where the gram is in
the record's head. In front of a long one stand, where wanted, how many of its records are issues
of each status: the column of all statuses need not be loaded to tell that. A list of positions is,
record by record, how many there are and their differences, from 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from site_builder.outputs.search.encoding import lay, sizes
from site_builder.outputs.search.grams import Column, Keys, Numbers
from site_builder.outputs.search.records import STATUSES

# Lists of more records than this tell how many are of each status.
COUNTED = 40

_NONE = np.zeros(0, np.int64)

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
        return map(self.at, range(len(self.keys)))

    def at(self, place: int) -> tuple[int, int, bytes]:
        """Return the key, the number of records and the bytes of one list."""
        start, end = self.bounds[place : place + 2]
        return int(self.keys[place]), int(self.counts[place]), self.data[start:end].tobytes()

    @property
    def bounds(self) -> Numbers:
        """Where each list begins in `data`, and the end."""
        return np.concatenate([[0], np.cumsum(self.sizes)])

    def without(self, these: Numbers) -> Lists:
        """Return the lists but for a few, which are told by their places in order."""
        bounds = self.bounds
        begins, ends = [0, *bounds[these + 1].tolist()], [*bounds[these].tolist(), bounds[-1]]
        kept = [self.data[start:end] for start, end in zip(begins, ends, strict=True)]
        return Lists(
            np.delete(self.keys, these),
            np.delete(self.counts, these),
            np.delete(self.sizes, these),
            np.concatenate(kept),
        )

    def and_then(self, others: Lists) -> Lists:
        """Return these lists and then others."""
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


def record_lists(keys: Keys, counts: Numbers, holders: Column, statuses: Statuses | None) -> Lists:
    """Return the lists of so many holders each, which are sorted, no two of one record.

    `statuses` are those of all records, `len(STATUSES)` where a record is no issue.
    """
    first = np.cumsum(counts) - counts
    gaps = holders.copy()
    gaps[1:] -= holders[:-1] & 0xFFFFFFFE
    gaps[first] = holders[first] + np.uint32(2)
    if statuses is None:
        return Lists(keys, counts, *_laid_out(gaps, first))
    long = np.flatnonzero(counts > COUNTED)
    begins, ends = first.take(long), (first + counts - 1).take(long)
    each = list(_of_each_status(statuses.take(holders >> 1), begins, ends))
    return Lists(keys, counts, *_laid_out(gaps, first, begins, each))


def _of_each_status(codes: Statuses, first: Numbers, last: Numbers) -> Iterator[Column]:
    """Yield, status by status, how many there are of it between the first and the last."""
    at_first = codes.take(first)
    for status in range(len(STATUSES)):
        seen = np.cumsum(codes == status, dtype=np.uint32)
        yield seen.take(last) - seen.take(first) + (at_first == status)


def stretches(first: Numbers, counts: Numbers) -> Numbers:
    """Return the numbers of stretches that begin at `first` and have `counts`, in a row."""
    starts = np.cumsum(counts) - counts
    return np.repeat(first - starts, counts) + np.arange(int(counts.sum()))


def position_lists(places: Keys) -> tuple[Lists, Column]:
    """Return the lists of sorted places, and the holders of each of their grams in a row.

    A place is `key | record 16 | position 16 | in head 1`.
    """
    begins = _begins(places >> 17)
    # Most records have a gram once. What is said below of it `again` takes little.
    again = np.flatnonzero(~begins)
    low = places.astype(np.uint32)
    gaps = (low >> 1).astype(np.uint16)
    gaps[again] -= gaps.take(again - 1)
    first = np.flatnonzero(begins)
    of_first = places.take(first)
    holders = (of_first >> 16).astype(np.uint32) & 0x1FFFE
    holders |= of_first.astype(np.uint32) & 1
    holders[(again - np.arange(1, len(again) + 1))[low.take(again) & 1 != 0]] |= 1
    of_list, records_each = runs(of_first >> 33)
    # Each record's count goes in front of its positions.
    second = np.flatnonzero(begins.take(again - 1))
    counts = np.diff(second, append=len(again)) + 1
    more = again.take(second) - 1
    begins[more] = False
    columns = _laid_out(gaps, first.take(of_list), more, [counts], ones=begins)
    return Lists(of_first.take(of_list) >> 33, records_each, *columns), holders


def _laid_out(
    numbers: NDArray[Any],
    first: Numbers,
    before: Numbers = _NONE,
    others: Sequence[Column] = (),
    ones: NDArray[np.bool_] | None = None,
) -> tuple[Numbers, NDArray[np.uint8]]:
    """Return the sizes of lists, of which `first` are the first numbers, and their bytes in a row.

    In front of the numbers at `before` goes one of each of the `others`, and 1 in front of those
    that `ones` tells.
    """
    own = sizes(numbers)
    of_others = [sizes(column) for column in others]
    steps = own.copy() if ones is None else own + ones
    for of_each in of_others:
        steps[before] += of_each
    ends = np.cumsum(steps, dtype=np.int64)
    begins = ends - steps
    data = np.ones(int(ends[-1]) if len(ends) else 0, dtype=np.uint8)
    lay(numbers, ends - own, data)
    at = begins.take(before)
    for column, of_each in zip(others, of_others, strict=True):
        lay(column, at, data)
        at = at + of_each
    return np.diff(begins.take(first), append=len(data)), data


def runs(column: NDArray[Any]) -> tuple[Numbers, Numbers]:
    """Return where, in a sorted column, equal values begin, and how many there are."""
    first = np.flatnonzero(_begins(column))
    return first, np.diff(first, append=len(column))


def _begins(column: NDArray[Any]) -> NDArray[np.bool_]:
    begins = np.ones(len(column), dtype=np.bool_)
    np.not_equal(column[1:], column[:-1], out=begins[1:])
    return begins
