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

from site_builder.outputs.search.encoding import Carrier, carrier, varint, varints
from site_builder.outputs.search.grams import Keys, Numbers
from site_builder.outputs.search.lists import Lists


@dataclass(frozen=True, slots=True)
class Shards:
    """The shards of one kind of a partition, `count` of them from `first` on.

    A key has `key_bits` within its partition.
    Of the lists longer than `hot_bytes` the longest `most_hot` get files of their own.
    """

    kind: str
    first: int
    count: int
    key_bits: int
    hot_bytes: int
    most_hot: int

    def files(self, lists: Lists) -> Iterator[Carrier]:
        """Make the files of the shards, and of the long lists."""
        # Numbers hardly ever repeat each other: to look for it takes long and gains nothing.
        hot = self._hot(lists.sizes)
        partition = self.first // self.count
        for key, count, data in lists.only(hot):
            full = partition << self.key_bits | key
            file = carrier(f"h{self.kind}{full:x}", data, zlib.Z_RLE)
            yield replace(file, list_of=(self.kind, full, count))
        cold = lists.only(~hot)
        homes = shard_of(cold.keys, self.count)
        order = np.argsort(homes.astype(np.uint16), kind="stable")
        laid_out = _Dictionary(cold.in_order(order))
        bounds = np.searchsorted(homes[order], np.arange(self.count + 1)).tolist()
        for number, (start, end) in enumerate(pairwise(bounds), self.first):
            yield carrier(f"{self.kind}{number}", laid_out.between(start, end), zlib.Z_RLE)

    def _hot(self, sizes: Numbers) -> NDArray[np.bool_]:
        hot = np.zeros(len(sizes), dtype=bool)
        longest = np.argsort(-sizes, kind="stable")[: self.most_hot]
        hot[longest] = sizes[longest] > self.hot_bytes
        return hot


def shard_of(keys: Keys, count: int) -> NDArray[np.uint64]:
    """Return which of a partition's shards each key belongs to; `lists.js` does the same."""
    return (keys ^ keys >> np.uint64(16)) % np.uint64(count)


class _Dictionary:
    """Lists laid out as one dictionary, to take stretches of."""

    def __init__(self, lists: Lists) -> None:
        self._keys = lists.keys
        self._steps = _Column(np.diff(lists.keys, prepend=np.uint64(0)))
        self._columns = [_Column(lists.counts), _Column(lists.sizes)]
        self._data = lists.data
        self._bounds = np.concatenate([[0], np.cumsum(lists.sizes)])

    def between(self, start: int, end: int) -> bytes:
        """Lay out a stretch of the entries, which are sorted by key."""
        if start == end:
            return varint(0)
        parts = [
            varint(end - start),
            varint(int(self._keys[start])),
            self._steps.between(start + 1, end),
            *(column.between(start, end) for column in self._columns),
            self._data[self._bounds[start] : self._bounds[end]].tobytes(),
        ]
        return b"".join(parts)


class _Column:
    """A column of numbers as varints, to take stretches of."""

    def __init__(self, numbers: NDArray[np.integer]) -> None:
        data, ends = varints(numbers.astype(np.uint64))
        self._data = data.tobytes()
        self._bounds = np.concatenate([[0], ends])

    def between(self, start: int, end: int) -> bytes:
        return self._data[self._bounds[start] : self._bounds[end]]
