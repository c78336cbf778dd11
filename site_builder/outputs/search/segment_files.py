"""Segments as files, and how it is told that one is still what was written.

Whole files are never read: of each column only what the partitions at hand have, and where 10,000
notices are, that is most of what a warm build saves. So every such stretch has a sum of its own.
Adding is as fast as memory, which a CRC is not, and tells of every single number that is another.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from itertools import chain
from typing import IO

import numpy as np

from site_builder.outputs.search.grams import Layout
from site_builder.outputs.search.segments import Block, Grouped
from site_builder.outputs.segment import DamagedSegmentError

_MAGIC = int.from_bytes(b"gongkai3", "little")
# The items of each kind.
_TYPES = {True: ("<u2", "<u4"), False: ("<u2", "<u4", "<u4")}

# A file begins with what tells whether it is one, whole, and of the layout wanted: the magic, the
# bits of a partition, whether it is exact, the number of blocks and the sum of this; then of each
# block how many rows it has, how many grams and items of each kind, and the sum of its tables.
# Tables say where the rest is; they come first in each block, then kind by kind grams and items.
_ABOUT = 4


def write_segment(made: Sequence[Block], layout: Layout, file: IO[bytes]) -> None:
    """Write a segment."""
    tables = [_tables(block) for block in made]
    abouts = [
        [len(block.records), *_lengths(block), zlib.crc32(table)]
        for block, table in zip(made, tables, strict=True)
    ]
    head = np.array([_MAGIC, layout.bits, layout.exact, len(made), *chain(*abouts)], "<u8")
    file.write(head.data)
    file.write(np.array([zlib.crc32(head.data)], "<u8").data)
    for block, table in zip(made, tables, strict=True):
        file.write(table)
        for kind in block.kinds:
            for column in (kind.grams, kind.items):
                file.write(column.data)
                file.write(bytes(-column.nbytes % 8))


def _lengths(block: Block) -> list[int]:
    return [len(column) for kind in block.kinds for column in (kind.grams, kind.items)]


def _tables(block: Block) -> bytes:
    sums = [kind.sums for kind in block.kinds]
    bounds = [bound for kind in block.kinds for bound in (kind.gram_bounds, kind.item_bounds)]
    whole = b"".join([table.tobytes() for table in (*sums, *bounds, block.records)])
    return whole + bytes(-len(whole) % 8)


def read_segment(data: memoryview, layout: Layout, records: int) -> list[Block]:
    """Return the blocks of a segment of so many records; they share its memory.

    Grams and items are not looked at: what is taken of them is to be held against the sums.
    Raises `DamagedSegmentError` if it is none, or ValueError if it is cut off.
    """
    if len(data) < 8 * (_ABOUT + 1) or len(data) % 8:
        raise DamagedSegmentError("is too short")
    words = np.frombuffer(data, "<u8")
    wanted = [_MAGIC, layout.bits, layout.exact]
    of_block = 2 + 2 * len(_TYPES[layout.exact])
    end = _ABOUT + of_block * int(words[3]) if words[:3].tolist() == wanted else len(words)
    if end >= len(words) or zlib.crc32(words[:end].data) != words[end]:
        raise DamagedSegmentError("is not what it should be")
    at, made = 8 * (end + 1), []
    for rows, *lengths, summed in words[_ABOUT:end].reshape(-1, of_block).tolist():
        block, at = _block(data, at, layout, rows, lengths, summed)
        made.append(block)
    if at != len(data) or records != (int(made[-1].records[-1]) + 1 if made else 0):
        raise DamagedSegmentError("has another length than was written")
    return made


def _block(
    data: memoryview, at: int, layout: Layout, rows: int, lengths: Sequence[int], summed: int
) -> tuple[Block, int]:
    """Return the block that begins at a place, and where it ends."""
    types, partitions = _TYPES[layout.exact], 1 << layout.bits
    sums = np.frombuffer(data, "<u8", len(types) * partitions, at).reshape(-1, partitions)
    end = at + sums.nbytes
    bounds = np.frombuffer(data, "<u4", 2 * len(types) * (partitions + 1), end)
    end += bounds.nbytes
    records = np.frombuffer(data, "<u4", rows, end)
    end = _aligned(end + records.nbytes)
    if zlib.crc32(data[at:end]) != summed:
        raise DamagedSegmentError("has other tables than were written")
    made = []
    pairs = zip(lengths[::2], lengths[1::2], strict=True)
    of_kinds = zip(types, pairs, bounds.reshape(-1, 2, partitions + 1), sums, strict=True)
    for kind, (grams_held, items_held), (of_grams, of_items), own in of_kinds:
        grams = np.frombuffer(data, "<u8", grams_held, end)
        items = np.frombuffer(data, kind, items_held, end + grams.nbytes)
        end = _aligned(end + grams.nbytes + items.nbytes)
        made.append(Grouped(grams, items, of_grams, of_items, own))
    return Block(records, made), end


def _aligned(end: int) -> int:
    """Return where the next number of 64 bits may stand."""
    return end + -end % 8
