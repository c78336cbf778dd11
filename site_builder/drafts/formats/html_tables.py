"""Tables of a page: ledgers, what only lays out the page, metadata, and all others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from site_builder.drafts.columns import columns_of
from site_builder.drafts.draft import Column
from site_builder.drafts.facts import is_fact_label
from site_builder.drafts.formats.html_blocks import Block, Flow
from site_builder.drafts.formats.html_page import is_hidden, is_removed

_PARTS = frozenset(("thead", "tbody", "tfoot", "tr"))
_CELLS = frozenset(("td", "th"))
_MAX_SPAN = 200
_HEADER_ROWS = 3
_LONG_CELL = 800  # characters; with so many a table that is no ledger lays out the page


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its place in the table counted from 0, how far it spans, and its text."""

    row: int
    column: int
    rows: int
    columns: int
    blocks: tuple[Block, ...]

    @property
    def text(self) -> str:
        """The text of its blocks, one after another."""
        return "".join(block.text for block in self.blocks if not block.hidden)


@dataclass(slots=True)
class Tables:
    """Reads the tables of a page one after another; rows are counted through all of them."""

    headers: list[Block] = field(default_factory=list)
    """Blocks of header rows, which are no text of the notice."""
    flattened: list[Block] = field(default_factory=list)
    """The first block of each table that is no ledger."""
    beside: list[Block] = field(default_factory=list)
    """Blocks of tables that hold metadata: label, value, label, value."""
    _row: int = 0

    def expanded(self, blocks: Sequence[Block]) -> Iterator[Block]:
        """Put the text of tables in the places where they stand."""
        for block in blocks:
            if block.table is None:
                yield block
            else:
                yield from self._table(block.table)

    def _table(self, table: Any) -> Iterator[Block]:
        rows = rows_of(table)
        head, columns = _head(rows)
        cells = [cell for row in rows for cell in row]
        if not columns and not _is_metadata(cells) and _is_layout(table, rows, cells):
            yield from self.expanded(Flow(tables=True).read(table))
            return
        yield from _stray(table)
        if columns:
            yield from self._ledger(rows, head, columns)
        elif _is_metadata(cells):
            self.beside.extend(block for cell in cells for block in cell.blocks)
        else:
            blocks = [block for cell in cells for block in cell.blocks]
            self.flattened.extend(blocks[:1])
            yield from blocks

    def _ledger(
        self, rows: Sequence[Sequence[Cell]], head: int, columns: dict[int, Column | None]
    ) -> Iterator[Block]:
        width = max(cell.column + cell.columns for row in rows for cell in row)
        for index, row in enumerate(rows):
            if index == head or (index > head and _is_header(row)):
                self.headers.extend(block for cell in row for block in cell.blocks)
            elif index < head or (len(row) == 1 and row[0].columns >= width > 1):
                yield from (block for cell in row for block in cell.blocks)
            else:
                begun = {columns.get(cell.column) for cell in row}
                if begun & ({"number"} if "number" in columns.values() else {"problem"}):
                    self._row += 1
                for cell in row:
                    for block in cell.blocks:
                        block.row, block.column = max(self._row, 1), columns.get(cell.column)
                        yield block


def rows_of(table: Any) -> list[list[Cell]]:
    """Return the rows of a table that hold cells; a nested table is text of its cell."""
    rows: list[list[Cell]] = []
    taken: dict[int, int] = {}  # column → rows below that a cell above still fills
    for elements in _own_rows(table):
        row: list[Cell] = []
        column = 0
        for element in elements:
            if is_removed(element):
                continue
            while taken.get(column, 0) > 0:
                column += 1
            wide, high = _span(element, "colspan"), _span(element, "rowspan")
            blocks = tuple(Flow().read_whole(element))
            row.append(Cell(len(rows), column, high, wide, blocks))
            for filled in range(column, column + wide):
                taken[filled] = high
            column += wide
        taken = {place: left - 1 for place, left in taken.items() if left > 1}
        rows.append(row)
    return [row for row in rows if row]


def _stray(element: Any) -> Iterator[Block]:
    """Yield what stands in a table but in no cell of it: its caption, what is hidden with its row
    or its cell, or text that a fault left there."""
    texts = [(element.text, element)]
    for child in element:
        if child.tag in _PARTS and not is_hidden(child):
            yield from _stray(child)
        elif child.tag not in _CELLS or is_removed(child):
            yield from Flow().read_whole(child)
        texts.append((child.tail, child))
    for text, near in texts:
        if text and text.strip():
            yield Block(text.strip(), near.sourceline or 0)


def _own_rows(part: Any) -> Iterator[list[Any]]:
    """Yield the cells of each row. Cells that stand in no row make one, as browsers have it."""
    for are_cells, children in groupby(part, lambda child: child.tag in _CELLS):
        if are_cells:
            yield list(children)
        else:
            for child in children:
                if is_hidden(child):
                    continue
                if child.tag == "tr":
                    yield [element for element in child if element.tag in _CELLS]
                elif child.tag in _PARTS:
                    yield from _own_rows(child)


def _span(element: Any, name: str) -> int:
    text = element.get(name) or "1"
    return min(max(int(text[:9]), 1), _MAX_SPAN) if text.isascii() and text.isdigit() else 1


def _head(rows: Sequence[Sequence[Cell]]) -> tuple[int, dict[int, Column | None]]:
    for index, row in enumerate(rows[:_HEADER_ROWS]):
        columns = columns_of([cell.text for cell in row])
        if columns:
            places = (cell.column for cell in row)
            return index, dict(zip(places, columns, strict=True))
    return -1, {}


def _is_header(row: Sequence[Cell]) -> bool:
    return columns_of([cell.text for cell in row]) is not None


def _is_metadata(cells: Sequence[Cell]) -> bool:
    labels = sum(is_fact_label(cell.text) for cell in cells)
    return labels >= 2 and labels >= len([cell for cell in cells if cell.text]) / 3


def _is_layout(table: Any, rows: Sequence[Sequence[Cell]], cells: Sequence[Cell]) -> bool:
    return (
        table.get("role") == "presentation"
        or max((len(row) for row in rows), default=0) < 2
        or any(True for inner in table.iter("table") if inner is not table)
        or any(len(cell.text) > _LONG_CELL for cell in cells)
        or not cells
    )
