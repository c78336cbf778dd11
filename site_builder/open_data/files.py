"""The files of the open data: each is made by one worker, and told of by size and hash."""

from __future__ import annotations

import hashlib
import marshal
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile
from zlib import crc32

from site_builder.open_data.database import can_search, searched_columns, write_database
from site_builder.open_data.pieces import TEXTS, rows_part, sheet_part
from site_builder.open_data.rows import Before, Run, runs_of
from site_builder.open_data.segments import Placed, Segments
from site_builder.outputs.data import workbook
from site_builder.outputs.data.columns import columns_of
from site_builder.outputs.data.csv_text import BOM, csv_text
from site_builder.outputs.data.made import Made
from site_builder.outputs.data.packing import Packed, add_packed, packed
from site_builder.outputs.zipped import entry
from site_builder.views.data import ALL_JSON, DATABASE, WORKBOOK
from site_builder.views.tables import TABLES, Column, Row

_NOTES = (Column("name", "项目", ""), Column("text", "内容", ""))


# How folders begin in which files lie until they are whole.
UNNAMED = ".making-"


@dataclass(frozen=True, slots=True)
class Sources:
    """What the files are made from: the pieces of all notices in their order.

    `folder` is where the files go; `notes` are lines of the workbook about itself; `before` is the
    database before, if it is there.
    """

    pieces: tuple[Placed, ...]
    folder: Path
    notes: tuple[tuple[str, str], ...]
    before: Before | None = None

    def counts(self, table: int) -> list[int]:
        """Return how many rows of a table each notice has."""
        return [piece.counts[table] for _, piece in self.pieces]

    def rows(self) -> int:
        """Return how many rows there are in all."""
        return sum(sum(piece.counts) for _, piece in self.pieces)


def make_files(jobs: Sequence[str], sources: Sources) -> list[Made]:
    """Make the files of some jobs, see `JOBS`; each gets its name when it is whole."""
    with (
        Segments() as segments,
        TemporaryDirectory(prefix=UNNAMED, dir=sources.folder) as name,
    ):
        unnamed = replace(sources, folder=Path(name))
        made = [one for job in jobs for make in JOBS[job] for one in make(unnamed, segments)]
        for one in made:
            (unnamed.folder / one.name).replace(sources.folder / one.name)
    return made


def _texts(sources: Sources, segments: Segments) -> Iterator[Made]:
    """The tables as CSV, and all notices in one JSON array, one a line to be read line by line."""
    with ExitStack() as stack:
        json, *tables = [
            stack.enter_context(_Hashed(sources.folder / name))
            for name in (ALL_JSON, *(f"{table.name}.csv" for table in TABLES))
        ]
        for target, table in zip(tables, TABLES, strict=True):
            target.write((BOM + csv_text(columns_of([table.names]))).encode())
        before = b"["
        for placed in sources.pieces:
            notice, *rows = segments.read_together(placed, TEXTS)
            json.write(before)
            json.write(notice)
            before = b",\n"
            for target, lines in zip(tables, rows, strict=True):
                target.write(lines)
        json.write(b"]\n" if sources.pieces else b"[]\n")
    yield json.made(len(sources.pieces))
    for number, target in enumerate(tables):
        yield target.made(sum(sources.counts(number)))


def _workbook(sources: Sources, segments: Segments) -> Iterator[Made]:
    sheets = [
        (number, sheet)
        for number, table in enumerate(TABLES)
        for sheet in workbook.sheets_of(table, sources.counts(number))
    ]
    path = sources.folder / WORKBOOK
    with ZipFile(path, "w") as archive:
        names = [*(sheet.name for _, sheet in sheets), "说明"]
        for name, data in workbook.fixed_parts(names):
            archive.writestr(entry(name), data)
        for place, (number, sheet) in enumerate(sheets, start=1):
            _add_sheet(archive, place, number, sheet, sources, segments)
        before, after = workbook.sheet_frame(_NOTES, len(sources.notes))
        notes = before + workbook.sheet_rows(_NOTES, sources.notes) + after
        archive.writestr(entry(_sheet_path(len(names))), notes)
    cut = sum(piece.cut for _, piece in sources.pieces)
    yield replace(_made(path, sources.rows()), cut=cut)


def _add_sheet(
    archive: ZipFile,
    place: int,
    table: int,
    sheet: workbook.Sheet,
    sources: Sources,
    segments: Segments,
) -> None:
    pieces = sources.pieces[sheet.notices.start : sheet.notices.stop]
    part = sheet_part(table)
    ends = [text.encode() for text in workbook.sheet_frame(sheet.columns, sheet.rows)]
    before, after = [packed(data) for data in ends]
    known = [
        Packed(piece.sizes[part], piece.raw_sizes[table], piece.raw_sums[table])
        for _, piece in pieces
    ]
    known.insert(0, Packed(len(before), len(ends[0]), crc32(ends[0])))
    known.append(Packed(len(after), len(ends[1]), crc32(ends[1])))

    def deflated() -> Iterator[bytes | memoryview]:
        yield before
        for placed in pieces:
            yield segments.read(placed, part)
        yield after

    add_packed(archive, _sheet_path(place), known, deflated())


def _sheet_path(place: int) -> str:
    return f"xl/worksheets/sheet{place}.xml"


def _database(sources: Sources, segments: Segments) -> Iterator[Made]:
    searched = searched_columns(sum(sources.counts(0))) if can_search() else ()
    path = sources.folder / DATABASE
    try:
        _write_database(path, sources, segments, searched)
    except sqlite3.OperationalError as error:  # of which a full disk is one
        raise OSError(f"{path}: {error}") from error
    yield replace(_made(path, sources.rows()), searched=searched)


def _write_database(
    path: Path, sources: Sources, segments: Segments, searched: Sequence[str]
) -> None:
    tables = [_runs(sources, segments, number) for number in range(len(TABLES))]
    address = sources.before.address if sources.before else ""
    try:
        write_database(path, tables, searched, address)
    except sqlite3.DatabaseError:
        if sources.before is None:
            raise
        # Perhaps the one before is damaged; what does not come from it takes longer.
        path.unlink(missing_ok=True)
        _write_database(path, replace(sources, before=None), segments, searched)


def _runs(sources: Sources, segments: Segments, table: int) -> Iterator[Run]:
    part = rows_part(table)

    def read(number: int) -> list[Row]:
        found: list[Row] = marshal.loads(segments.read(sources.pieces[number], part))
        return found

    if sources.before:
        return runs_of(TABLES[table], sources.counts(table), sources.before, read)
    return map(read, range(len(sources.pieces)))


# The database takes twice as long as all others.
JOBS: dict[str, tuple[Callable[[Sources, Segments], Iterator[Made]], ...]] = {
    "database": (_database,),
    "others": (_workbook, _texts),
}


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

    def made(self, count: int) -> Made:
        return Made(self._name, self._size, self._hash.hexdigest(), count)


def _made(path: Path, count: int) -> Made:
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return Made(path.name, path.stat().st_size, digest, count)
