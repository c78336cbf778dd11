"""Texts → postings: which record holds which gram, and where.

A gram is one UTF-16 code unit, two in a row, or three. One and two are a number of 32 bits,
`first << 16 | second` (the unit alone for one), mixed so that its high bits tell the shard; a
third unit is the gram's *child*, 0 where there is none. Four in a row are told by their first two
and a child mixed of the others; they are looked at only where one of them is a digit or a Latin
letter, for dates and amounts differ in little. A *holder* is a record and one bit, which
says that the gram occurs in its head. A key is gram, child and holder in one uint64, so that
sorting one array makes the whole index.

Within a chunk of records a key is `gram 32 | child 16 | holder 16`; see `Layout` for the keys of
a partition, in which all chunks meet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from site_builder.outputs.search.folding import folded_units

Keys: TypeAlias = NDArray[np.uint64]
Numbers: TypeAlias = NDArray[np.int64]

MOST_RECORDS = 1 << 15  # of one chunk

_GRAM, _CHILD, _HEAD, _UNIT = np.uint64(32), np.uint64(16), np.uint64(1), np.uint32(16)
_LOW16 = np.uint64(0xFFFF)
_MIX = np.uint32(2654435769)
_LATIN = 0x80  # of what is left after folding, below are digits and Latin letters alone


@dataclass(frozen=True, slots=True)
class Postings:
    """The postings of a chunk, sorted: keys of units and pairs, of trigrams, of four; and places.

    No two keys are of the same gram, child and record. A place is every occurrence of a pair,
    `gram 32 | record 16 | position 16`. Positions count the units of the folded text; of a text
    with more than 65,536 they begin anew. What was not asked for is empty.
    """

    short: Keys
    trigrams: Keys
    fours: Keys
    places: Keys


def postings(parts: Sequence[tuple[str, str, str]], *, places: bool, trigrams: bool) -> Postings:
    """Return the postings of at most `MOST_RECORDS` records.

    `parts` are of each record what stands before its head, the head, and what stands behind it.
    """
    units, lengths = folded_units([part for record in parts for part in record])
    in_head = np.repeat(np.tile([False, True, False], len(parts)), lengths)
    lengths = lengths.reshape(-1, 3).sum(axis=1)
    records = np.repeat(np.arange(len(parts), dtype=np.uint64), lengths)
    holders = records << _HEAD
    whole = units.astype(np.uint32)
    # Of units in a row: whether all are of one record, whether all are in its head.
    one, head = records[1:] == records[:-1], in_head[1:] & in_head[:-1]
    pairs = _mixed(whole[:-1] << _UNIT | whole[1:]).astype(np.uint64) << _GRAM
    short = [
        _mixed(whole).astype(np.uint64) << _GRAM | holders | in_head,
        (pairs | holders[:-1] | head)[one],
    ]
    long = fours = np.zeros(0, np.uint64)
    if trigrams:
        three, in_heads = one[1:] & one[:-1], head[1:] & head[:-1]
        children = units[2:].astype(np.uint64) << _CHILD
        long = (pairs[:-1] | children | holders[:-2] | in_heads)[three]
        latin = units < _LATIN
        latin = latin[1:] | latin[:-1]
        four = three[1:] & one[:-2] & (latin[2:] | latin[:-2])
        children = _last_two(whole[2:-1], whole[3:]).astype(np.uint64) << _CHILD
        in_heads = in_heads[1:] & head[:-2]
        fours = (pairs[:-2] | children | holders[:-3] | in_heads)[four]
    return Postings(
        one_each(np.concatenate(short)),
        one_each(long),
        one_each(fours),
        _places(pairs, records, lengths, one) if places else np.zeros(0, np.uint64),
    )


def _places(pairs: Keys, records: Keys, lengths: Numbers, one: NDArray[np.bool_]) -> Keys:
    starts = np.repeat(np.cumsum(lengths) - lengths, lengths)
    positions = (np.arange(len(starts)) - starts).astype(np.uint64) & _LOW16
    return np.sort((pairs | records[:-1] << _CHILD | positions[:-1])[one])


def _mixed(grams: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Mix a gram, one to one; `lists.js` does the same."""
    return grams * _MIX


def _last_two(third: NDArray[np.uint32], fourth: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Mix the last two units of four into 16 bits; of one third unit no two fourths are alike."""
    return (third * np.uint32(40503) + fourth) & np.uint32(0xFFFF)


def one_each(keys: Keys) -> Keys:
    """Sort keys; of those that differ in nothing but the head keep one, that in the head."""
    if not len(keys):
        return keys
    keys.sort()
    last: Keys = keys[np.append((keys[1:] ^ keys[:-1]) > _HEAD, True)]
    return last


@dataclass(frozen=True, slots=True)
class Layout:
    """How the keys of a partition are laid out.

    All grams of a partition share their first `bits`; what is left of one comes first in a key.
    Then, in a key, the child and the holder; in a place, 16 bits each of record and position.
    """

    bits: int

    def bounds(self, keys: Keys) -> Numbers:
        """Return where each partition begins in sorted keys or places of a chunk, and the end."""
        firsts = np.arange(1, 1 << self.bits, dtype=np.uint64) << np.uint64(64 - self.bits)
        return np.concatenate([[0], np.searchsorted(keys, firsts), [len(keys)]])

    def keys(self, of_chunk: Keys, records: Keys) -> Keys:
        """Turn keys of a chunk into keys of a partition; `records` are the chunk's own."""
        parents = (of_chunk >> _CHILD) & np.uint64((1 << (48 - self.bits)) - 1)
        places = ((of_chunk & _LOW16) >> _HEAD).view(np.int64)
        # Unlike records[places] this takes no time to look whether they are within bounds.
        holders: Keys = np.take(records, places, mode="clip") << _HEAD | of_chunk & _HEAD
        return parents << self._holder | holders

    def places(self, of_chunk: Keys, records: Keys) -> Keys:
        """Turn places of a chunk into places of a partition; `records` are the chunk's own."""
        grams = of_chunk >> _GRAM & np.uint64((1 << (32 - self.bits)) - 1)
        at = (of_chunk >> _CHILD & _LOW16).view(np.int64)
        numbers: Keys = np.take(records, at, mode="clip")
        places: Keys = grams << _GRAM | numbers << _CHILD | of_chunk & _LOW16
        return places

    def split(self, keys: Keys) -> tuple[Keys, Keys]:
        """Return of each key of a partition `gram | child 16`, and its holder."""
        return keys >> self._holder, keys & np.uint64((1 << (16 + self.bits)) - 1)

    def split_places(self, places: Keys) -> tuple[Keys, Keys, Keys]:
        """Return of each place of a partition what is left of its gram, record and position."""
        return places >> _GRAM, places >> _CHILD & _LOW16, places & _LOW16

    @property
    def _holder(self) -> np.uint64:
        return np.uint64(16 + self.bits)
