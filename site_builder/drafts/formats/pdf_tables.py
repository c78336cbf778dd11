"""Tables of a PDF → the cells of a ledger, or if it is none, its text cell by cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from site_builder.drafts.columns import columns_of
from site_builder.drafts.draft import Column
from site_builder.drafts.formats.pdf_lines import Line, joined_text
from site_builder.drafts.formats.pdf_pages import Table
from site_builder.drafts.formats.pdf_rules import Cell
from site_builder.drafts.paragraph_ends import opens
from site_builder.drafts.wording import has_clauses, is_closed

_HEADER_ROWS = 3  # a title may stand above the headers, inside the table
_NEAR = 6.0  # points between the same column on two pages


@dataclass(frozen=True, slots=True)
class Read:
    """What a paragraph in a cell is: of which row and column of a ledger, or a header."""

    lines: tuple[Line, ...]
    row: int | None = None
    column: Column | None = None
    header: bool = False

    @property
    def text(self) -> str:
        """Its lines one after another."""
        return joined_text(self.lines)


@dataclass(slots=True)
class Ledgers:
    """The ledgers of a document; one that goes on over pages is one."""

    _columns: dict[float, Column | None] = field(default_factory=dict)
    _row: int = 0

    def read(self, table: Table) -> tuple[list[Read], bool]:
        """Return the paragraphs of a table in order, and whether it is a ledger."""
        rows = _rows(table)
        head = self._head(rows)
        if head is None and not self._goes_on(table):
            self._columns = {}
            return [part for row in rows for cell, lines in row for part in _parts(lines)], False
        read: list[Read] = []
        first = 0 if head is None else head + 1
        for index, row in enumerate(rows):
            if index == first - 1:
                read.extend(Read(p.lines, header=True) for _, c in row for p in _parts(c))
            elif index < first or _spans_all(row, table):
                read.extend(part for _, lines in row for part in _parts(lines))
            else:
                if self._opens(row, index == 0):
                    self._row += 1
                read.extend(self._cells(row))
        return read, True

    def _head(self, rows: Sequence[Sequence[tuple[Cell, tuple[Line, ...]]]]) -> int | None:
        """Find the row of headers, and note which column is where."""
        for index, row in enumerate(rows[:_HEADER_ROWS]):
            texts = tuple("".join(line.text for line in lines) for _, lines in row)
            columns = columns_of(texts)
            if columns:
                self._columns = {
                    cell.left: column for (cell, _), column in zip(row, columns, strict=True)
                }
                return index
        return None

    def _goes_on(self, table: Table) -> bool:
        lefts = {cell.left for cell, _ in table.cells}
        return bool(self._columns) and all(
            any(abs(left - known) <= _NEAR for known in self._columns) for left in lefts
        )

    def _opens(self, row: Sequence[tuple[Cell, tuple[Line, ...]]], first: bool) -> bool:
        """Tell whether a row begins another issue; one that a page broke goes on."""
        filled = {self._column(cell) for cell, lines in row if lines}
        begins = {self._column(cell) for cell, _ in row}
        if self._row == 0:
            return True
        if "number" in begins:
            return "number" in filled or (not first and "problem" in filled)
        return "problem" in (filled if first else begins)

    def _cells(self, row: Sequence[tuple[Cell, tuple[Line, ...]]]) -> Iterator[Read]:
        for cell, lines in row:
            for part in _parts(lines):
                yield Read(part.lines, self._row, self._column(cell))

    def _column(self, cell: Cell) -> Column | None:
        nearest = min(self._columns, key=lambda left: abs(left - cell.left))
        return self._columns[nearest] if abs(nearest - cell.left) <= _NEAR else None


def _spans_all(row: Sequence[tuple[Cell, tuple[Line, ...]]], table: Table) -> bool:
    """Tell whether a row is one cell from edge to edge: the heading of a group."""
    left = min(cell.left for cell, _ in table.cells)
    right = max(cell.right for cell, _ in table.cells)
    return len(row) == 1 and row[0][0].left <= left + _NEAR and row[0][0].right >= right - _NEAR


def _rows(table: Table) -> list[list[tuple[Cell, tuple[Line, ...]]]]:
    rows: dict[int, list[tuple[Cell, tuple[Line, ...]]]] = {}
    for cell, lines in table.cells:
        rows.setdefault(cell.row, []).append((cell, lines))
    return list(rows.values())


def _parts(lines: Sequence[Line]) -> list[Read]:
    """Put the lines of a cell together: one that reaches the edge goes on in the next.

    So does one that ends in the middle of a sentence, where a number was too long for its room.
    """
    if not lines:
        return []
    edge = max(line.right for line in lines)
    parts: list[list[Line]] = []
    for line in lines:
        last = parts[-1][-1] if parts else None
        if last and _goes_on(parts[-1], line, near=edge - last.right < 1.3 * last.size):
            parts[-1].append(line)
        else:
            parts.append([line])
    return [Read(tuple(part)) for part in parts]


def _goes_on(part: Sequence[Line], line: Line, *, near: bool) -> bool:
    """Tell whether a line goes on with the ones before; `near`: they reach the edge."""
    before = joined_text(part)
    if is_closed(before):
        return near and not opens(line.text)
    return near or (has_clauses(before) and not opens(line.text))
