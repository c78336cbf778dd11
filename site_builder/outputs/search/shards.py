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
from site_builder.outputs.search.lists import Lists


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
        # Numbers hardly ever repeat each other: to look for it takes long and gains nothing. Only
        # one of them several times in a row is common, and not even that among positions.
        strategy = zlib.Z_HUFFMAN_ONLY if self.kind == "p" else zlib.Z_RLE
        hot = self._hot(lists)
        partition = self.first >> self.homes.bits
        for key, count, data in map(lists.at, hot.tolist()):
            full = partition << self.key_bits | key
            file = list_carrier(f"h{self.kind}{full:x}", data, strategy)
            yield replace(file, list_of=(self.kind, full, count))
        for number, data in enumerate(_dictionaries(lists.without(hot), self.homes), self.first):
            yield list_carrier(f"{self.kind}{number}", data, strategy)

    def _hot(self, lists: Lists) -> Numbers:
        """Return the places of the lists that get files of their own."""
        long = np.flatnonzero(lists.sizes > self.hot_bytes)
        longest = np.lexsort((lists.keys[long], -lists.sizes[long]))
        return np.sort(long[longest[: self.most_hot]])


def _dictionaries(lists: Lists, homes: Homes) -> Iterator[bytes]:
    """Lay out the lists of each shard as a dictionary."""
    own = homes.shards(lists.keys)
    begins = np.flatnonzero(np.diff(own, prepend=homes.count)).tolist()
    stretches: list[list[tuple[int, int]]] = [[] for _ in range(homes.count)]
    for start, end in pairwise([*begins, len(own)]):
        stretches[own[start]].append((start, end))
    keys = lists.keys
    steps = _Column(np.diff(keys, prepend=np.uint64(0)))
    columns = [_Column(lists.counts), _Column(lists.sizes)]
    data, bounds = lists.data.data, lists.bounds
    for of_shard in stretches:
        parts: list[bytes | memoryview] = [varint(sum(end - start for start, end in of_shard))]
        before = 0
        for start, end in of_shard:
            parts += [varint(int(keys[start]) - before), steps.between(start + 1, end)]
            before = int(keys[end - 1])
        parts += [column.between(*stretch) for column in columns for stretch in of_shard]
        parts += [data[bounds[start] : bounds[end]] for start, end in of_shard]
        yield b"".join(parts)


class _Column:
    """A column of numbers as varints, to take stretches of."""

    def __init__(self, numbers: NDArray[np.integer]) -> None:
        data, ends = varints(numbers.astype(np.uint64))
        self._data = data.data
        self._bounds = np.concatenate([[0], ends])

    def between(self, start: int, end: int) -> memoryview:
        return self._data[self._bounds[start] : self._bounds[end]]
