"""The workbook of the open data: its sheets are laid together from deflated pieces."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from struct import error as struct_error
from typing import BinaryIO, NamedTuple
from zipfile import BadZipFile, ZipFile
from zlib import crc32

from site_builder.open_data.pieces import sheet_part
from site_builder.open_data.same import Same, blocks, size_of
from site_builder.open_data.segments import Placed, Segments
from site_builder.open_data.sources import Sources
from site_builder.outputs.data import workbook
from site_builder.outputs.data.made import MadeFile, made_file
from site_builder.outputs.data.packing import Packed, add_packed, packed, packed_stretch
from site_builder.outputs.segment import DamagedSegmentError
from site_builder.outputs.zipped import entry
from site_builder.views.data import WORKBOOK
from site_builder.views.tables import TABLES, Column

_NOTES = (Column("name", "项目", ""), Column("text", "内容", ""))
# What `zipfile` may raise of what is no archive, or is damaged.
_NO_WORKBOOK = (
    BadZipFile,
    KeyError,
    NotImplementedError,
    OSError,
    OverflowError,
    ValueError,
    struct_error,
)


def workbook_file(sources: Sources, segments: Segments) -> Iterator[MadeFile]:
    """Make the file."""
    sheets = [
        (number, sheet)
        for number, table in enumerate(TABLES)
        for sheet in workbook.sheets_of(table, sources.counts(number))
    ]
    path = sources.folder / WORKBOOK
    book_before = _book_before(sources.same, [sheet for _, sheet in sheets])
    with ZipFile(path, "w") as archive, book_before as before:
        names = [*(sheet.name for _, sheet in sheets), "说明"]
        for name, data in workbook.fixed_parts(names):
            archive.writestr(entry(name), data)
        for place, (number, sheet) in enumerate(sheets, start=1):
            pieces = sources.pieces[sheet.notices.start : sheet.notices.stop]
            _add_sheet(archive, _sheet_path(place), number, sheet, pieces, segments, before)
        head, end = workbook.sheet_frame(_NOTES, len(sources.notes))
        notes = head + workbook.sheet_rows(_NOTES, sources.notes) + end
        archive.writestr(entry(_sheet_path(len(names))), notes)
    cut = sum(piece.cut for _, piece in sources.pieces)
    yield replace(made_file(path, sources.rows()), cut=cut)


class _Before(NamedTuple):
    """The workbook before: from where to where in it the rows of each table lie, deflated, and what
    of them is right.
    """

    stream: BinaryIO
    rows: Sequence[tuple[int, int]]
    same: Same


@contextmanager
def _book_before(same: Same | None, sheets: Sequence[workbook.Sheet]) -> Iterator[_Before | None]:
    """Open the workbook before, if it has a sheet a table, as the one of now; else yield None."""
    rows = _rows_before(same, sheets) if same and len(sheets) == len(TABLES) else []
    if same and rows:
        with (same.folder / WORKBOOK).open("rb", buffering=0) as stream:
            yield _Before(stream, rows, same)
    else:
        yield None


def _rows_before(same: Same, sheets: Sequence[workbook.Sheet]) -> list[tuple[int, int]]:
    """Return where the rows of each table lie; nothing if one of them has several sheets."""
    path = same.folder / WORKBOOK
    try:
        with ZipFile(path) as archive:
            if _sheet_path(len(sheets) + 2) in archive.namelist():
                return []
            rows = []
            for place, (sheet, count) in enumerate(zip(sheets, same.rows, strict=True), start=1):
                start, end = packed_stretch(archive, _sheet_path(place))
                head, tail = map(packed, workbook.sheet_frame(sheet.columns, count))
                rows.append((start + len(head), end - len(tail)))
            return rows
    except _NO_WORKBOOK as error:
        raise DamagedSegmentError(str(path)) from error


def _add_sheet(
    archive: ZipFile,
    path: str,
    table: int,
    sheet: workbook.Sheet,
    pieces: Sequence[Placed],
    segments: Segments,
    before: _Before | None,
) -> None:
    part = sheet_part(table)
    ends = workbook.sheet_frame(sheet.columns, sheet.rows)
    head, end = [packed(text) for text in ends]
    laid = [(piece.sizes[part], piece.sums[part]) for _, piece in pieces]
    known = [
        Packed(piece.sizes[part], piece.raw_sizes[table], piece.raw_sums[table])
        for _, piece in pieces
    ]

    def deflated() -> Iterator[bytes | memoryview]:
        yield head
        new = range(len(pieces))
        if before:
            new = range(before.same.first, len(pieces) - before.same.last)
            first, last = before.rows[table]
            yield from blocks(before.stream, first, laid[: new.start])
        for number in new:
            yield segments.read(pieces[number], part)
        if before:
            yield from blocks(before.stream, last - size_of(laid[new.stop :]), laid[new.stop :])
        yield end

    whole = [_around(head, ends[0]), *known, _around(end, ends[1])]
    add_packed(archive, path, whole, deflated())


def _around(deflated: bytes, text: bytes) -> Packed:
    return Packed(len(deflated), len(text), crc32(text))


def _sheet_path(place: int) -> str:
    return f"xl/worksheets/sheet{place}.xml"
