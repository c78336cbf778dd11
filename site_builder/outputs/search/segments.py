"""Folded texts of some records, laid out such that one partition of the index is quickly taken.

A segment says nothing about the numbers that its records have in a build: these come from outside,
so that it serves as long as its notices stay as they are. It is a few *blocks*. A row of a block is
a record, or, where positions are kept, 65,536 units of one that is longer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from site_builder.outputs.search.folding import folded_units
from site_builder.outputs.search.grams import (
    LATIN,
    UNIT_GRAMS,
    UNIT_RANKS,
    Column,
    Keys,
    Layout,
    Numbers,
    Units,
    last_two,
    mixed,
)
from site_builder.outputs.search.lists import runs
from site_builder.outputs.search.records import Record

MOST_ROWS = 1 << 14  # of a block; so many rows have a number of 14 bits
LONGEST_ROW = 1 << 16  # units

_NOWHERE = 0xFFFF_FFFF_FFFF_FFFF  # sorts behind all else
_HEADS = 3  # the two bits that tell of the head
_NO_UNIT = np.uint16(0)
_NOTHING = np.zeros(0, np.uint64)


class Grouped(NamedTuple):
    """Items by gram, both sorted.

    `grams` are `gram 32 | number of its items 32`; `items` those of all in a row. The bounds say
    where each partition begins in either, and the end, and `sums` what its numbers add up to.
    """

    grams: Keys
    items: Units | Column
    gram_bounds: Column
    item_bounds: Column
    sums: Keys


class Block(NamedTuple):
    """A part of a segment: of each row the number of its `records` within the segment, and grams.

    An exact layout has units and pairs, another units, three in a row, and four. An item is

    - of a unit: `row 14 | in head 2`, with both bits alike,
    - of a pair: `row 15 | position 16 | in head 1`,
    - of three, under their first two: `third unit 16 | row 14 | the first two are in the head 1 |
      all three are 1`. Where a record ends the third is 0, as no unit is,
    - of four, under their first two: `last two, mixed 16 | row 14 | 0 or 1 | all are in head 1`.

    No two items of a gram differ in nothing but the head.
    """

    records: Column
    kinds: Sequence[Grouped]


def blocks(records: Sequence[Record], layout: Layout) -> Iterator[Block]:
    """Lay out the texts of records."""
    units, of_parts = _folded(records)
    of_record = of_parts.sum(axis=1)
    longest = LONGEST_ROW if layout.exact else max(1, int(of_record.max(initial=0)))
    rows = np.maximum(1, -(-of_record // longest))
    bounds = np.concatenate([[0], np.cumsum(of_record)])
    for first, end in _stretches(rows.tolist()):
        own = units[bounds[first] : bounds[end]]
        yield _block(first, own, of_parts[first:end], rows[first:end], layout)


def _folded(records: Sequence[Record]) -> tuple[Units, Numbers]:
    """Return the units of all records, and how many are before, in and behind the head of each."""
    texts = [text for text, _, _ in records]
    lengths = np.array(list(map(len, texts)), np.int64)
    begins = np.cumsum(lengths) - lengths
    heads = begins + np.array([start for _, _, start in records], np.int64)
    ends = heads + np.array([len(head) for _, head, _ in records], np.int64)
    cuts = np.append(np.stack([begins, heads, ends], axis=1), lengths.sum())
    units, of_parts = folded_units("".join(texts), cuts)
    return units, of_parts.reshape(-1, 3)


def _stretches(rows: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield stretches of records with not too many rows."""
    first, held = 0, 0
    for record, count in enumerate(rows):
        if held and held + count > MOST_ROWS:
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
    row_ends = np.minimum(starts + LONGEST_ROW, ends) if layout.exact else ends
    numbers = np.arange(len(record))
    last = (begins + of_record - 1)[of_record > 0]
    # Wherever a row or its head begins or ends, what is added to a unit's item changes.
    bounds = starts, row_ends
    single = _stepwise(numbers << 2, bounds, (head, 3), (head_ends, 0))
    if layout.exact:
        of_places = (numbers << 17) - (starts << 1)
        place = _stepwise(of_places, bounds, (head, 1), (head_ends - 1, 0))
        place += np.arange(0, 2 * len(units), 2, dtype=np.uint32)
        others: Sequence[Keys] = [_pairs(units, place, last)]
    else:
        row = _stepwise(numbers << 2, bounds, (head, 3), (head_ends - 2, 2), (head_ends - 1, 0))
        others = _threes_and_fours(units, row, last)
    kinds = [_singles(units, single, layout), *(_by_gram(one, layout) for one in others)]
    return Block((first + record).astype(np.uint32), kinds)


