"""What the open data needs of a notice, made once: its pieces of every file, in a segment on disk.

A piece depends on its notice, the site's address and this program alone, neither on other notices
nor on its number. So files are made by laying pieces one after another, in this build or a later.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple
from zlib import ZLIB_RUNTIME_VERSION, crc32

from site_builder.open_data.kept_rows import LAYOUT, packed_rows
from site_builder.outputs.data.columns import encoded
from site_builder.outputs.data.csv_text import csv_text
from site_builder.outputs.data.packing import packed
from site_builder.outputs.data.workbook import table_rows
from site_builder.views.tables import TABLES, NoticeRows

# Other versions of these would make other bytes of the same notice, or could not read them.
MAGIC = f"gongkai-data-1 zlib-{ZLIB_RUNTIME_VERSION} rows-{LAYOUT}\n".encode()
# The parts of a piece, in the order in which they lie: one of JSON, then these of each table.
JSON = 0
_TABLES = len(TABLES)
# JSON and, after it, the lines of CSV of each table (UTF-8).
TEXTS = range(1 + _TABLES)


def sheet_part(table: int) -> int:
    """Return the number of the part with the rows of a worksheet: XML, deflated, with no end."""
    return 1 + _TABLES + table


def rows_part(table: int) -> int:
    """Return the number of the part that holds the rows as they are, marshalled."""
    return 1 + 2 * _TABLES + table


class Piece(NamedTuple):
    """Where in its segment the piece of a notice lies, and what is in it.

    `sizes` and `sums` (CRC-32) are of the parts as they lie one after another from `start` on;
    `counts` are the rows of each table; `raw_sizes` and `raw_sums` are of the rows of each
    worksheet before they were deflated; `cut` cells were too long for a workbook.
    `marshal` takes it as `tuple(piece)`, and `Piece(*values)` is it again.
    """

    start: int
    sizes: tuple[int, ...]
    sums: tuple[int, ...]
    counts: tuple[int, ...]
    raw_sizes: tuple[int, ...]
    raw_sums: tuple[int, ...]
    cut: int


class PieceWriter:
    """Writes the pieces of some notices."""

    def __init__(self, segment: BinaryIO) -> None:
        self._segment = segment
        self._end = segment.write(MAGIC)

    def add(self, rows: NoticeRows, json: bytes) -> Piece:
        """Write the piece of a notice, of which these are all rows and the JSON on one line."""
        columns = [encoded(found) for found in rows.tables]
        sheets = list(map(table_rows, TABLES, rows.tables, columns))
        xml = [sheet.xml for sheet in sheets]
        parts = (
            json,
            *map(csv_text, columns),
            *map(packed, xml),
            *map(packed_rows, TABLES, rows.tables, columns),
        )
        piece = Piece(
            self._end,
            tuple(map(len, parts)),
            tuple(map(crc32, parts)),
            tuple([found.rows for found in rows.tables]),
            tuple(map(len, xml)),
            tuple(map(crc32, xml)),
            sum(sheet.cut for sheet in sheets),
        )
        self._end += self._segment.write(b"".join(parts))
        return piece


@contextmanager
def spilling(segment: Path) -> Iterator[PieceWriter]:
    """Open a new segment; its pieces can be read once it is closed."""
    with segment.open("wb") as stream:
        yield PieceWriter(stream)
