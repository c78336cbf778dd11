"""The pieces of all notices, read from their segments in the order of the notices."""

from __future__ import annotations

import os
from collections import OrderedDict
from io import FileIO
from pathlib import Path
from typing import TypeAlias
from zlib import crc32

from site_builder.open_data.pieces import MAGIC, Piece
from site_builder.outputs.segment import DamagedSegmentError

Placed: TypeAlias = tuple[Path, Piece]
"""A piece and the segment that it lies in."""
# Pieces come in the order of notices, which is not that of segments: to open one again for each
# piece takes a sixth of all. A process may have 256 files open where least are allowed.
_MOST_OPEN = 192


class Segments:
    """Reads parts of pieces; some segments are kept open."""

    def __init__(self) -> None:
        self._open: OrderedDict[Path, FileIO] = OrderedDict()

    def __enter__(self) -> Segments:
        return self

    def __exit__(self, *_: object) -> None:
        for stream in self._open.values():
            stream.close()

    def read(self, placed: Placed, part: int) -> memoryview:
        """Return a part of a piece as it was spilled; raise `DamagedSegmentError` otherwise."""
        (found,) = self.read_together(placed, range(part, part + 1))
        return found

    def read_together(self, placed: Placed, parts: range) -> list[memoryview]:
        """Return parts that lie one after another."""
        segment, piece = placed
        sizes = piece.sizes[parts.start : parts.stop]
        stream = self._stream(segment)
        stream.seek(piece.start + sum(piece.sizes[: parts.start]))
        data = memoryview(stream.read(sum(sizes)))
        found = []
        for part, size in zip(parts, sizes, strict=True):
            found.append(data[:size])
            if crc32(data[:size]) != piece.sums[part]:
                raise DamagedSegmentError(str(segment))
            data = data[size:]
        return found

    def _stream(self, segment: Path) -> FileIO:
        if segment in self._open:
            self._open.move_to_end(segment)
            return self._open[segment]
        try:
            stream = self._open[segment] = segment.open("rb", buffering=0)
        except OSError as error:
            raise DamagedSegmentError(str(segment)) from error
        if stream.read(len(MAGIC)) != MAGIC:
            raise DamagedSegmentError(str(segment))
        _read_ahead(stream)
        if len(self._open) > _MOST_OPEN:
            self._open.popitem(last=False)[1].close()
        return stream


def _read_ahead(stream: FileIO) -> None:
    """Have the system fetch a segment as one, since its pieces are wanted here and there."""
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(stream.fileno(), 0, 0, os.POSIX_FADV_WILLNEED)
