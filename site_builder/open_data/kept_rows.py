"""The rows of a notice as they lie in a segment, for the database.

To hand them over to SQLite takes longer than what it does with them. So only what is said is kept,
for Python asks each None in vain how to adapt it; and long texts are the UTF-8 that is at hand and
that the database keeps, not made into a text and into bytes again.
"""

from __future__ import annotations

import marshal
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import repeat
from typing import NamedTuple, TypeAlias

from site_builder.outputs.data.columns import Encoded
from site_builder.views.columns import Cell, Columns
from site_builder.views.tables import Table

# The columns with long texts.
PARAGRAPHS = frozenset(("problem", "details", "measures"))
LAYOUT = f"2 marshal-{marshal.version}"
Kept: TypeAlias = Cell | bytes
# Python asks bytes as well, and this answers at once.
sqlite3.register_adapter(bytes, bytes)


class KeptRows(NamedTuple):
    """Rows, column by column; paragraphs are UTF-8.

    `columns` are the numbers of those in which anything is said, and `cells` is what: one alone
    where it stands in each of the `number` rows.
    """

    columns: tuple[int, ...]
    cells: Sequence[Sequence[Kept]]
    number: int

    def rows(self) -> Iterator[tuple[Kept, ...]]:
        """Yield row by row, with the cells of these columns alone."""
        cells: Iterable[Iterable[Kept]] = self.cells
        if self.number > 1:
            cells = [one if len(one) > 1 else repeat(one[0], self.number) for one in self.cells]
        return zip(*cells, strict=True)


def packed_rows(table: Table, found: Columns, columns: Encoded) -> bytes:
    """Return rows such that `unpacked_rows` gives them; `columns` are the same, encoded."""
    stated = [n for n, cells in enumerate(found.cells) if len(cells) > 1 or cells[0] is not None]
    names = table.names
    kept = [columns.cells[n] if names[n] in PARAGRAPHS else found.cells[n] for n in stated]
    # Later versions than 2 look for what stands there twice, which hardly anything does.
    return marshal.dumps((tuple(stated), kept), 2)


def unpacked_rows(data: bytes | memoryview, number: int) -> KeptRows:
    """Return so many rows as they were packed."""
    columns, cells = marshal.loads(data)
    return KeptRows(columns, cells, number)
