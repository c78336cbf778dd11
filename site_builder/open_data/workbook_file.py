"""The workbook of the open data: its sheets are laid together from deflated pieces."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import BinaryIO, NamedTuple
from zipfile import BadZipFile, ZipFile
from zlib import crc32

from site_builder.open_data.pieces import sheet_part
from site_builder.open_data.same import Same, blocks
from site_builder.open_data.segments import Placed, Segments
from site_builder.open_data.sources import Sources
from site_builder.outputs.data import workbook
from site_builder.outputs.data.made import Made, made_file
from site_builder.outputs.data.packing import Packed, add_packed, packed, packed_stretch
from site_builder.outputs.segment import DamagedSegmentError
from site_builder.outputs.zipped import entry
from site_builder.views.data import WORKBOOK
from site_builder.views.tables import TABLES, Column

_NOTES = (Column("name", "项目", ""), Column("text", "内容", ""))


def workbook_file(sources: Sources, segments: Segments) -> Iterator[Made]:
    """Make the file."""
    sheets = [
        (number, sheet)
        for number, table in enumerate(TABLES)
        for sheet in workbook.sheets_of(table, sources.counts(number))
    ]
    path = sources.folder / WORKBOOK
    with ZipFile(path, "w") as archive, _book_before(sources, len(sheets)) as before:
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
    """The workbook before, and what of it is right."""

    archive: ZipFile
    same: Same

    def rows(self, sheet: workbook.Sheet, path: str, table: int) -> tuple[BinaryIO, int, int]:
        """Return the file, and from where to where in it the rows of a sheet lie, deflated."""
        stream, start, end = packed_stretch(self.archive, path)
        ends = workbook.sheet_frame(sheet.columns, self.same.rows[table])
        around = [len(packed(text)) for text in ends]
        return stream, start + around[0], end - around[1]


@contextmanager
def _book_before(sources: Sources, sheets: int) -> Iterator[_Before | None]:
    """Open the workbook before, if it has a sheet a table, as the one of now; else yield None."""
    same = sources.same
    if same is None or sheets != len(TABLES):
        yield None
        return
    path = same.folder / WORKBOOK
    try:
        with ZipFile(path) as archive:
            alike = _sheet_path(sheets + 2) not in archive.namelist()
            yield _Before(archive, same) if alike else None
    except (BadZipFile, KeyError) as error:
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
    known = [
        Packed(piece.sizes[part], piece.raw_sizes[table], piece.raw_sums[table])
        for _, piece in pieces
    ]

    def deflated() -> Iterator[bytes | memoryview]:
        yield head
        new = range(len(pieces))
        if before:
            new = range(before.same.first, len(pieces) - before.same.last)
            stream, first, last = before.rows(sheet, path, table)
            yield from blocks(stream, first, first + _size(known[: new.start]))
        for number in new:
            yield segments.read(pieces[number], part)
        if before:
            yield from blocks(stream, last - _size(known[new.stop :]), last)
        yield end

    whole = [_around(head, ends[0]), *known, _around(end, ends[1])]
    add_packed(archive, path, whole, deflated())


def _around(deflated: bytes, text: bytes) -> Packed:
    return Packed(len(deflated), len(text), crc32(text))


def _size(known: Sequence[Packed]) -> int:
    return sum([one.size for one in known])


def _sheet_path(place: int) -> str:
    return f"xl/worksheets/sheet{place}.xml"
