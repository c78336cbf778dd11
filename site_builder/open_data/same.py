"""What of the files before is right: what they begin and end with, up to the notices that changed.

To copy this in large blocks takes half of what it takes to lay it together from pieces again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import BinaryIO

from site_builder.outputs.segment import DamagedSegmentError

# Small enough to stay in the processor's cache until it is hashed and written.
_BLOCK = 1 << 18


@dataclass(frozen=True, slots=True)
class Same:
    """The files of the build before, untouched, and what they have in common with those of now.

    The `first` and the `last` notices of now are the first and the last of then, none of them both,
    and after the first ones others follow, now and then. `rows` are those that each table had.
    """

    folder: Path
    first: int
    last: int
    rows: tuple[int, ...]


def same_files(
    folder: Path, before: Sequence[str], now: Sequence[str], rows: tuple[int, ...]
) -> Same:
    """Compare the keys of the pieces of then and now, both in the order of notices."""
    most = min(len(before), len(now))
    first = min(_common(before, now), max(most - 1, 0))
    last = min(_common(before[::-1], now[::-1]), most - first)
    return Same(folder, first, last, rows)


def _common(some: Sequence[str], others: Sequence[str]) -> int:
    """Return how many things two rows of them begin with alike."""
    pairs = zip(some, others, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def blocks(stream: BinaryIO, start: int, end: int) -> Iterator[memoryview]:
    """Yield a stretch of a file in blocks, each to be used before the next is asked for.

    Raises:
        DamagedSegmentError: the file ends before it.
    """
    block = memoryview(bytearray(min(_BLOCK, max(end - start, 0))))
    stream.seek(start)
    while start < end:
        size = stream.readinto(block[: end - start])  # type: ignore[attr-defined]
        if not size:
            raise DamagedSegmentError(stream.name)
        yield block[:size]
        start += size
