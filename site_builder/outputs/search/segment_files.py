"""Segments as files, and how it is told that one is still what was written.

Whole files are never read: of each column only what the partitions at hand have, and where 10,000
notices are, that is most of what a warm build saves. So every such stretch has a sum of its own.
Adding is as fast as memory, which a CRC is not, and tells of every single number that is another.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from functools import reduce
from itertools import accumulate, pairwise
from typing import IO

import numpy as np

from site_builder.outputs.search.grams import Keys, Layout, Numbers
from site_builder.outputs.search.segments import Block, sum_of_units
from site_builder.outputs.segment import DamagedSegmentError

_MAGIC = int.from_bytes(b"gongkai2", "little")
_NO = np.zeros(0, np.uint64)
_CHANGED = "has another content than was written"
# The numbers of each column, the long ones first, so that it begins where these may.
_TYPES = {
    exact: ("<u8", "<u8", "<u8", "<u8" if exact else "<u4", "<u2", *["<u4"] * 7)
    for exact in (False, True)
}

# A file begins with what tells whether it is one, whole, and of the layout wanted: the magic, the
# bits of a partition, whether it is exact, the number of blocks and the sum of this; then of each
# block the lengths of its columns, and the sum of those that are not large.
_ABOUT, _OF_BLOCK = 4, len(Block._fields) + 1


def write_segment(made: Sequence[Block], layout: Layout, file: IO[bytes]) -> None:
    """Write a segment."""
    abouts = [number for block in made for number in (*map(len, block), _sum(block))]
    head = np.array([_MAGIC, layout.bits, layout.exact, len(made), *abouts], "<u8")
    file.write(head.data)
    file.write(np.array([zlib.crc32(head.data)], "<u8").data)
    for block in made:
        for column in block:
            file.write(column.data)
        file.write(bytes(-sum(column.nbytes for column in block) % 8))


def read_segment(data: memoryview, layout: Layout, records: int) -> list[Block]:
    """Return the blocks of a segment of so many records; they share its memory.

    What is in the large columns is not looked at: that is for `stretch` and `with_whole_units`.
    Raises `DamagedSegmentError` if it is none.
    """
    if len(data) < 8 * (_ABOUT + 1) or len(data) % 8:
        raise DamagedSegmentError("is too short")
    words = np.frombuffer(data, "<u8")
    wanted = [_MAGIC, layout.bits, layout.exact]
    end = _ABOUT + _OF_BLOCK * int(words[3]) if words[:3].tolist() == wanted else len(words)
    if end >= len(words) or zlib.crc32(words[:end].data) != words[end]:
        raise DamagedSegmentError("is not what it should be")
    at, made, types = 8 * (end + 1), [], _TYPES[layout.exact]
    for *lengths, summed in words[_ABOUT:end].reshape(-1, _OF_BLOCK).tolist():
        sizes = (length * int(kind[-1]) for length, kind in zip(lengths, types, strict=True))
        bounds = list(accumulate(sizes, initial=at))
        if bounds[-1] > len(data):
            raise DamagedSegmentError("is cut off")
        cuts = (data[start:stop] for start, stop in pairwise(bounds))
        block = Block._make(map(np.frombuffer, cuts, types))
        if _sum(block) != summed:
            raise DamagedSegmentError(_CHANGED)
        made.append(block)
        at = bounds[-1] + (at - bounds[-1]) % 8
    if at != len(data) or records != (int(made[-1].records[-1]) + 1 if made else 0):
        raise DamagedSegmentError("has another length than was written")
    return made


def have_whole_units(made: Sequence[Block]) -> bool:
    """Tell whether the units of blocks are what was written. That reads them all."""
    return all((sum_of_units(block.units) == block.unit_sum).all() for block in made)


def stretch(column: Keys, bounds: Keys, sums: Keys, first: int, end: int) -> tuple[Keys, Numbers]:
    """Return what some partitions have in a column, and where therein each of them begins.

    Raises `DamagedSegmentError` if it is not what was written.
    """
    cuts = bounds[first : end + 1].astype(np.int64)
    found = column[cuts[0] : cuts[-1]]
    if np.add.reduce(found, dtype=np.uint64) != np.add.reduce(sums[first:end]):
        raise DamagedSegmentError(_CHANGED)
    return found, cuts - cuts[0]


def _sum(block: Block) -> int:
    """Return a checksum of what tells where the rest of a block is, and its sums."""
    small = block._replace(places=_NO, units=_NO, singles=_NO)
    return reduce(lambda total, column: zlib.crc32(column.data, total), small, 0)
