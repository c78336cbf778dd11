"""Rows of a table, laid out by column: in most columns all rows of a notice have the same cell."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import repeat
from typing import NamedTuple, TypeAlias

Cell: TypeAlias = str | int | bool | None
# A cell a column; dates are ISO, what is not stated is None. Addresses are in full where the site
# has one.
Row: TypeAlias = tuple[Cell, ...]
Cells: TypeAlias = Sequence[Cell]


class Columns(NamedTuple):
    """The cells of each column, one alone where it stands in every row; and how many rows."""

    cells: tuple[Cells, ...]
    rows: int


def columns(rows: int, *cells: Cells) -> Columns:
    """Return columns of so many rows each, or of one cell for all; no rows have no columns."""
    return Columns(tuple([_once(column) for column in cells]) if rows else (), rows)


def columns_of(rows: Sequence[Row]) -> Columns:
    """Return rows, all of the same length, as columns."""
    return columns(len(rows), *zip(*rows, strict=True))


def rows_of(columns: Columns) -> list[Row]:
    """Return columns as rows again."""
    whole = [repeat(one[0], columns.rows) if len(one) == 1 else one for one in columns.cells]
    return list(zip(*whole, strict=True))


def _once(cells: Cells) -> Cells:
    # Most columns differ at their ends if they differ at all.
    same = cells[0] == cells[-1] and cells.count(cells[0]) == len(cells)
    return cells[:1] if same else cells
