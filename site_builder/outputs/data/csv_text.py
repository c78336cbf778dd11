"""Rows → CSV (RFC 4180), such that Excel opens it and takes no text for a formula."""

from __future__ import annotations

from collections.abc import Sequence

from site_builder.views.tables import Cell, Row

# Tells Excel that the file is UTF-8; it stands once, before the headings.
BOM = "\ufeff"
MARK = "'"
# With one of these at its beginning, a spreadsheet takes a text for a formula; full-width ones
# count in Chinese and Japanese editions. The mark itself has one put before it as well, so that to
# take one away from whatever begins with it gives back the text as it was.
_MARKED = frozenset(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", MARK))


_QUOTE = '"'


def csv_text(rows: Sequence[Row]) -> str:
    """Return rows as lines of CSV, ending in CR LF.

    Written by ourselves because the columns of a notice mostly hold one word over and over, which
    is made once; `csv` takes three times as long.
    """
    columns = map(_column, zip(*rows, strict=True))
    return "".join([f"{line}\r\n" for line in map(",".join, zip(*columns, strict=True))])


def _column(cells: Sequence[Cell]) -> Sequence[str]:
    if cells.count(cells[0]) == len(cells):
        return [_written(cells[0])] * len(cells)
    return [_written(cell) for cell in cells]


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    if cell is True or cell is False:
        return "true" if cell else "false"
    if isinstance(cell, int):
        return str(cell)
    marked = MARK + cell if cell[:1] in _MARKED else cell
    if "\n" in cell or "," in cell or _QUOTE in cell or "\r" in cell:
        return _QUOTE + marked.replace(_QUOTE, _QUOTE * 2) + _QUOTE
    return marked


def as_written(cell: str) -> str:
    """Return a text as it was before it was marked."""
    return cell[1:] if cell.startswith(MARK) else cell
