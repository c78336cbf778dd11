"""What the segments have of a partition, joined as it is: of each it is little.

To make postings of it segment by segment took longer than all else, for it was hundreds of calls
on a few thousand numbers each.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from site_builder.outputs.search.grams import Column, Keys, Numbers, Units
from site_builder.outputs.search.segments import Grouped
from site_builder.outputs.segment import DamagedSegmentError

_64_BITS = 0xFFFF_FFFF_FFFF_FFFF
_NO_GRAMS, _NO_ITEMS = np.zeros(0, np.uint64), np.zeros(0, np.uint32)


class Joined(NamedTuple):
    """Sorted grams of many pieces in a row, how many items each of them has, and the items.

    `first_rows` and `lengths` say of each piece which row is its first, and how many items it has.
    """

    grams: Keys
    counts: Numbers
    items: Units | Column
    first_rows: Numbers
    lengths: Numbers

    def each(self, of_grams: Keys) -> Keys:
        """Return for each item what is given for its gram."""
        return np.repeat(of_grams, self.counts)

    def rows(self, in_piece: Column) -> Numbers:
        """Return the row of each item, where each is told within its piece."""
        rows = np.repeat(self.first_rows, self.lengths)
        rows += in_piece
        return rows


class Pieces:
    """What is gathered of one kind for one partition."""

    def __init__(self) -> None:
        self._grams: list[Keys] = []
        self._items: list[Units | Column] = []
        self._first_rows: list[int] = []
        self._sum = 0

    @staticmethod
    def gather(into: Sequence[Pieces], kind: Grouped, first: int, first_row: int) -> None:
        """Add what a block has of some partitions from the `first` on; `first_row` is its own.

        It is copied, so that the file of the block may be closed.
        """
        end = first + len(into)
        grams = _cut(kind.grams, kind.gram_bounds[first : end + 1])
        items = _cut(kind.items, kind.item_bounds[first : end + 1])
        sums = kind.sums[first:end].tolist()
        for one, own_grams, own_items, summed in zip(into, grams, items, sums, strict=True):
            one._grams.append(own_grams)
            one._items.append(own_items)
            one._first_rows.append(first_row)
            one._sum += summed

    def joined(self) -> Joined:
        """Join what was gathered; raise `DamagedSegmentError` if it is not what was written."""
        grams = np.concatenate(self._grams or [_NO_GRAMS])
        items = np.concatenate(self._items or [_NO_ITEMS])
        found = int(np.add.reduce(grams)) + int(np.add.reduce(items, dtype=np.uint64))
        if (found - self._sum) & _64_BITS:
            raise DamagedSegmentError("has another content than was written")
        counts = (grams & 0xFFFF_FFFF).view(np.int64)
        lengths = np.array(list(map(len, self._items)), np.int64)
        first_rows = np.array(self._first_rows, np.int64)
        return Joined(grams >> 32, counts, items, first_rows, lengths)


def _cut(column: Keys, bounds: Column) -> list[Keys]:
    """Return a copy of what is between bounds."""
    cuts = bounds.tolist()
    start = cuts[0]
    copied = column[start : cuts[-1]].copy()
    return [copied[one - start : other - start] for one, other in pairwise(cuts)]
