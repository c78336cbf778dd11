"""Files of the index: segments, and what the browser loads."""

from __future__ import annotations

import mmap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from site_builder.build_cache.files import put_whole, write_over
from site_builder.outputs.search.encoding import Carrier
from site_builder.outputs.search.segments import (
    Block,
    read_segment,
    write_segment,
)
from site_builder.outputs.segment import DamagedSegmentError


class Segment(NamedTuple):
    """A file with the texts of some records, and the number of each in a build, or -1.

    Files are told apart by their paths: one that another build may read is never written anew.
    """

    path: Path
    numbers: NDArray[np.int64]

    @classmethod
    def of(cls, path: Path, notices: Iterable[tuple[int, int]]) -> Segment:
        """Number the records of notices, told by their first number, or -1, and how many there are.

        The notices are those of the file, in its order; -1 is for one that is not of this build.
        """
        numbers = [
            np.arange(first, first + count) if first >= 0 else np.full(count, -1)
            for first, count in notices
        ]
        return cls(path, np.concatenate([np.zeros(0, np.int64), *numbers]))


def write_segment_file(path: Path, made: Sequence[Block], partition_bits: int) -> None:
    """Write a segment whole or not at all, for a step may be run twice, and the file be open."""
    with put_whole(path) as beside, beside.open("wb") as file:
        write_segment(made, partition_bits, file)


def opened(
    segments: Iterable[Segment], partition_bits: int
) -> Iterator[tuple[list[Block], NDArray[np.int64]]]:
    """Yield the blocks of each segment and its numbers; raise `DamagedSegmentError`."""
    for path, numbers in segments:
        try:
            with path.open("rb") as file:
                data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            blocks_of = read_segment(memoryview(data), partition_bits, len(numbers))
        except (OSError, ValueError, DamagedSegmentError) as error:
            raise DamagedSegmentError(f"{path}: {error}") from error
        yield blocks_of, numbers


def write(file: Carrier, folder: Path) -> Carrier:
    """Write a file; what is left of it is its name and hash."""
    write_over(f"{folder}/{file.file}", file.data)
    return replace(file, data=b"")
