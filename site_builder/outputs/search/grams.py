"""What a list is kept under: grams, the keys made of them, and which shard a key belongs to.

A gram is one UTF-16 code unit or two, three or four in a row. One and two are a number of 32 bits,
`first << 16 | second` (the unit alone for one), mixed so that its high bits tell the partition. A
third unit is the gram's *child*. Four in a row are told by their first two and a child mixed of
the others; they are looked at only where one of them is a digit or a Latin letter, for dates and
amounts differ in little. A *holder* is a record and one bit, which says that the gram occurs in
its head.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

# What numbers are of how many bits is said by names: NumPy's types lose it in every calculation.
Keys: TypeAlias = NDArray[np.integer[Any]]  # of 64 bits
Column: TypeAlias = NDArray[np.integer[Any]]  # of 32 bits
Units: TypeAlias = NDArray[np.integer[Any]]  # of 16 bits
Numbers: TypeAlias = NDArray[np.integer[Any]]  # of 64 bits, signed

LATIN = 0x80  # of what is left after folding, below are digits and Latin letters alone
_MIX = np.uint32(2654435769)


def mixed(first: Units, second: Units) -> Column:
    """Mix two units into a gram, one to one; `lists.js` does the same."""
    grams = first.astype(np.uint32)
    grams <<= 16
    grams |= second
    grams *= _MIX
    return grams


def last_two(third: Units, fourth: Units) -> Column:
    """Mix the last two units of four into 16 bits; of one third unit no two fourths are alike."""
    return (third * np.uint32(40503) + fourth) & np.uint32(0xFFFF)


# The grams of all single units, sorted, and the place of each unit among them.
_OF_UNITS = mixed(np.zeros(1 << 16, np.uint16), np.arange(1 << 16, dtype=np.uint16))
_IN_ORDER = np.argsort(_OF_UNITS)
UNIT_GRAMS = _OF_UNITS[_IN_ORDER]
UNIT_RANKS = np.argsort(_IN_ORDER).astype(np.uint16)


@dataclass(frozen=True, slots=True)
class Homes:
    """In which of its `1 << bits` shards each key of a partition is, whose keys have `key_bits`.

    A key is *turned* by putting its shard in front, in place of its lowest bits: these follow from
    the shard and the rest. Sorting what is turned brings the keys of each shard together, in
    their order.
    """

    key_bits: int
    bits: int

    @property
    def count(self) -> int:
        """How many shards there are."""
        return 1 << self.bits

    def shards(self, keys: Keys) -> Keys:
        """Return the shards of keys; `lists.js` does the same."""
        return (keys ^ keys >> 16) & (self.count - 1)

    def turned(self, keys: Keys) -> Keys:
        """Turn keys."""
        return self.shards(keys) << (self.key_bits - self.bits) | keys >> self.bits

    def back(self, turned: Keys) -> Keys:
        """Return the keys that were turned."""
        rest = turned & ((1 << (self.key_bits - self.bits)) - 1)
        shards = turned >> (self.key_bits - self.bits)
        return rest << self.bits | (shards ^ rest >> (16 - self.bits)) & (self.count - 1)


@dataclass(frozen=True, slots=True)
class Layout:
    """How the postings of a partition are laid out in numbers of 64 bits.

    All grams of a partition share their first `bits`. A key is what is left of the gram, turned;
    with a child it is `gram | child 16`, turned. In a posting the key comes first, then the holder;
    in a place, then 16 bits each of record and position, and the bit of the head.
    """

    bits: int
    exact: bool
    short: Homes
    long: Homes

    @property
    def holder_bits(self) -> int:
        """How many bits the holder takes."""
        return 16 + self.bits

    @property
    def gram_mask(self) -> int:
        """What is left of a gram within its partition."""
        return (1 << (32 - self.bits)) - 1

    def split(self, postings: Keys) -> tuple[Keys, Column]:
        """Return the keys of postings and their holders."""
        holders = postings.astype(np.uint32)
        holders &= (1 << self.holder_bits) - 1
        return postings >> self.holder_bits, holders
