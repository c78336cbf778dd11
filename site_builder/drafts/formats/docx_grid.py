"""The cells of a table of Word, merged ones counted once, and what kind of table it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from site_builder.drafts.columns import column_of, columns_of
from site_builder.drafts.draft import Column
from site_builder.drafts.facts import is_fact_label, labelled
from site_builder.drafts.formats.docx_xml import is_on, number_of, value_of

_HEADER_ROWS = 3  # a title may stand above the headers, inside the table
_LABEL_LENGTH = 12
_LONGEST = 30  # characters of a header
_NO_TEXT = frozenset({"w_del", "w_moveFrom", "mc_Fallback", "w_rt", "w_instrText"})


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its first column in the grid, how many columns and rows it takes.

    `goes_on`: it is a part of the cell above, and Word does not show what is in it.
    """

    element: Element
    left: int
    span: int
    rows: int
    goes_on: bool

    @property
    def text(self) -> str:
        """What is written in the cell, roughly: enough to know a header by."""
        return plain_text(self.element).strip()

    @property
    def filled(self) -> bool:
        """Tell whether the cell shows something, if only an automatic number."""
        numbered = self.element.find(".//w_numPr/w_numId") is not None
        return not self.goes_on and (bool(self.text) or numbered)


@dataclass(frozen=True, slots=True)
class Row:
    """A row, and why it is dropped, None if it is not."""

    cells: tuple[Cell, ...]
    dropped: str | None


@dataclass(frozen=True, slots=True)
class Ledger:
    """A table of issues: the rows that head it, and what stands in each column of the grid."""

    first: int
    last: int
    columns: dict[int, Column | None]
    headers: dict[int, str]

    def is_header(self, row: Row, rows: Sequence[Row]) -> bool:
        """Tell whether a row says the headers again, as on the next page."""
        texts = [cell.text for cell in row.cells]
        return any(texts) and any(
            texts == [cell.text for cell in head.cells] for head in rows[self.first : self.last + 1]
        )

    def opens(self, row: Row) -> bool:
        """Tell whether a row begins another issue, and does not go on with the one above."""
        cells = {self.columns.get(cell.left): cell for cell in reversed(row.cells)}
        problem, number = cells.get("problem"), cells.get("number")
        if problem and problem.filled:
            return True
        return bool(number and number.filled and not (problem and problem.goes_on))


def plain_text(element: Element) -> str:
    """Return the text in an element, without what a reader would have to report."""
    return "".join(_texts(element))


def _texts(element: Element) -> Iterator[str]:
    for child in element:
        if child.tag == "w_t":
            yield child.text or ""
        elif child.tag not in _NO_TEXT:
            yield from _texts(child)


def rows_of(table: Element) -> list[Row]:
    """Return the rows of a table in order."""
    rows = [(row, list(_cells(row))) for row in _children(table, "w_tr")]
    found: list[Row] = []
    for index, (element, cells) in enumerate(rows):
        measured = (
            Cell(cell, left, span, _height(left, merged, index, rows), merged == "on")
            for cell, left, span, merged in cells
        )
        found.append(Row(tuple(measured), _why_dropped(element)))
    return found


_Loose = tuple[Element, int, int, str | None]


def _height(
    left: int, merged: str | None, index: int, rows: Sequence[tuple[Element, list[_Loose]]]
) -> int:
    """Count the rows that a cell takes."""
    end = index + 1
    while merged == "begin" and end < len(rows):
        if not any(start == left and part == "on" for _, start, _, part in rows[end][1]):
            break
        end += 1
    return end - index


def _cells(row: Element) -> Iterator[_Loose]:
    left = max(number_of(row, "w_trPr/w_gridBefore") or 0, 0)
    for cell in _children(row, "w_tc"):
        span = max(number_of(cell, "w_tcPr/w_gridSpan") or 1, 1)
        yield cell, left, span, _merged(cell)
        left += span


def _merged(cell: Element) -> str | None:
    for tag in ("w_tcPr/w_vMerge", "w_tcPr/w_hMerge"):
        if cell.find(tag) is not None:
            return "begin" if value_of(cell, tag) == "restart" else "on"
    return None


def _children(element: Element, tag: str) -> Iterator[Element]:
    """Yield rows or cells, those in content controls too, but none of a table inside."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag not in {"w_tbl", "w_p"}:
            yield from _children(child, tag)


def _why_dropped(row: Element) -> str | None:
    if row.find("w_trPr/w_del") is not None:
        return "修订中已删除的表格行"
    return "隐藏的表格行" if is_on(row.find("w_trPr/w_hidden")) else None


def ledger_of(rows: Sequence[Row]) -> Ledger | None:
    """Find the headers of a ledger; None if the table is none."""
    for index, row in enumerate(rows[:_HEADER_ROWS]):
        if _heads([cell.text for cell in row.cells]):
            height = max(cell.rows for cell in row.cells)
            last = min(index + height - 1, index + _HEADER_ROWS - 1, len(rows) - 1)
            columns: dict[int, Column | None] = {}
            headers: dict[int, str] = {}
            for head in rows[index : last + 1]:
                for cell in head.cells:
                    column = column_of(cell.text)
                    for left in range(cell.left, cell.left + min(cell.span, 64)):
                        if column or left not in columns:
                            columns[left], headers[left] = column, cell.text
            return Ledger(index, last, columns, headers)
    return None


def _heads(texts: Sequence[str]) -> bool:
    """Tell whether a row is one of headers; where labels stand in front, values are among them."""
    columns = columns_of(texts)
    known = sum(column is not None for column in columns or ())
    return 2 * known > sum(map(bool, texts)) and all(len(text) <= _LONGEST for text in texts)


def pairs_of(rows: Sequence[Row]) -> list[tuple[Cell, Cell]] | None:
    """Return the cells of a table that has a label before each value, None if it has not."""
    pairs: list[tuple[Cell, Cell]] = []
    for row in rows:
        if len(row.cells) % 2 or row.dropped or any(cell.goes_on for cell in row.cells):
            return None
        pairs += zip(row.cells[::2], row.cells[1::2], strict=True)
    return pairs


def is_fact_table(pairs: Sequence[tuple[Cell, Cell]]) -> bool:
    """Tell whether labels such as 索引号 stand before the values."""
    labels = [label.text for label, _ in pairs if label.text]
    known = sum(map(is_fact_label, labels))
    short = all(len(label) <= _LABEL_LENGTH for label in labels)
    return short and known >= 2 and 2 * known >= len(labels)


def is_labelled_table(rows: Sequence[Row]) -> bool:
    """Tell whether each cell holds a label and its value: 索引号：001."""
    texts = [cell.text for row in rows for cell in row.cells if cell.filled]
    cut = [labelled(text) for text in texts]
    return len(texts) >= 2 and all(not before and found for before, found in cut)


def is_issue_table(pairs: Sequence[tuple[Cell, Cell]]) -> bool:
    """Tell whether the labels are those of an issue: one table an issue, or several below."""
    columns = [column_of(label.text) for label, _ in pairs]
    return len(columns) > 1 and None not in columns and "problem" in columns
