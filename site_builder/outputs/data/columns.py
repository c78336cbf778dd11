"""Rows → text, column by column: in most columns all rows of a notice have the same cell.

Such a cell is written once, together with what stands around it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, repeat
from typing import NamedTuple, TypeAlias

from site_builder.views.tables import Cell, Row

Cells: TypeAlias = tuple[Cell, ...]


class Columns(NamedTuple):
    """The cells of each column, one alone where it stands in every row; and how many rows."""

    cells: tuple[Cells, ...]
    rows: int


def columns_of(rows: Sequence[Row]) -> Columns:
    """Return rows, all of the same length, as columns; no rows have none."""
    return Columns(tuple([_column(cells) for cells in zip(*rows, strict=True)]), len(rows))


def _column(cells: Cells) -> Cells:
    # Most columns differ at their ends if they differ at all.
    same = cells[0] == cells[-1] and cells.count(cells[0]) == len(cells)
    return cells[:1] if same else cells


def in_rows(parts: Iterable[str | Sequence[str]], rows: int) -> str:
    """Lay parts of rows one after another, row by row.

    A text, or the only one of a sequence, stands in every row; of the others each row has its own.
    """
    if rows == 1:
        return "".join([part if isinstance(part, str) else part[0] for part in parts])
    columns: list[Iterable[str]] = []
    same = ""
    for part in parts:
        if isinstance(part, str):
            same += part
        elif len(part) == 1:
            same += part[0]
        else:
            columns += (repeat(same, rows), part)
            same = ""
    columns.append(repeat(same, rows))
    return "".join(chain.from_iterable(zip(*columns, strict=True)))
