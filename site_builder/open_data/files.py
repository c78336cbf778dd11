"""The files of the open data: each is made by one worker, and told of by size and hash."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from site_builder.open_data.database import can_search, searched_columns, write_database
from site_builder.open_data.kept_rows import KeptRows, unpacked_rows
from site_builder.open_data.pieces import rows_part
from site_builder.open_data.rows import Before, Run, runs_of
from site_builder.open_data.segments import Segments
from site_builder.open_data.sources import Sources
from site_builder.open_data.texts import texts
from site_builder.open_data.workbook_file import workbook_file
from site_builder.outputs.data.made import MadeFile, made_file
from site_builder.views.data import DATABASE
from site_builder.views.tables import TABLES

# How folders begin in which files lie until they are whole.
UNNAMED = ".making-"
# What SQLite says in its own way, and others in the system's; the rest is no matter of the disk.
_FAULTS_OF_DISK = {
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_IOERR: errno.EIO,
    sqlite3.SQLITE_CANTOPEN: errno.EIO,
    sqlite3.SQLITE_READONLY: errno.EROFS,
}
# What SQLite puts above the kind of an error, to tell more of it.
_KIND = 0xFF


def make_files(jobs: Sequence[str], sources: Sources) -> list[MadeFile]:
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


def _database(sources: Sources, segments: Segments) -> Iterator[MadeFile]:
    searched = searched_columns(sum(sources.counts(0))) if can_search() else ()
    path = sources.folder / DATABASE
    before = sources.before if sources.before and sources.before.is_as_written else None
    tables = [_runs(sources, before, segments, number) for number in range(len(TABLES))]
    try:
        write_database(path, tables, searched, before.address if before else "")
    except sqlite3.OperationalError as error:
        number = _FAULTS_OF_DISK.get(error.sqlite_errorcode & _KIND)
        if number is None:
            raise
        raise OSError(number, os.strerror(number)) from error
    yield replace(made_file(path, sources.rows()), searched=searched)


def _runs(sources: Sources, before: Before | None, segments: Segments, table: int) -> Iterator[Run]:
    part = rows_part(table)

    def read(number: int) -> KeptRows:
        placed = sources.pieces[number]
        return unpacked_rows(segments.read(placed, part), placed[1].counts[table])

    if before:
        return runs_of(TABLES[table], sources.counts(table), before, read)
    return map(read, range(len(sources.pieces)))


# The database takes twice as long as all others.
JOBS: dict[str, tuple[Callable[[Sources, Segments], Iterator[MadeFile]], ...]] = {
    "database": (_database,),
    "others": (workbook_file, texts),
}
