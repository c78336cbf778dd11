"""Segments → postings of a partition: which record holds which gram, and where.

A posting is one number of 64 bits, key and holder (see `Layout`), so that sorting one array makes
all lists of a kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
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
from site_builder.outputs.search.segment_files import stretch
from site_builder.outputs.search.segments import Block

_NOTHING = np.zeros(0, np.uint64)
_SHORT, _TRIGRAMS, _FOURS, _PLACES = range(4)


class Postings(NamedTuple):
    """The postings of a partition, or of a part of it: of units and pairs, of three, of four.

    Where it is exact there are the places of all pairs, from which the rest follows: of the others
    there are then those of single units alone.
    """

    short: Keys
    trigrams: Keys
    fours: Keys
    places: Keys


def postings(
    segments: Iterable[tuple[Sequence[Block], Numbers]],
    layout: Layout,
    partitions: Sequence[int],
) -> Iterator[Postings]:
    """Yield the sorted postings of partitions, which are told in order.

    Each segment comes with the number of each of its records, -1 where it does not count.
    """
    found: list[list[list[Keys]]] = [[[] for _ in Postings._fields] for _ in partitions]
    of_block = _exact if layout.exact else _of_block
    rows = list(_rows(partitions))
    for blocks, numbers in segments:
        for block in blocks:
            own = numbers.take(block.records)
            for at, first, end in rows:
                for kind, keys, cuts in of_block(block, own, layout, first, end):
                    for place, (start, stop) in enumerate(pairwise(cuts.tolist()), at):
                        found[place][kind].append(keys[start:stop])
    for kinds in found:
        yield Postings(*map(_sorted, kinds))
        kinds.clear()


def _rows(partitions: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Yield which of the partitions is the first in a row of them, that one, and the row's end."""
    for _, row in groupby(enumerate(partitions), lambda pair: pair[1] - pair[0]):
        members = list(row)
        yield *members[0], members[-1][1] + 1


def _sorted(parts: Sequence[Keys]) -> Keys:
    whole = np.concatenate(parts) if parts else _NOTHING
    whole.sort()
    return whole


_Found = Iterator[tuple[int, Keys, Numbers]]


def _exact(block: Block, own: Numbers, layout: Layout, first: int, end: int) -> _Found:
    """Yield postings of some partitions: their kind, and where each partition has its own.

    `own` are the numbers of the block's rows.
    """
    yield _singles(block, own, layout, first, end)
    places, numbers, cuts = _pairs(block, own, first, end)
    turned = layout.long.turned(places >> 32 & layout.gram_mask)
    turned <<= 33
    turned |= numbers << 17
    turned |= places & 0x1FFFF
    yield _PLACES, turned, cuts


def _of_block(block: Block, own: Numbers, layout: Layout, first: int, end: int) -> _Found:
    """Yield the same where it is not exact."""
    yield _singles(block, own, layout, first, end)
    places, numbers, cuts = _pairs(block, own, first, end)
    rows = (places >> 17).astype(np.intp)
    at = (block.starts.take(rows) + (places >> 1 & 0xFFFF)).astype(np.intp)
    one, two, three, four = (block.units.take(at + place) for place in range(4))
    grams = mixed(one, two) & layout.gram_mask
    yield _SHORT, layout.posting(layout.short.turned(grams), numbers, places), cuts

    # Three or four are in a record and its head if the first two are, and do not end behind it.
    ends = block.ends.take(rows)
    wide: Keys = grams.astype(np.uint64) << 16
    to_head = block.heads.take(rows) - at
    keys = layout.posting(layout.long.turned(wide | three), numbers, places & (to_head > 2))
    kept = np.flatnonzero(at + 2 < ends)
    yield _TRIGRAMS, keys.take(kept), np.searchsorted(kept, cuts)

    least = np.minimum(np.minimum(one, two), np.minimum(three, four))
    kept = np.flatnonzero((least < LATIN) & (at + 3 < ends))
    keys = layout.long.turned(wide.take(kept) | last_two(three.take(kept), four.take(kept)))
    in_head = (places & (to_head > 3)).take(kept)
    yield _FOURS, layout.posting(keys, numbers.take(kept), in_head), np.searchsorted(kept, cuts)


def _singles(
    block: Block, own: Numbers, layout: Layout, first: int, end: int
) -> tuple[int, Keys, Numbers]:
    """Return the postings of single units, with their kind."""
    column = stretch(block.singles, block.single_bounds, block.single_sums, first, end)
    singles, numbers, cuts = _counting(own, 1, *column)
    units: Keys = UNITS_SORTED.take(singles >> 16) & layout.gram_mask
    return _SHORT, layout.posting(layout.short.turned(units), numbers, singles), cuts


def _pairs(block: Block, own: Numbers, first: int, end: int) -> tuple[Keys, Keys, Numbers]:
    """Return the places of pairs, the numbers of their records, and where partitions begin."""
    column = stretch(block.places, block.place_bounds, block.place_sums, first, end)
    return _counting(own, 17, *column)


def _counting(own: Numbers, bit: int, column: Keys, cuts: Numbers) -> tuple[Keys, Keys, Numbers]:
    """Leave out what has no number in this build. The row of each is 15 bits from `bit` on."""
    numbers = own.take((column >> bit & 0x7FFF).astype(np.intp))
    if own.min(initial=0) >= 0:
        return column, numbers.view(np.uint64), cuts
    kept = np.flatnonzero(numbers >= 0)
    return column.take(kept), numbers.take(kept).view(np.uint64), np.searchsorted(kept, cuts)
