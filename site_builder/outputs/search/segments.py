"""Folded texts of some records, laid out such that one partition of the index is quickly taken.

A segment says nothing about the numbers that its records have in a build: these come from outside,
so that it serves as long as its notices stay as they are. It is a few *blocks*. A row of a block is
a record, or 65,536 units of one that is longer.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import accumulate, pairwise
from typing import IO, NamedTuple

import numpy as np

from site_builder.outputs.search.folding import folded_units
from site_builder.outputs.search.grams import (
    RANKS,
    UNITS_SORTED,
    Column,
    Keys,
    Numbers,
    Units,
    mixed,
)
from site_builder.outputs.segment import DamagedSegmentError

MOST_RECORDS = 1 << 15  # of a block; so many rows have a number of 15 bits
LONGEST_ROW = 1 << 16  # units

_MAGIC = int.from_bytes(b"gongkai1", "little")
_PADDING = 3  # units behind the last, so that four in a row may be read from everywhere


class Block(NamedTuple):
    """A part of a segment.

    Of each row: the number of its `records` within the segment, which of the `units` is its first,
    and where its record and the head of that end.

    `singles` are which rows hold which unit, `rank of the unit 16 | row 15 | in head 1`, and
    `places` are all pairs, `row 15 | position 16 | in head 1`. Both are sorted by partition; the
    `bounds` say where each partition begins, and the end.
    """

    records: Column
    starts: Column
    ends: Column
    heads: Column
    single_bounds: Column
    place_bounds: Column
    singles: Column
    places: Column
    units: Units


def blocks(parts: Sequence[tuple[str, str, str]], partition_bits: int) -> Iterator[Block]:
    """Lay out the texts of records: of each what stands before its head, the head, and the rest."""
    units, lengths = folded_units([part for record in parts for part in record])
    of_parts = lengths.reshape(-1, 3)
    rows = np.maximum(1, -(-of_parts.sum(axis=1) // LONGEST_ROW))
    bounds = np.concatenate([[0], np.cumsum(of_parts.sum(axis=1))])
    for first, end in _stretches(rows.tolist()):
        own = units[bounds[first] : bounds[end]]
        yield _block(first, own, of_parts[first:end], rows[first:end], partition_bits)


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


def _block(
    first: int, units: Units, of_parts: Numbers, rows: Numbers, partition_bits: int
) -> Block:
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
    of_rows = (column.astype(np.uint32) for column in (first + record, starts, ends, head_ends))
    by_partition = _by_partition(units, single, place, last, partition_bits)
    padded = np.append(units, np.zeros(_PADDING, np.uint16))
    return Block._make((*of_rows, *by_partition, padded))


def _stepwise(
    base: Numbers, starts: Numbers, head: Numbers, head_ends: Numbers, ends: Numbers
) -> Column:
    """Return for each unit the `base` of its row, and one more within the head."""
    head = np.clip(head, starts, ends)
    cuts = np.stack([starts, head, np.clip(head_ends, head, ends), ends])
    steps = np.stack([base, base + 1, base]).astype(np.uint32)
    return np.repeat(steps.T.ravel(), np.diff(cuts, axis=0).T.ravel())


def _by_partition(
    units: Units, single: Column, place: Column, last: Numbers, bits: int
) -> tuple[Column, Column, Column, Column]:
    """Sort what the units and the pairs are told by; there is no pair at the `last` units."""
    wide = (RANKS.take(units).astype(np.uint32) << 16) | single
    wide.sort()
    singles = one_each(wide)
    partitions = np.arange(1 << bits, dtype=np.uint32) << (32 - bits)
    ranks = np.searchsorted(UNITS_SORTED, partitions).astype(np.uint32)
    single_bounds = _bounds(singles, ranks << 16)

    # The partition, then which unit it is: that leaves the pairs of a partition in their order.
    low = np.uint32((1 << (32 - bits)) - 1)
    assert len(units) < low
    pairs = mixed(units[:-1], units[1:]) if len(units) else np.zeros(0, np.uint32)
    pairs &= ~low
    pairs |= np.arange(len(pairs), dtype=np.uint32)
    pairs[last[:-1]] = 0xFFFFFFFF
    pairs.sort()
    pairs = pairs[: len(pairs) - len(last) + 1]
    place_bounds = _bounds(pairs, partitions)
    pairs &= low
    return single_bounds, place_bounds, singles, place.take(pairs)


def _bounds(numbers: Column, firsts: Column) -> Column:
    """Return where what begins with `firsts` begins in sorted numbers, and the end."""
    return np.append(np.searchsorted(numbers, firsts), len(numbers)).astype(np.uint32)


def one_each(keys: Keys) -> Keys:
    """Of sorted keys that differ in nothing but the head keep one, that in the head."""
    if not len(keys):
        return keys
    different = np.empty(len(keys), dtype=np.bool_)
    np.greater(keys[1:] ^ keys[:-1], 1, out=different[:-1])
    different[-1] = True
    return keys.take(np.flatnonzero(different))


# A file begins with what tells whether it is one, whole, and of the layout wanted: the magic, the
# bits of a partition, the number of blocks and the sum of this; then of each block the lengths of
# its last three columns, how many rows it has, and the sum of the columns before these.


def write_segment(made: Sequence[Block], partition_bits: int, file: IO[bytes]) -> None:
    """Write a segment."""
    abouts = [
        [len(block.records), len(block.singles), len(block.places), len(block.units), _sum(block)]
        for block in made
    ]
    numbers = [partition_bits, len(made), *(number for about in abouts for number in about)]
    head = np.array([_MAGIC, *numbers], "<u8")
    file.write(head.data)
    file.write(np.array([zlib.crc32(head.data)], "<u8").data)
    for block in made:
        for column in block:
            file.write(column.data)
        file.write(bytes(-sum(column.nbytes for column in block) % 8))


def read_segment(data: memoryview, partition_bits: int, records: int) -> list[Block]:
    """Return the blocks of a segment of so many records; they share its memory.

    Raises `DamagedSegmentError` if it is none.
    """
    if len(data) < 32 or len(data) % 8:
        raise DamagedSegmentError("is too short")
    words = np.frombuffer(data, "<u8")
    count = int(words[2]) if words[0] == _MAGIC and words[1] == partition_bits else -1
    about = words[: 3 + 5 * count]
    if not 0 <= count < len(words) // 5 or zlib.crc32(about.data) != words[3 + 5 * count]:
        raise DamagedSegmentError("is not what it should be")
    at, made = 8 * (4 + 5 * count), []
    for rows, singles, places, units, summed in about[3:].reshape(-1, 5).tolist():
        bounds = (1 << partition_bits) + 1
        lengths = (*[rows] * 4, bounds, bounds, singles, places)
        ends = list(accumulate(lengths, lambda end, length: end + 4 * length, initial=at))
        end = ends[-1] + 2 * units
        if end > len(data):
            raise DamagedSegmentError("is cut off")
        columns = [np.frombuffer(data[a:b], "<u4") for a, b in pairwise(ends)]
        block = Block._make((*columns, np.frombuffer(data[ends[-1] : end], "<u2")))
        if _sum(block) != summed:
            raise DamagedSegmentError("has another content than was written")
        made.append(block)
        at = end + (-(end - at)) % 8
    if at != len(data) or records != (int(made[-1].records[-1]) + 1 if made else 0):
        raise DamagedSegmentError("has another length than was written")
    return made


def _sum(block: Block) -> int:
    """Return a checksum of what tells where the rest of a block is."""
    return reduce(lambda total, column: zlib.crc32(column.data, total), block[:6], 0)
