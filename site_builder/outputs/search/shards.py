"""Postings → shards: small dictionaries that hold their lists, long lists in files of their own.

A gram belongs to the shard that `shard_of` names. A shard holds two dictionaries, of the whole
texts and of the heads; behind them, in a file beside it, the positions of the whole texts.
Layout of each, in varints: the number of entries, the entries, then their lists in a row.
An entry is: gram (as the difference to the one before), number of records, bytes of the list;
where these are 0 the list has a file of its own, whose number and hash follow.
A list of records is their differences, from -1. A list of positions is, record by record, how
many there are and their differences, from 0.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from site_builder.outputs.search.encoding import Carrier, carrier, varint, varints
from site_builder.outputs.search.grams import Positions, Postings

_LOW = np.uint64(0xFFFFFFFF)
_RECORD = np.uint64(32)


def shard_of(grams: NDArray[np.uint64], shards: int) -> NDArray[np.int64]:
    """Return the shard of each gram; `store.js` computes the same."""
    mixed = (grams * np.uint64(2654435761)) & _LOW
    mixed ^= mixed >> np.uint64(15)
    return (mixed % np.uint64(shards)).astype(np.int64)


@dataclass(slots=True)
class Hot:
    """Collects the lists too long for a shard, as files; `prefix` begins the names of these."""

    limit: int
    prefix: str
    files: list[Carrier] = field(default_factory=list)

    def add(self, data: bytes) -> bytes:
        """Make a file of a list; return what an entry says of it."""
        number = len(self.files)
        self.files.append(carrier(f"{self.prefix}{number}", data))
        return varint(number) + varint(self.files[-1].hash)


def record_lists(postings: Postings) -> tuple[NDArray[np.uint64], list[bytes], list[int]]:
    """Turn sorted postings without repeats into grams, their lists, and how long each is."""
    if not len(postings):
        return np.zeros(0, np.uint64), [], []
    grams, records = postings >> _RECORD, postings & _LOW
    first = np.flatnonzero(np.concatenate([[True], grams[1:] != grams[:-1]]))
    gaps = records.copy()
    gaps[1:] -= records[:-1]
    gaps[first] = records[first] + np.uint64(1)
    data, ends = varints(gaps)
    return grams[first], _cut(data, ends, first), np.diff(np.append(first, len(grams))).tolist()


def position_lists(postings: Postings, positions: Positions) -> list[bytes]:
    """Turn postings sorted by gram, record and position into one list of positions a gram."""
    if not len(postings):
        return []
    begins = np.concatenate([[True], postings[1:] != postings[:-1]])
    counts = np.diff(np.append(np.flatnonzero(begins), len(postings)))
    gaps = positions.astype(np.int64)
    gaps[1:] -= np.where(begins[1:], 0, positions[:-1].astype(np.int64))
    # Each record's count goes in front of its positions.
    numbers = np.insert(gaps, np.flatnonzero(begins), counts).astype(np.uint64)
    data, ends = varints(numbers)
    grams = postings >> _RECORD
    first = np.flatnonzero(np.concatenate([[True], grams[1:] != grams[:-1]]))
    counted = np.concatenate([[0], np.cumsum(begins)])[first]
    return _cut(data, ends, first + counted)


def _cut(data: bytes, ends: NDArray[np.int64], first: NDArray[np.int64]) -> list[bytes]:
    """Cut bytes at the numbers with which lists begin."""
    starts = np.where(first > 0, ends[first - 1], 0)
    bounds = np.append(starts, len(data)).tolist()
    return [data[a:b] for a, b in pairwise(bounds)]


def dictionary(
    grams: NDArray[np.uint64], lists: list[bytes], records: list[int], hot: Hot
) -> bytes:
    """Lay out one dictionary with its lists."""
    entries = [varint(len(lists))]
    bodies = []
    before = 0
    for gram, data, count in zip(grams.tolist(), lists, records, strict=True):
        entries += (varint(gram - before), varint(count))
        before = gram
        if len(data) > hot.limit:
            entries += (varint(0), hot.add(data))
        else:
            entries.append(varint(len(data)))
            bodies.append(data)
    return b"".join(entries + bodies)
