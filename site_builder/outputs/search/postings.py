"""Segments → postings of a partition: which record holds which gram, and where.

A posting is one number of 64 bits, key and holder (see `Layout`), so that sorting one array makes
all lists of a kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import groupby
from typing import NamedTuple

import numpy as np

from site_builder.outputs.search.grams import Column, Keys, Layout, Numbers
from site_builder.outputs.search.pieces import Joined, Pieces
from site_builder.outputs.search.segments import Block

_NOTHING = np.zeros(0, np.uint64)


class Postings(NamedTuple):
    """The postings of a partition: of units and pairs, of three, of four.

    A pair with which a record ends is among those of three, with 0 for the third. No two of three,
    or of four, differ in nothing but the head.
    Where it is exact there are the places of all pairs, from which the rest follows: of the others
    there are then those of single units alone.
    """

    short: Keys
    trigrams: Keys = _NOTHING
    fours: Keys = _NOTHING
    places: Keys = _NOTHING


def postings(
    segments: Iterable[tuple[Sequence[Block], Numbers]],
    layout: Layout,
    partitions: Sequence[int],
) -> Iterator[Postings]:
    """Yield the sorted postings of partitions, which are told in order.

    Each segment comes with the number of each of its records, -1 where it does not count.
    Raises `DamagedSegmentError` if what one has is not what was written.
    """
    make = _exact if layout.exact else _narrowing
    gathered = [[Pieces() for _ in partitions] for _ in range(2 if layout.exact else 3)]
    stretches = list(_stretches(partitions))
    numbers_of_rows: list[Numbers] = [np.zeros(0, np.int64)]
    first_row = 0
    for blocks, numbers in segments:
        for block in blocks:
            for at, first, count in stretches:
                for pieces, kind in zip(gathered, block.kinds, strict=True):
                    Pieces.gather(pieces[at : at + count], kind, first, first_row)
            numbers_of_rows.append(numbers.take(block.records))
            first_row += len(block.records)
    own = np.concatenate(numbers_of_rows)
    for kinds in gathered:
        kinds.reverse()
    for _ in partitions:
        yield make([kinds.pop().joined() for kinds in gathered], own, layout)


def _stretches(partitions: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Yield which of the partitions is the first in a row of them, that one, and how many it is."""
    for _, row in groupby(enumerate(partitions), lambda pair: pair[1] - pair[0]):
        members = list(row)
        yield *members[0], len(members)


def _exact(kinds: Sequence[Joined], own: Numbers, layout: Layout) -> Postings:
    """Make the postings of a partition; `own` are the numbers of all rows."""
    units, pairs = kinds
    places = pairs.each(layout.long.turned(pairs.grams & layout.gram_mask) << 33)
    places |= (own << 17).view(np.uint64).take(pairs.rows(pairs.items >> 17))
    places |= pairs.items & 0x1FFFF
    return Postings(_sorted(_of_units(units, own, layout), 1), places=_sorted(places, 17))


def _narrowing(kinds: Sequence[Joined], own: Numbers, layout: Layout) -> Postings:
    """Make them where it is not exact."""
    units, threes, fours = kinds
    records = _records(threes, own)
    pairs = _short(threes, records, threes.items >> 1, layout)
    short = np.concatenate([pairs, _of_units(units, own, layout)])
    trigrams = _long(threes, records, layout)
    of_four = _long(fours, _records(fours, own), layout)
    return Postings(_sorted(short, 1), _sorted(trigrams, 1), _sorted(of_four, 1))


def _of_units(units: Joined, own: Numbers, layout: Layout) -> Keys:
    return _short(units, _records(units, own), units.items, layout)


def _records(found: Joined, own: Numbers) -> Keys:
    """Return for items that end in `row 14 | in head 2` holders that lack the head."""
    return (own << 1).view(np.uint64).take(found.rows((found.items & 0xFFFF) >> 2))


def _short(found: Joined, records: Keys, in_head: Column, layout: Layout) -> Keys:
    """Return the postings of grams; the last bit of `in_head` tells of the head."""
    made = found.each(layout.short.turned(found.grams & layout.gram_mask) << layout.holder_bits)
    made |= records
    made |= in_head & 1
    return made


def _long(found: Joined, records: Keys, layout: Layout) -> Keys:
    """Return the postings of grams with their children."""
    # To turn a key is to turn its parts.
    grams = layout.long.turned((found.grams & layout.gram_mask) << 16)
    made = found.each(grams << layout.holder_bits)
    made ^= _children(layout).take(found.items >> 16)
    made |= records
    made |= found.items & 1
    return made


@cache
def _children(layout: Layout) -> Keys:
    """Return what each child adds to a posting."""
    return layout.long.turned(np.arange(1 << 16, dtype=np.uint64)) << layout.holder_bits


def _sorted(postings: Keys, shift: int) -> Keys:
    """Sort postings, and leave out what has no number in this build.

    That is the number -1, moved by `shift` bits: ones down to there, whatever the key, which no
    record has. So it stands behind all else.
    """
    postings.sort()
    return postings[: np.searchsorted(postings, np.int64(-1 << shift).view(np.uint64))]
