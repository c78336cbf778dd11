"""The files of the open data: each is made by one worker, and told of by size and hash."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from zipfile import ZipFile

from site_builder.open_data.database import can_search, searched_columns, write_database
from site_builder.open_data.spill import Spilled
from site_builder.outputs.data import workbook
from site_builder.outputs.data.csv_text import BOM, csv_text
from site_builder.outputs.data.made import Made
from site_builder.outputs.zipped import entry
from site_builder.views import urls
from site_builder.views.tables import TABLES, Column, Row

_ROWS_AT_ONCE = 1024
# Beyond this zip needs longer fields, and has to know so beforehand.
_LARGE = 1 << 30
_LEVEL = 1


@dataclass(frozen=True, slots=True)
class Sources:
    """What the files are made from: the spilled rows, and the notices as JSON in their order.

    `notes` are lines of the workbook about itself.
    """

    spills: Path
    folder: Path
    notice_ids: tuple[str, ...]
    notes: tuple[tuple[str, str], ...]


def make_files(jobs: Sequence[str], sources: Sources) -> list[Made]:
    """Make the files of some jobs; see `JOBS`."""
    return [made for job in jobs for made in JOBS[job](sources)]


def _notices_json(sources: Sources) -> Iterator[Made]:
    """All notices in one array, one a line, so that it can be read line by line too."""
    with _Hashed(sources.folder, "notices.json") as target:
        target.write(b"[")
        for number, notice_id in enumerate(sources.notice_ids):
            notice = (sources.folder / urls.notice_json(notice_id)).read_bytes().rstrip(b"\n")
            target.write(b",\n" * bool(number) + notice)
        target.write(b"]\n")
    yield target.made(len(sources.notice_ids))


def _csv(sources: Sources) -> Iterator[Made]:
    spilled = Spilled(sources.spills)
    for number, table in enumerate(TABLES):
        count = 0
        with _Hashed(sources.folder, f"{table.name}.csv") as target:
            target.write((BOM + csv_text([table.names])).encode())
            for rows in spilled.rows(number):
                count += len(rows)
                target.write(csv_text(rows).encode())
        yield target.made(count)


def _workbook(sources: Sources) -> Iterator[Made]:
    spilled = Spilled(sources.spills)
    counts = spilled.counts(len(TABLES))
    sheets = [
        (number, sheet)
        for number, (table, count) in enumerate(zip(TABLES, counts, strict=True))
        for sheet in workbook.sheets_of(table, count)
    ]
    notes = (
        Column("name", "项目", ""),
        Column("text", "内容", ""),
    )
    path = sources.folder / urls.DATA / "issues.xlsx"
    cut = 0
    large = spilled.size > _LARGE
    with ZipFile(path, "w") as archive:
        for name, data in workbook.fixed_parts([*(sheet.name for _, sheet in sheets), "说明"]):
            archive.writestr(entry(name), data)
        for place, (number, sheet) in enumerate(sheets, start=1):
            rows = islice(_flat(spilled.rows(number)), sheet.first, sheet.end)
            cut += _sheet(archive, place, sheet.columns, sheet.end - sheet.first, rows, large)
        _sheet(archive, len(sheets) + 1, notes, len(sources.notes), iter(sources.notes), False)
    yield replace(_made(path, sum(counts)), cut=cut)


def _sheet(
    archive: ZipFile,
    place: int,
    columns: tuple[Column, ...],
    count: int,
    rows: Iterator[Row],
    large: bool,
) -> int:
    """Write a sheet; return how many cells were too long."""
    before, after = workbook.sheet_frame(columns, count)
    writer = workbook.RowWriter(columns)
    info = entry(f"xl/worksheets/sheet{place}.xml")
    # No public way leads there. Level 6 takes three times as long for a seventh less.
    info._compresslevel = _LEVEL  # type: ignore[attr-defined]
    with archive.open(info, "w", force_zip64=large) as target:
        target.write((before + workbook.headings(columns)).encode())
        while batch := list(islice(rows, _ROWS_AT_ONCE)):
            target.write(writer.rows(batch).encode())
        target.write(after.encode())
    return writer.cut


def _flat(notices: Iterable[Sequence[Row]]) -> Iterator[Row]:
    return (row for rows in notices for row in rows)


def _database(sources: Sources) -> Iterator[Made]:
    spilled = Spilled(sources.spills)
    counts = spilled.counts(len(TABLES))
    searched = searched_columns(counts[0]) if can_search() else ()
    path = sources.folder / urls.DATA / "notices.sqlite"
    try:
        write_database(path, spilled.notices(), searched)
    except sqlite3.OperationalError as error:  # of which a full disk is one
        raise OSError(f"{path}: {error}") from error
    yield replace(_made(path, sum(counts)), searched=searched)


# The two that take longest first, so that two workers have one each.
JOBS: dict[str, Callable[[Sources], Iterator[Made]]] = {
    "workbook": _workbook,
    "database": _database,
    "csv": _csv,
    "json": _notices_json,
}


class _Hashed:
    """A file of the open data that is hashed while it is written."""

    def __init__(self, folder: Path, name: str) -> None:
        self._name = name
        self._stream = (folder / urls.DATA / name).open("wb")
        self._hash = hashlib.sha256()
        self._size = 0

    def __enter__(self) -> _Hashed:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()

    def write(self, data: bytes) -> None:
        self._hash.update(data)
        self._size += len(data)
        self._stream.write(data)

    def made(self, count: int) -> Made:
        return Made(self._name, self._size, self._hash.hexdigest(), count)


def _made(path: Path, count: int) -> Made:
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return Made(path.name, path.stat().st_size, digest, count)
