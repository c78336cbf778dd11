"""The rows of the database, from segments, or from the database before where they are the same.

SQLite copies rows in a third of the time that it takes to hand them over, and the file is the same:
it follows from the rows and their order alone.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from site_builder.open_data.kept_rows import KeptRows
from site_builder.views.tables import Table

Run: TypeAlias = KeptRows | range
"""Rows that follow one another: themselves, or their numbers in the database before."""


@dataclass(frozen=True, slots=True)
class Before:
    """The database of the build before, untouched, and of which notices it has the rows of now.

    `sha256` is that of the file as it was written. `ids` are of all notices of now, in their order;
    "" stands for those that changed.
    """

    path: Path
    sha256: str
    ids: tuple[str, ...]

    @property
    def is_as_written(self) -> bool:
        """Whether it is what was written, byte by byte: what is copied of it gets a new hash."""
        with suppress(OSError), self.path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest() == self.sha256
        return False

    @property
    def address(self) -> str:
        """Where SQLite reads it and leaves nothing beside it."""
        return f"{self.path.absolute().as_uri()}?mode=ro&immutable=1"


def runs_of(
    table: Table, counts: Sequence[int], before: Before, read: Callable[[int], KeptRows]
) -> Iterator[Run]:
    """Yield the rows of all notices; those of the n-th, `counts[n]`, are what `read(n)` returns."""
    places = _places(table, before)
    kept = range(0)
    for number, (id_, count) in enumerate(zip(before.ids, counts, strict=True)):
        if not count:
            continue
        found = places.get(id_, range(0))
        same = len(found) == count
        if same and found.start == kept.stop:
            kept = range(kept.start, found.stop)
            continue
        if kept:
            yield kept
        kept = found if same else range(0)
        if not same:
            yield read(number)
    if kept:
        yield kept


def _places(table: Table, before: Before) -> Mapping[str, range]:
    """Return the numbers of the rows of each notice."""
    column = "notice_id" if "notice_id" in table.names else table.names[0]
    of_notices = (
        f"SELECT {column}, min(rowid), max(rowid) + 1, count(*) FROM {table.name} GROUP BY {column}"
    )
    with closing(sqlite3.connect(before.address, uri=True)) as database:
        found = database.execute(of_notices).fetchall()
    return {id_: range(start, end) for id_, start, end, count in found if end - start == count}
