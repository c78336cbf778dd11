"""Segments → postings of a partition: which record holds which gram, and where.

A posting is one number of 64 bits, key and holder (see `Layout`), so that sorting one array makes
all lists of a kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from site_builder.outputs.search.grams import (
    LATIN,
    UNITS_SORTED,
    Keys,
    Layout,
    Numbers,
    last_two,
    mixed,
)
from site_builder.outputs.search.segments import Block

_NOTHING = np.zeros(0, np.uint64)
_SHORT, _TRIGRAMS, _FOURS, _PLACES = range(4)


class Postings(NamedTuple):
    """The postings of a partition, or of a part of it: of units and pairs, of three, of four.

    And, where it is exact, the places of all pairs in place of those of three and four.
    """

    short: Keys
    trigrams: Keys
    fours: Keys
    places: Keys


def postings(
    segments: Iterable[tuple[Sequence[Block], Numbers]],
    layout: Layout,
    first: int,
    end: int,
) -> list[Postings]:
    """Return the sorted postings of the partitions from `first` on, before `end`.

    Each segment comes with the number of each of its records, -1 where it does not count.
    """
    found: list[list[list[Keys]]] = [[[] for _ in Postings._fields] for _ in range(first, end)]
    for blocks, numbers in segments:
        for block in blocks:
            own = numbers.take(block.records)
            for kind, keys, cuts in _of_block(block, own, layout, first, end):
                for place, (start, stop) in enumerate(pairwise(cuts.tolist())):
                    found[place][kind].append(keys[start:stop])
    return [Postings(*map(_sorted, kinds)) for kinds in found]


def _sorted(parts: Sequence[Keys]) -> Keys:
    whole = np.concatenate(parts) if parts else _NOTHING
    whole.sort()
    return whole


def _of_block(
    block: Block, own: Numbers, layout: Layout, first: int, end: int
) -> Iterator[tuple[int, Keys, Numbers]]:
    """Yield postings of some partitions: their kind, and where each partition has its own.

    `own` are the numbers of the block's rows.
    """
    singles, cuts = _stretch(block.singles, block.single_bounds, first, end)
    numbers, (singles,), cuts = _counting(own.take(singles >> 1 & 0x7FFF), (singles,), cuts)
    units: Keys = UNITS_SORTED.take(singles >> 16) & layout.gram_mask
    yield _SHORT, layout.posting(layout.short.turned(units), numbers, singles), cuts

    places, cuts = _stretch(block.places, block.place_bounds, first, end)
    rows: Keys = (places >> 17).astype(np.intp)
    numbers, (places, rows), cuts = _counting(own.take(rows), (places, rows), cuts)
    at = (block.starts.take(rows) + (places >> 1 & 0xFFFF)).astype(np.intp)
    one, two = block.units.take(at), block.units.take(at + 1)
    grams: Keys = mixed(one, two) & layout.gram_mask
    yield _SHORT, layout.posting(layout.short.turned(grams), numbers, places), cuts
    if layout.exact:
        turned = layout.long.turned(grams).astype(np.uint64)
        yield _PLACES, turned << 33 | numbers << 17 | places & 0x1FFFF, cuts
        return

    # Three or four are in a record and its head if the first two are, and do not end behind it.
    wide: Keys = grams.astype(np.uint64) << 16
    three, ends = block.units.take(at + 2), block.ends.take(rows)
    to_head = block.heads.take(rows) - at
    keys = layout.posting(layout.long.turned(wide | three), numbers, places & (to_head > 2))
    kept = np.flatnonzero(at + 2 < ends)
    yield _TRIGRAMS, keys.take(kept), np.searchsorted(kept, cuts)

    four = block.units.take(at + 3)
    least = np.minimum(np.minimum(one, two), np.minimum(three, four))
    kept = np.flatnonzero((least < LATIN) & (at + 3 < ends))
    keys = layout.long.turned(wide.take(kept) | last_two(three.take(kept), four.take(kept)))
    in_head = (places & (to_head > 3)).take(kept)
    yield _FOURS, layout.posting(keys, numbers.take(kept), in_head), np.searchsorted(kept, cuts)


def _stretch(column: Keys, bounds: Keys, first: int, end: int) -> tuple[Keys, Numbers]:
    """Return what some partitions have in a column, and where therein each of them begins."""
    cuts = bounds[first : end + 1].astype(np.int64)
    return column[cuts[0] : cuts[-1]], cuts - cuts[0]


def _counting(
    numbers: Numbers, columns: tuple[Keys, ...], cuts: Numbers
) -> tuple[Keys, tuple[Keys, ...], Numbers]:
    """Leave out what has no number in this build."""
    if numbers.min(initial=0) >= 0:
        return numbers.view(np.uint64), columns, cuts
    kept = np.flatnonzero(numbers >= 0)
    left = tuple(column.take(kept) for column in columns)
    return numbers.take(kept).view(np.uint64), left, np.searchsorted(kept, cuts)
