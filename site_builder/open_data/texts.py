"""The files of the open data that are text: tables as CSV, and all notices in one JSON array."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from itertools import chain, repeat
from pathlib import Path
from zlib import crc32

from site_builder.open_data.pieces import JSON, TEXTS
from site_builder.open_data.same import Laid, Same, blocks, size_of
from site_builder.open_data.segments import Placed, Segments
from site_builder.open_data.sources import Sources
from site_builder.outputs.data.columns import encoded
from site_builder.outputs.data.csv_text import BOM, csv_text
from site_builder.outputs.data.made import MadeFile
from site_builder.views.columns import columns_of
from site_builder.views.data import ALL_JSON
from site_builder.views.tables import TABLES

# Each notice stands on a line of its own, to be read line by line; all of these are as long.
_BETWEEN, _END = b",\n", b"]\n"


def texts(sources: Sources, segments: Segments) -> Iterator[MadeFile]:
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
                target.copy_beginning(same, _laid(pieces[: new.start], part, _BETWEEN))
        for number in new:
            notice, *rows = segments.read_together(pieces[number], TEXTS)
            json.write(notice)
            json.write(_BETWEEN if number + 1 < len(pieces) else _END)
            for target, lines in zip(tables, rows, strict=True):
                target.write(lines)
        if same:
            for part, target in enumerate(targets):
                target.copy_end(same, _laid(pieces[new.stop :], part, _END))
        if not pieces:
            json.write(_END)
    for part, target in enumerate(targets):
        yield target.made(sum(sources.counts(part - 1)) if part else len(pieces))


def _laid(pieces: Sequence[Placed], part: int, last: bytes) -> list[Laid]:
    """Return how some notices lie in a file; in that of JSON what follows the last is `last`."""
    found = [(piece.sizes[part], piece.sums[part]) for _, piece in pieces]
    if part != JSON:
        return found
    ends = chain(repeat(_BETWEEN, max(len(pieces) - 1, 0)), (last,))
    return [
        (size + len(end), crc32(end, summed))
        for (size, summed), end in zip(found, ends, strict=False)
    ]


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

    def copy_beginning(self, same: Same, pieces: Sequence[Laid]) -> None:
        """Write these as the file before has them behind what is written already."""
        self._copy(same.folder / self._name, self._size, pieces)

    def copy_end(self, same: Same, pieces: Sequence[Laid]) -> None:
        """Write these as they are the last in the file before."""
        path = same.folder / self._name
        self._copy(path, path.stat().st_size - size_of(pieces), pieces)

    def _copy(self, path: Path, start: int, pieces: Sequence[Laid]) -> None:
        with path.open("rb", buffering=0) as stream:
            for block in blocks(stream, start, pieces):
                self.write(block)

    def made(self, count: int) -> MadeFile:
        return MadeFile(self._name, self._size, self._hash.hexdigest(), count)