def _stepwise(
    base: Numbers, bounds: tuple[Numbers, Numbers], *steps: tuple[Numbers, int]
) -> Column:
    """Return for each unit the `base` of its row, and what is added from each step on."""
    cuts, levels = [bounds[0]], [base]
    for at, added in steps:
        cuts.append(np.clip(at, cuts[-1], bounds[1]))
        levels.append(base + added)
    lengths = np.diff(np.stack([*cuts, bounds[1]]), axis=0)
    return np.repeat(np.stack(levels).astype(np.uint32).T.ravel(), lengths.T.ravel())


def _singles(units: Units, single: Column, layout: Layout) -> Grouped:
    """Return which rows hold which unit."""
    wide: Column = (UNIT_RANKS.take(units).astype(np.uint32) << 16) | single
    wide.sort()
    wide = one_each(wide, _HEADS)
    ranks = wide >> 16
    first, counts = runs(ranks)
    grams = UNIT_GRAMS.take(ranks.take(first))
    return _grouped(grams, counts, wide.astype(np.uint16), layout)


def _pairs(units: Units, place: Column, last: Numbers) -> Keys:
    """Return the sorted items of all pairs behind their grams; none begins at the `last` units."""
    if len(units) < 2:
        return _NOTHING
    return _sorted(mixed(units[:-1], units[1:]), place[:-1], last)


def _threes_and_fours(units: Units, row: Column, last: Numbers) -> tuple[Keys, Keys]:
    """Return the same of three units and of four."""
    if len(units) < 2:
        return _NOTHING, _NOTHING
    grams = mixed(units[:-1], units[1:])
    third = np.append(units[2:], _NO_UNIT)
    third[last - 1] = _NO_UNIT
    threes = _sorted(grams, (third.astype(np.uint32) << 16) | row[:-1], last)
    low = units < LATIN
    wanted = low[:-3] | low[1:-2] | low[2:-1] | low[3:]
    for place in range(3):
        wanted[(last - place)[(place <= last) & (last - place < len(wanted))]] = False
    at = np.flatnonzero(wanted)
    # All four are in the head if the first three are, and the last three.
    own = row.take(at) & (row.take(at + 1) | ~np.uint32(1))
    child = last_two(units.take(at + 2), units.take(at + 3))
    fours = _sorted(grams.take(at), (child << 16) | own, _NOTHING)
    return one_each(threes, _HEADS), one_each(fours, _HEADS)


def _sorted(grams: Column, items: Column, none_at: Numbers) -> Keys:
    """Return `gram 32 | item 32` in order, but for some."""
    wide: Keys = grams.astype(np.uint64)
    wide <<= 32
    wide |= items
    gone = none_at[none_at < len(wide)]
    wide[gone] = _NOWHERE
    wide.sort()
    return wide[: len(wide) - len(gone)]


def _by_gram(wide: Keys, layout: Layout) -> Grouped:
    grams = (wide >> 32).astype(np.uint32)
    first, counts = runs(grams)
    return _grouped(grams.take(first), counts, wide.astype(np.uint32), layout)


def _grouped(grams: Column, counts: Numbers, items: Units | Column, layout: Layout) -> Grouped:
    """Say where partitions begin in sorted grams, each of which has so many items."""
    partitions = np.arange(1 << layout.bits, dtype=np.uint64) << (32 - layout.bits)
    bounds = np.append(np.searchsorted(grams, partitions.astype(np.uint32)), len(grams))
    of_items = np.append(0, np.cumsum(counts)).take(bounds)
    both = (grams.astype(np.uint64) << 32) | counts.astype(np.uint64)
    sums = _sums(both, bounds) + _sums(items, of_items)
    return Grouped(both, items, bounds.astype(np.uint32), of_items.astype(np.uint32), sums)


def _sums(numbers: Keys, bounds: Numbers) -> Keys:
    """Return what the numbers of each partition add up to."""
    sums = np.zeros(len(bounds) - 1, np.uint64)
    held = np.flatnonzero(bounds[1:] > bounds[:-1])
    if len(held):
        sums[held] = np.add.reduceat(numbers, bounds[held], dtype=np.uint64)
    return sums


def one_each(keys: Keys, differ: int = 1) -> Keys:
    """Of sorted keys that differ in nothing but the lowest bits keep one, the last."""
    if not len(keys):
        return keys
    different = np.empty(len(keys), dtype=np.bool_)
    np.greater(keys[1:] ^ keys[:-1], differ, out=different[:-1])
    different[-1] = True
    return keys.take(np.flatnonzero(different))
