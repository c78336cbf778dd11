"""Tables of Word → the cells of a ledger, facts, or plain lines row by row."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Protocol
from xml.etree.ElementTree import Element

from site_builder.drafts.columns import column_of
from site_builder.drafts.facts import fact_of, labelled
from site_builder.drafts.formats.docx_grid import (
    Cell,
    Ledger,
    Row,
    is_fact_table,
    is_issue_table,
    is_labelled_table,
    ledger_of,
    pairs_of,
    rows_of,
)
from site_builder.drafts.formats.docx_writer import Writer

_HEADER, _AGAIN, _LABEL = "表头", "重复的表头", "表格里的标签"
_BESIDE = "文件信息，通报里没有放它的地方"
_COVERED = "合并的单元格里不显示的文字"


class Stories(Protocol):
    """What reads the blocks in a cell."""

    def story(self, element: Element) -> None:
        """Read all blocks of an element."""

    def text_of(self, element: Element) -> str:
        """Read a story that is no part of the text, and return it, a line a paragraph."""

    def at(self, place: str) -> AbstractContextManager[None]:
        """Name the place of what is read meanwhile."""

    def dropping(self, why: str) -> AbstractContextManager[None]:
        """Drop all text that is read meanwhile."""


class Tables:
    """The tables of a document; rows of ledgers are counted through all of them."""

    def __init__(self, stories: Stories, writer: Writer) -> None:
        self._stories = stories
        self._writer = writer
        self._count = 0
        self._row = 0

    def read(self, table: Element, inside: str) -> None:
        """Read a table; `inside` names the place if it stands in another table or a text box."""
        self._count += not inside
        name = f"{inside}里的表格" if inside else f"表{self._count}"
        rows = rows_of(table)
        pairs = pairs_of(rows)
        ledger = ledger_of(rows) if self._writer.row is None else None
        if ledger:
            self._ledger(rows, ledger, name)
        elif pairs and self._writer.row is None and is_fact_table(pairs):
            self._facts(rows, name)
        elif is_labelled_table(rows) and self._writer.row is None:
            self._labelled(rows, name)
        elif pairs and self._writer.row is None and is_issue_table(pairs):
            self._issues(rows, name)
        else:
            self._plain(rows, name)

    def _ledger(self, rows: Sequence[Row], ledger: Ledger, name: str) -> None:
        mark = self._writer.mark()
        for index, row in enumerate(rows):
            place = f"{name}第{index + 1}行"
            heads = ledger.first <= index <= ledger.last
            if heads or (index > ledger.last and ledger.is_header(row, rows)):
                for cell in row.cells:
                    text = self._text(cell, place)
                    self._writer.header(text, _HEADER if heads else _AGAIN, place)
            elif index < ledger.first or len(row.cells) == 1 or row.dropped:
                self._cells(row, place)
            else:
                self._row += ledger.opens(row) or not self._row
                for cell in row.cells:
                    before = self._writer.mark()
                    self._writer.row = self._row
                    self._writer.column = ledger.columns.get(cell.left)
                    self._cell(cell, row, place)
                    self._writer.row = self._writer.column = None
                    if _is_shared(cell, row, ledger):
                        number = self._writer.first_since(before, place)
                        header = ledger.headers.get(cell.left, "")
                        self._writer.say("D928", number, header=header, count=cell.rows)
        unknown = [ledger.headers[left] for left, column in ledger.columns.items() if not column]
        for header in dict.fromkeys(filter(None, unknown)):
            self._writer.say("D927", self._writer.first_since(mark, name), header=header)

    def _facts(self, rows: Sequence[Row], name: str) -> None:
        for index, row in enumerate(rows):
            place = f"{name}第{index + 1}行"
            for label, value in zip(row.cells[::2], row.cells[1::2], strict=True):
                printed = self._text(label, place)
                self._writer.header(printed, _LABEL, place)
                self._fact(printed, self._text(value, place), place)

    def _labelled(self, rows: Sequence[Row], name: str) -> None:
        for index, row in enumerate(rows):
            place = f"{name}第{index + 1}行"
            for cell in row.cells:
                before, found = labelled(self._text(cell, place))
                self._writer.drop(before, _BESIDE, place)
                for part in found:
                    self._writer.header(part.label, _LABEL, place)
                    self._fact(part.label, part.value, place)

    def _fact(self, label: str, value: str, place: str) -> None:
        if fact := fact_of(label):
            self._writer.fact(fact, value, place)
        else:
            self._writer.drop(value, _BESIDE, place)

    def _issues(self, rows: Sequence[Row], name: str) -> None:
        """Read a table with the labels in front; a label that comes again opens an issue."""
        seen: set[str] = set()
        self._row += 1
        for index, row in enumerate(rows):
            place = f"{name}第{index + 1}行"
            for label, value in zip(row.cells[::2], row.cells[1::2], strict=True):
                column = column_of(label.text)
                if column in {"number", "problem"} and column in seen:
                    self._row, seen = self._row + 1, set()
                seen.add(column or "")
                self._writer.header(self._text(label, place), _LABEL, place)
                self._writer.row, self._writer.column = self._row, column
                self._cell(value, row, place)
                self._writer.row = self._writer.column = None

    def _plain(self, rows: Sequence[Row], name: str) -> None:
        """Read a table that is no more than a layout, or that nobody taught us."""
        mark = self._writer.mark()
        for index, row in enumerate(rows):
            self._cells(row, f"{name}第{index + 1}行")
        if any(len(row.cells) > 1 for row in rows):
            self._writer.say("D942", self._writer.first_since(mark, name))

    def _cells(self, row: Row, place: str) -> None:
        """Read a row as a line, if no cell has more than one."""
        if row.dropped or len(row.cells) == 1:
            for cell in row.cells:
                self._cell(cell, row, place)
            return
        texts = [self._text(cell, place) for cell in row.cells]
        filled = [text for text in texts if text.strip()]
        lines = filled if "\n" in "".join(filled) else ["\t".join(filled)]
        for text in lines:
            if text.strip():
                self._writer.paragraph(text, place)

    def _cell(self, cell: Cell, row: Row, place: str) -> None:
        with self._stories.at(place):
            if why := row.dropped or (_COVERED if cell.goes_on else None):
                with self._stories.dropping(why):
                    self._stories.story(cell.element)
            else:
                self._stories.story(cell.element)

    def _text(self, cell: Cell, place: str) -> str:
        with self._stories.at(place):
            if cell.goes_on:
                with self._stories.dropping(_COVERED):
                    return self._stories.text_of(cell.element)
            return self._stories.text_of(cell.element)


def _is_shared(cell: Cell, row: Row, ledger: Ledger) -> bool:
    """Tell whether several issues share a cell, which then is counted in the first."""
    heights = [each.rows for each in row.cells if ledger.columns.get(each.left) == "problem"]
    return cell.filled and cell.rows > max(heights, default=cell.rows)
