"""Texts → postings: which record holds which character and which pair of characters, where.

A gram is one or two UTF-16 code units, as a number: `first << 16 | second`, or the unit alone.
A posting is `gram << 32 | record`, so that sorting one array of uint64 makes the whole index.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Postings: TypeAlias = NDArray[np.uint64]
Positions: TypeAlias = NDArray[np.uint32]

_RECORD = np.uint64(32)
_UNIT = np.uint64(16)


@dataclass(frozen=True, slots=True)
class Postings3:
    """The postings of some records: single units, pairs with their positions, pairs in heads."""

    units: Postings
    pairs: Postings
    positions: Positions
    heads: Postings


def postings(texts: Sequence[str], heads: Sequence[str], numbers: Sequence[int]) -> Postings3:
    """Return the postings of folded texts and heads; `numbers` are those of their records.

    `units` and `heads` are sorted and hold nothing twice; `pairs` are in the order of the texts,
    one for each occurrence, `positions` telling where in its text each begins.
    """
    units, records, starts = _units(texts, numbers)
    single = unique(units << _RECORD | records)
    pairs, places = _pairs(units, records)
    head_units, head_records, _ = _units(heads, numbers)
    head_pairs, _ = _pairs(head_units, head_records)
    return Postings3(
        units=single,
        pairs=pairs,
        positions=(places - starts[places]).astype(np.uint32),
        heads=unique(np.concatenate([head_pairs, head_units << _RECORD | head_records])),
    )


def unique(postings: Postings) -> Postings:
    """Return postings sorted and without repeats; NumPy's own takes several times as long."""
    ordered = np.sort(postings)
    return (
        ordered[np.concatenate([[True], ordered[1:] != ordered[:-1]])] if len(ordered) else ordered
    )


def _units(
    texts: Sequence[str], numbers: Sequence[int]
) -> tuple[Postings, Postings, NDArray[np.int64]]:
    """Return for every code unit: itself, its record, and where its text begins."""
    encoded = [text.encode("utf-16-le", "surrogatepass") for text in texts]
    lengths = np.array([len(data) // 2 for data in encoded], dtype=np.int64)
    units = np.frombuffer(b"".join(encoded), dtype="<u2").astype(np.uint64)
    records = np.repeat(np.array(numbers, dtype=np.uint64), lengths)
    starts = np.repeat(np.cumsum(lengths) - lengths, lengths)
    return units, records, starts


def _pairs(units: Postings, records: Postings) -> tuple[Postings, NDArray[np.int64]]:
    """Return the postings of pairs that lie within one record, and where they begin."""
    within = np.flatnonzero(records[:-1] == records[1:]) if len(units) > 1 else np.arange(0)
    grams = units[within] << _UNIT | units[within + 1]
    return grams << _RECORD | records[within], within
