"""Folded texts of some records, laid out such that one partition of the index is quickly taken.

A segment says nothing about the numbers that its records have in a build: these come from outside,
so that it serves as long as its notices stay as they are. It is a few *blocks*. A row of a block is
a record, or 65,536 units of one that is longer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from site_builder.outputs.search.folding import folded_units
from site_builder.outputs.search.grams import (
    RANKS,
    UNITS_SORTED,
    Column,
    Keys,
    Layout,
    Numbers,
    Units,
    mixed,
)

MOST_RECORDS = 1 << 15  # of a block; so many rows have a number of 15 bits
LONGEST_ROW = 1 << 16  # units

_PADDING = 3  # units behind the last, so that four in a row may be read from everywhere
_NOWHERE = 0xFFFF_FFFF_FFFF_FFFF  # sorts behind all places


class Block(NamedTuple):
    """A part of a segment.

    Of each row: the number of its `records` within the segment, which of the `units` is its first,
    and where its record and the head of that end.

    `singles` are which rows hold which unit, `rank of the unit 16 | row 15 | in head 1`, and
    `places` are all pairs, `gram 32 | row 15 | position 16 | in head 1`. Both are sorted; the
    `bounds` say where each partition begins, and the end, and the `sums` what its numbers add up
    to. An exact layout asks for nothing but pairs, and has no `units`; another, which asks for the
    units behind them too, has places without their grams.
    """

    single_sums: Keys
    place_sums: Keys
    unit_sum: Keys
    places: Keys | Column
    units: Units
    records: Column
    starts: Column
    ends: Column
    heads: Column
    single_bounds: Column
    place_bounds: Column
    singles: Column


def blocks(parts: Sequence[tuple[str, str, str]], layout: Layout) -> Iterator[Block]:
    """Lay out the texts of records: of each what stands before its head, the head, and the rest."""
    units, lengths = folded_units([part for record in parts for part in record])
    of_parts = lengths.reshape(-1, 3)
    rows = np.maximum(1, -(-of_parts.sum(axis=1) // LONGEST_ROW))
    bounds = np.concatenate([[0], np.cumsum(of_parts.sum(axis=1))])
    for first, end in _stretches(rows.tolist()):
        own = units[bounds[first] : bounds[end]]
        yield _block(first, own, of_parts[first:end], rows[first:end], layout)


def _stretches(rows: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield stretches of records with not too many rows."""
    first, held = 0, 0
    for record, count in enumerate(rows):
        if held and held + count > MOST_RECORDS:
            yield first, record
            first, held = record, 0
        held += count
    if held:
        yield first, len(rows)


def _block(first: int, units: Units, of_parts: Numbers, rows: Numbers, layout: Layout) -> Block:
    record = np.repeat(np.arange(len(rows)), rows)
    of_record = of_parts.sum(axis=1)
    begins = np.cumsum(of_record) - of_record
    ends = (begins + of_record).take(record)
    head = (begins + of_parts[:, 0]).take(record)
    head_ends = head + of_parts[:, 1].take(record)
    in_record = np.arange(len(record)) - (np.cumsum(rows) - rows).take(record)
    starts = begins.take(record) + in_record * LONGEST_ROW
    row_ends = np.minimum(starts + LONGEST_ROW, ends)
    numbers = np.arange(len(record))
    # Wherever a row or its head begins or ends, what is added to a unit's place changes.
    single = _stepwise(numbers << 1, starts, head, head_ends, row_ends)
    of_places = (numbers << 17) - (starts << 1)
    place = _stepwise(of_places, starts, head, head_ends - 1, row_ends)
    place += np.arange(0, 2 * len(units), 2, dtype=np.uint32)
    last = (begins + of_record - 1)[of_record > 0]
    singles, pairs = _singles(units, single), _pairs(units, place, last)
    partitions = np.arange(1 << layout.bits, dtype=np.uint64) << (32 - layout.bits)
    ranks = np.searchsorted(UNITS_SORTED, partitions.astype(np.uint32)).astype(np.uint32)
    single_bounds = _bounds(singles, ranks << 16)
    place_bounds = _bounds(pairs, partitions << 32)
    if layout.exact:
        places, units = pairs, units[:0]
    else:
        places = pairs.astype(np.uint32)
        units = np.pad(units, (0, _PADDING + -(len(units) + _PADDING) % 4))
    return Block(
        single_sums=_sums(singles, single_bounds),
        place_sums=_sums(places, place_bounds),
        unit_sum=sum_of_units(units),
        places=places,
        units=units,
        records=(first + record).astype(np.uint32),
        starts=starts.astype(np.uint32),
        ends=ends.astype(np.uint32),
        heads=head_ends.astype(np.uint32),
        single_bounds=single_bounds,
        place_bounds=place_bounds,
        singles=singles,
    )


def _stepwise(
    base: Numbers, starts: Numbers, head: Numbers, head_ends: Numbers, ends: Numbers
) -> Column:
    """Return for each unit the `base` of its row, and one more within the head."""
    head = np.clip(head, starts, ends)
    cuts = np.stack([starts, head, np.clip(head_ends, head, ends), ends])
    steps = np.stack([base, base + 1, base]).astype(np.uint32)
    return np.repeat(steps.T.ravel(), np.diff(cuts, axis=0).T.ravel())


def _singles(units: Units, single: Column) -> Column:
    """Return which rows hold which unit, of each unit's row and whether it is in the head."""
    wide = (RANKS.take(units).astype(np.uint32) << 16) | single
    wide.sort()
    return one_each(wide)


def _pairs(units: Units, place: Column, last: Numbers) -> Keys:
    """Return the places of all pairs; none begins at the `last` units."""
    if not len(units):
        return np.zeros(0, np.uint64)
    pairs: Keys = mixed(units[:-1], units[1:]).astype(np.uint64)
    pairs <<= 32
    pairs |= place[:-1]
    pairs[last[:-1]] = _NOWHERE
    pairs.sort()
    return pairs[: len(pairs) - len(last) + 1]


def _bounds(numbers: Column, firsts: Column) -> Column:
    """Return where what begins with `firsts` begins in sorted numbers, and the end."""
    return np.append(np.searchsorted(numbers, firsts), len(numbers)).astype(np.uint32)


def _sums(numbers: Keys, bounds: Column) -> Keys:
    """Return what the numbers of each partition add up to."""
    sums = np.zeros(len(bounds) - 1, np.uint64)
    held = np.flatnonzero(bounds[1:] > bounds[:-1])
    if len(held):
        sums[held] = np.add.reduceat(numbers, bounds[held], dtype=np.uint64)
    return sums


def sum_of_units(units: Units) -> Keys:
    """Return what units add up to, four at a time, for there are many."""
    return np.add.reduce(units.view(np.uint64), keepdims=True)


def one_each(keys: Keys) -> Keys:
    """Of sorted keys that differ in nothing but the head keep one, that in the head."""
    if not len(keys):
        return keys
    different = np.empty(len(keys), dtype=np.bool_)
    np.greater(keys[1:] ^ keys[:-1], 1, out=different[:-1])
    different[-1] = True
    return keys.take(np.flatnonzero(different))
