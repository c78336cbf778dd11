"""Rows → CSV (RFC 4180), such that Excel opens it and takes no text for a formula."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from site_builder.outputs.data.columns import Cells, Columns, in_rows
from site_builder.views.tables import Cell

# Tells Excel that the file is UTF-8; it stands once, before the headings.
BOM = "\ufeff"
MARK = "'"
# With one of these at its beginning, a spreadsheet takes a text for a formula; full-width ones
# count in Chinese and Japanese editions. The mark itself has one put before it as well, so that to
# take one away from whatever begins with it gives back the text as it was.
_MARKED = frozenset(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", MARK))
_QUOTE = '"'


def csv_text(columns: Columns) -> str:
    """Return rows as lines of CSV, ending in CR LF.

    Written by ourselves because the columns of a notice mostly hold one word over and over, which
    is made once; `csv` takes three times as long.
    """
    parts: list[str | Sequence[str]] = []
    for cells in columns.cells:
        parts += (",", _written_column(cells))
    return in_rows([*parts[1:], "\r\n"], columns.rows) if columns.rows else ""


def _written_column(cells: Cells) -> Sequence[str]:
    if len(cells) > 1 and isinstance(cells[0], str) and None not in cells:
        texts = cast(tuple[str, ...], cells)
        # To look through all cells at once takes far less than to look through each of them.
        plain = not _to_quote(texts[0]) and not _to_quote("".join(texts))
        if plain and _MARKED.isdisjoint([text[:1] for text in texts]):
            return texts
    return [_written(cell) for cell in cells]


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    if cell is True or cell is False:
        return "true" if cell else "false"
    if isinstance(cell, int):
        return str(cell)
    marked = MARK + cell if cell[:1] in _MARKED else cell
    if _to_quote(cell):
        return _QUOTE + marked.replace(_QUOTE, _QUOTE * 2) + _QUOTE
    return marked


def _to_quote(text: str) -> bool:
    return "\n" in text or "," in text or _QUOTE in text or "\r" in text
