"""Lists → shards: small dictionaries that hold their lists, long lists in files of their own.

A shard is in varints: the number of entries, then three
columns of that many numbers: each entry's key (as the difference to the one before), the number
of records, the bytes of the list. Where an entry has records but no bytes its list has a file of
its own; the numbers and hashes of these follow. Then come the lists in a row. An entry without
records has no list: its first pair's does for it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from site_builder.outputs.search.encoding import Carrier, carrier, varint, varints
from site_builder.outputs.search.grams import Keys, Numbers
from site_builder.outputs.search.lists import Lists


@dataclass(frozen=True, slots=True)
class Shards:
    """The shards of one kind of a partition, `count` of them from `first` on.

    The low `key_bits` of a key are its own, those above tell its shard. Of the lists longer than
    `hot_bytes` the longest `most_hot` get files of their own.
    """

    kind: str
    first: int
    count: int
    key_bits: int
    hot_bytes: int
    most_hot: int

    def files(self, lists: Lists) -> list[Carrier]:
        """Make the files of the shards, and of the long lists."""
        laid_out = _Dictionary(lists, self._hot(lists.sizes))
        cuts = self._cuts(lists.keys).tolist()
        files = []
        for number, (start, end) in enumerate(pairwise(cuts), self.first):
            hot = _Hot(f"h{self.kind}{number}.", [])
            payload = laid_out.between(start, end, self._own, hot)
            files += [carrier(f"{self.kind}{number}", payload), *hot.files]
        return files

    def _own(self, key: int) -> int:
        return key & ((1 << self.key_bits) - 1)

    def _cuts(self, keys: Keys) -> Numbers:
        bounds = np.arange(self.count + 1, dtype=np.uint64) << np.uint64(self.key_bits)
        return np.searchsorted(keys, bounds)

    def _hot(self, sizes: Numbers) -> NDArray[np.bool_]:
        hot = np.zeros(len(sizes), dtype=bool)
        longest = np.argsort(-sizes, kind="stable")[: self.most_hot]
        hot[longest] = sizes[longest] > self.hot_bytes
        return hot


@dataclass(frozen=True, slots=True)
class _Hot:
    """Collects the lists of a shard that get files of their own; `prefix` begins their names."""

    prefix: str
    files: list[Carrier]

    def add(self, data: bytes) -> bytes:
        """Make a file of a list; return what the dictionary says of it."""
        number = len(self.files)
        self.files.append(carrier(f"{self.prefix}{number}", data))
        return varint(number) + varint(self.files[-1].hash)


class _Dictionary:
    """Lists laid out as one dictionary, to take stretches of; `hot` are those with a file."""

    def __init__(self, lists: Lists, hot: NDArray[np.bool_]) -> None:
        inline = np.where(hot, 0, lists.sizes)
        self._keys = lists.keys
        self._steps = _Column(np.diff(lists.keys, prepend=np.uint64(0)))
        self._columns = [_Column(lists.counts), _Column(inline)]
        self._hot = np.flatnonzero(hot)
        self._all, self._all_bounds = lists.data, _bounds(lists.sizes)
        self._inline, self._bounds = lists.data[np.repeat(~hot, lists.sizes)], _bounds(inline)

    def between(self, start: int, end: int, own: Callable[[int], int], files: _Hot) -> bytes:
        """Lay out a stretch of the entries; `own` tells of a key what is its own."""
        if start == end:
            return varint(0)
        hot = self._hot[np.searchsorted(self._hot, start) : np.searchsorted(self._hot, end)]
        parts = [
            varint(end - start),
            varint(own(int(self._keys[start]))),
            self._steps.between(start + 1, end),
            *(column.between(start, end) for column in self._columns),
            *(
                files.add(self._all[self._all_bounds[at] : self._all_bounds[at + 1]].tobytes())
                for at in hot
            ),
            self._inline[self._bounds[start] : self._bounds[end]].tobytes(),
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


def _bounds(sizes: Numbers) -> Numbers:
    return np.concatenate([[0], np.cumsum(sizes)])
