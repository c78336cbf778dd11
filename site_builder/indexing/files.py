"""Files of the index: segments, and what the browser loads."""

from __future__ import annotations

import mmap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from site_builder.build_cache.files import put_whole, write_file
from site_builder.build_cache.site_before import Recorded
from site_builder.outputs.search.encoding import Carrier
from site_builder.outputs.search.grams import Layout
from site_builder.outputs.search.segment_files import read_segment, write_segment
from site_builder.outputs.search.segments import Block
from site_builder.outputs.segment import DamagedSegmentError


class Segment(NamedTuple):
    """A file with the texts of some records, and the number of each in a build, or -1.

    Files are told apart by their paths: one that another build may read is never written anew.
    """

    path: Path
    numbers: NDArray[np.int32]

    @classmethod
    def of(cls, path: Path, notices: Iterable[tuple[int, int]]) -> Segment:
        """Number the records of notices, told by their first number, or -1, and how many there are.

        The notices are those of the file, in its order; -1 is for one that is not of this build.
        """
        firsts, counts = np.array(list(notices), np.int64).reshape(-1, 2).T
        ends = np.cumsum(counts)
        numbers = np.repeat(firsts - ends + counts, counts) + np.arange(counts.sum())
        own = np.where(np.repeat(firsts >= 0, counts), numbers, -1)
        return cls(path, own.astype(np.int32))


def write_segment_file(path: Path, made: Sequence[Block], layout: Layout) -> None:
    """Write a segment whole or not at all, for a step may be run twice, and the file be open."""
    with put_whole(path) as beside, beside.open("wb") as file:
        write_segment(made, layout, file)


def opened(
    segments: Iterable[Segment], layout: Layout
) -> Iterator[tuple[list[Block], NDArray[np.int32]]]:
    """Yield the blocks of each segment and its numbers; raise `DamagedSegmentError`."""
    for path, numbers in segments:
        try:
            with path.open("rb", buffering=0) as file:
                data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            blocks_of = read_segment(memoryview(data), layout, len(numbers))
        except (OSError, ValueError, DamagedSegmentError) as error:
            raise DamagedSegmentError(f"{path}: {error}") from error
        yield blocks_of, numbers


class Filed(NamedTuple):
    """A file that was written: its name and hash, without what it carries, and what is recorded."""

    carrier: Carrier
    recorded: Recorded


def write(file: Carrier, folder: Path) -> Filed:
    """Write a file. Its key is its name, which tells what is in it."""
    made = write_file(folder, file.file, file.data, file.file)
    return Filed(replace(file, data=b""), made)
