"""Rows → CSV (RFC 4180), such that Excel opens it and takes no text for a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import StringIO

from site_builder.views.tables import Cell, Row

# Tells Excel that the file is UTF-8; it stands once, before the headings.
BOM = "\ufeff"
MARK = "'"
# With one of these at its beginning, a spreadsheet takes a text for a formula; full-width ones
# count in Chinese and Japanese editions. The mark itself has one put before it as well, so that to
# take one away from whatever begins with it gives back the text as it was.
_MARKED = frozenset(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", MARK))


def csv_text(rows: Iterable[Row]) -> str:
    """Return rows as lines of CSV, ending in CR LF."""
    made = StringIO()
    csv.writer(made, lineterminator="\r\n").writerows([_cells(row) for row in rows])
    return made.getvalue()


def _cells(row: Row) -> list[Cell]:
    return [
        cell if cell is None or cell.__class__ is int else _marked(cell)  # most of them
        for cell in row
    ]


def _marked(cell: Cell) -> str:
    if isinstance(cell, str):
        return MARK + cell if cell[:1] in _MARKED else cell
    return "true" if cell else "false"


def as_written(cell: str) -> str:
    """Return a text as it was before it was marked."""
    return cell[1:] if cell.startswith(MARK) else cell
