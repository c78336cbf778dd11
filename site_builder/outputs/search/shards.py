"""Lists → shards: small dictionaries that hold their lists, long lists in files of their own.

A shard is in varints: the number of entries, then three columns of that many numbers: each entry's
key (as the difference to the one before), the number of records, the bytes of the list. Then come
the lists in a row. An entry without records has no list: its first pair's does for it.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from site_builder.outputs.search.encoding import Carrier, list_carrier, varint, varints
from site_builder.outputs.search.grams import Homes, Numbers
from site_builder.outputs.search.lists import Lists, runs

# Numbers hardly ever repeat each other: to look for it takes long and gains nothing. What is told
# here is how much zlib gathers before it makes a code of its own for it: in a shard columns of
# several kinds follow each other, and one code for all of them takes a seventh more.
_OF_SEVERAL, _OF_ONE = 6, 8


@dataclass(frozen=True, slots=True)
class Shards:
    """The shards of one kind of a partition, from `first` on.

    A key has `key_bits` within its partition; `homes` tells its shard.
    Of the lists longer than `hot_bytes` the longest `most_hot` get files of their own.
    """

    kind: str
    first: int
    key_bits: int
    homes: Homes
    hot_bytes: int
    most_hot: int

    def files(self, lists: Lists) -> Iterator[Carrier]:
        """Make the files of the shards, and of the long lists.

        The lists are a few stretches a shard, of greater keys each; in a stretch sorted by key.
        """
        hot = self._hot(lists)
        partition = self.first >> self.homes.bits
        for key, count, data in map(lists.at, hot.tolist()):
            full = partition << self.key_bits | key
            file = list_carrier(f"h{self.kind}{full:x}", data, zlib.Z_HUFFMAN_ONLY, _OF_ONE)
            yield replace(file, list_of=(self.kind, full, count))
        # Only one number several times in a row is common, and not even that among positions.
        strategy = zlib.Z_HUFFMAN_ONLY if self.kind == "p" else zlib.Z_RLE
        for number, data in enumerate(_dictionaries(lists.without(hot), self.homes), self.first):
            yield list_carrier(f"{self.kind}{number}", data, strategy, _OF_SEVERAL)

    def _hot(self, lists: Lists) -> Numbers:
        """Return the places of the lists that get files of their own."""
        long = np.flatnonzero(lists.sizes > self.hot_bytes)
        longest = np.lexsort((lists.keys[long], -lists.sizes[long]))
        return np.sort(long[longest[: self.most_hot]])


def _dictionaries(lists: Lists, homes: Homes) -> Iterator[bytes]:
    """Lay out the lists of each shard as a dictionary."""
    own = homes.shards(lists.keys)
    begins, _ = runs(own)
    stretches: list[list[tuple[int, int]]] = [[] for _ in range(homes.count)]
    for shard, stretch in zip(
        own[begins].tolist(), pairwise([*begins.tolist(), len(own)]), strict=True
    ):
        stretches[shard].append(stretch)
    keys = lists.keys
    steps = np.diff(keys, prepend=keys[:1])
    # To the first key of a stretch it would be a step back, and a number of ten bytes.
    steps[begins] = 0
    keys_told = _Column(steps)
    columns = [_Column(lists.counts.astype(np.uint32)), _Column(lists.sizes.astype(np.uint32))]
    data, bounds = lists.data.data, lists.bounds
    for of_shard in stretches:
        parts: list[bytes | memoryview] = [varint(sum(end - start for start, end in of_shard))]
        before = 0
        for start, end in of_shard:
            parts += [varint(int(keys[start]) - before), keys_told.between(start + 1, end)]
            before = int(keys[end - 1])
        parts += [column.between(*stretch) for column in columns for stretch in of_shard]
        parts += [data[bounds[start] : bounds[end]] for start, end in of_shard]
        yield b"".join(parts)


class _Column:
    """A column of numbers as varints, to take stretches of."""

    def __init__(self, numbers: NDArray[np.integer]) -> None:
        data, ends = varints(numbers)
        self._data = data.data
        self._bounds = np.concatenate([[0], ends])

    def between(self, start: int, end: int) -> memoryview:
        return self._data[self._bounds[start] : self._bounds[end]]
