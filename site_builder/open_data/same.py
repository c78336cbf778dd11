"""What of the files before is right: what they begin and end with, up to the notices that changed.

To copy this in large blocks takes half of what it takes to lay it together from pieces again. What
is copied is held against what is known of the pieces: it gets into new files with new hashes, and
nobody could tell later that it was damaged.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import BinaryIO, TypeAlias
from zlib import crc32

from site_builder.outputs.segment import DamagedSegmentError

Laid: TypeAlias = tuple[int, int]
"""A piece as it is laid into a file: its size, and its CRC-32."""
# So few usually stay in the processor's cache until they are hashed and written.
_AT_ONCE = 8


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


def blocks(stream: BinaryIO, start: int, pieces: Sequence[Laid]) -> Iterator[memoryview]:
    """Yield what lies in a file from a place on, some pieces at once.

    Raises:
        DamagedSegmentError: these pieces do not lie there.
    """
    if start < 0:
        raise DamagedSegmentError(stream.name)
    stream.seek(start)
    for first in range(0, len(pieces), _AT_ONCE):
        some = pieces[first : first + _AT_ONCE]
        data = rest = memoryview(stream.read(size_of(some)))
        for size, summed in some:
            if crc32(rest[:size]) != summed:
                raise DamagedSegmentError(stream.name)
            rest = rest[size:]
        yield data


def size_of(pieces: Sequence[Laid]) -> int:
    """Return how many bytes some pieces take."""
    return sum([size for size, _ in pieces])
