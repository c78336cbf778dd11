"""The files of the open data that are text: tables as CSV, and all notices in one JSON array."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from site_builder.open_data.pieces import JSON, TEXTS
from site_builder.open_data.same import Same, blocks
from site_builder.open_data.segments import Placed, Segments
from site_builder.open_data.sources import Sources
from site_builder.outputs.data.columns import encoded
from site_builder.outputs.data.csv_text import BOM, csv_text
from site_builder.outputs.data.made import Made
from site_builder.outputs.segment import DamagedSegmentError
from site_builder.views.columns import columns_of
from site_builder.views.data import ALL_JSON
from site_builder.views.tables import TABLES

# Each notice stands on a line of its own, to be read line by line; all of these are as long.
_BETWEEN, _END = b",\n", b"]\n"


def texts(sources: Sources, segments: Segments) -> Iterator[Made]:
    """Make the files."""
    pieces, same = sources.pieces, sources.same
    new = range(same.first if same else 0, len(pieces) - (same.last if same else 0))
    with ExitStack() as stack:
        targets = [
            stack.enter_context(_Hashed(sources.folder / name))
            for name in (ALL_JSON, *(f"{table.name}.csv" for table in TABLES))
        ]
        json, *tables = targets
        json.write(b"[")
        for target, table in zip(tables, TABLES, strict=True):
            target.write(BOM + csv_text(encoded(columns_of([table.names]))))
        if same:
            for part, target in enumerate(targets):
                target.copy_beginning(same, _size(pieces[: new.start], part))
        for number in new:
            notice, *rows = segments.read_together(pieces[number], TEXTS)
            json.write(notice)
            json.write(_BETWEEN if number + 1 < len(pieces) else _END)
            for target, lines in zip(tables, rows, strict=True):
                target.write(lines)
        if same:
            for part, target in enumerate(targets):
                target.copy_end(same, _size(pieces[new.stop :], part))
        if not pieces:
            json.write(_END)
    for part, target in enumerate(targets):
        yield target.made(sum(sources.counts(part - 1)) if part else len(pieces))


def _size(pieces: tuple[Placed, ...], part: int) -> int:
    """Return how many bytes of a file some notices take."""
    size = sum([piece.sizes[part] for _, piece in pieces])
    return size + len(_END) * len(pieces) if part == JSON else size


class _Hashed:
    """A file of the open data that is hashed while it is written."""

    def __init__(self, path: Path) -> None:
        self._name = path.name
        self._stream = path.open("wb")
        self._hash = hashlib.sha256()
        self._size = 0

    def __enter__(self) -> _Hashed:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()

    def write(self, data: bytes | memoryview) -> None:
        self._hash.update(data)
        self._size += self._stream.write(data)

    def copy_beginning(self, same: Same, size: int) -> None:
        """Write so many bytes more as the file before has there."""
        self._copy(same.folder / self._name, self._size, size)

    def copy_end(self, same: Same, size: int) -> None:
        """Write the last bytes of the file before, so many."""
        path = same.folder / self._name
        self._copy(path, path.stat().st_size - size, size)

    def _copy(self, path: Path, start: int, size: int) -> None:
        if start < 0:
            raise DamagedSegmentError(str(path))
        with path.open("rb", buffering=0) as stream:
            for block in blocks(stream, start, start + size):
                self.write(block)

    def made(self, count: int) -> Made:
        return Made(self._name, self._size, self._hash.hexdigest(), count)
