"""Rows → the parts of an Excel workbook (ECMA-376), row by row, so that none need be kept.

The XML is in `theme/xlsx/`; what it makes of a cell is rendered once and then filled.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from jinja2 import Environment, PackageLoader, StrictUndefined

from site_builder.views.tables import Cell, Column, Kind, Row, Table

# Excel's own limits: rows of a sheet with the headings, and UTF-16 units of a cell.
MOST_ROWS = 1_048_576
MOST_UNITS = 32_767
CUT = Column("cut", "截短说明", "Excel 的单元格最多 32,767 字；哪一列截去了多少字，全文见 CSV")
_UNFIT = re.compile("[\x0b\x0c]|_(?=x[0-9A-Fa-f]{4}_)|\r")
_SIGN = "\x1a"
_DAY_ZERO = date(1899, 12, 30)
_FIRST_DAY = date(1900, 3, 1)  # Excel counts a 29th of February before it that never was
_WIDTHS: dict[Kind, int] = {"string": 24, "integer": 9, "date": 12, "boolean": 9}


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("site_builder", "theme/xlsx"),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
    )


class Sheet(NamedTuple):
    """A sheet: its name, its columns, and the rows from `first` up to `end` of its table."""

    name: str
    columns: tuple[Column, ...]
    first: int
    end: int


def sheets_of(table: Table, count: int) -> tuple[Sheet, ...]:
    """Spread a table over as many sheets as Excel needs for it."""
    most = MOST_ROWS - 1
    starts = range(0, max(count, 1), most)
    return tuple(
        Sheet(
            table.title if number == 1 else f"{table.title}{number}",
            (*table.columns, CUT),
            start,
            min(start + most, count),
        )
        for number, start in enumerate(starts, start=1)
    )


def fixed_parts(sheets: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the parts that hold no rows; `sheets` are their names."""
    names = {
        "[Content_Types].xml": "content-types.xml",
        "_rels/.rels": "package-relations.xml",
        "xl/workbook.xml": "workbook.xml",
        "xl/_rels/workbook.xml.rels": "workbook-relations.xml",
        "xl/styles.xml": "styles.xml",
    }
    for name, template in names.items():
        text = _environment().get_template(template).render(sheets=sheets)
        yield name, text.encode()


def sheet_frame(columns: Sequence[Column], rows: int) -> tuple[str, str]:
    """Return what stands before and after the rows of a sheet, its headings being one more row."""
    text = (
        _environment()
        .get_template("sheet.xml")
        .render(
            widths=[_WIDTHS[column.kind] for column in columns],
            rows=_SIGN,
            filter=f"A1:{_letters(len(columns))}{rows + 1}" if rows else "",
        )
    )
    before, _, after = text.partition(_SIGN)
    return before, after


def headings(columns: Iterable[Column]) -> str:
    """Return the row of headings."""
    cells = "".join(_mould("heading").fill(escape(column.title)) for column in columns)
    return _mould("row").fill(cells)


@dataclass(slots=True)
class RowWriter:
    """Makes rows; `cut` counts the cells that were too long for Excel."""

    columns: tuple[Column, ...]
    cut: int = 0

    def rows(self, rows: Iterable[Row]) -> str:
        """Return rows; where there is a column for it, with a cell that says what is cut."""
        row, blank = _mould("row"), _mould("blank").before
        makers = [_cell_maker(column.kind) for column in self.columns]
        noted = self.columns[-1] is CUT
        made = []
        for cells in rows:
            # All words of a row are escaped at once, which takes far less than one by one.
            joined = _SIGN.join([cell for cell in cells if isinstance(cell, str)])
            # A character takes two units at most.
            if noted and len(joined) * 2 > MOST_UNITS:
                cells = self._fitting(cells)
                joined = _SIGN.join([cell for cell in cells if isinstance(cell, str)])
            elif noted:
                cells = (*cells, None)
            words = iter(_escaped(joined).split(_SIGN))
            made.append(row.before)
            made += [
                blank if cell is None else make(next(words) if isinstance(cell, str) else cell)
                for make, cell in zip(makers, cells, strict=True)
            ]
            made.append(row.after)
        return "".join(made)

    def _fitting(self, row: Row) -> Row:
        """Return a row and its note; nothing is cut without one."""
        cells: list[Cell] = []
        notes = []
        for column, cell in zip(self.columns, row, strict=False):
            if isinstance(cell, str) and (lost := len(cell) - len(_first_units(cell))):
                self.cut += 1
                notes.append(f"“{column.title}”截去 {lost} 字")
                cell = _first_units(cell)
            cells.append(cell)
        return (*cells, "；".join(notes) + "，全文见 CSV 或 JSON" if notes else None)


def _first_units(text: str) -> str:
    """Return as much of a text as a cell holds."""
    return text.encode("utf-16-le")[: MOST_UNITS * 2].decode("utf-16-le", "ignore")


class _Mould(NamedTuple):
    """What a template makes of a value, cut where that stands."""

    before: str
    after: str

    def fill(self, value: str) -> str:
        """Put in a value, which is XML already."""
        return f"{self.before}{value}{self.after}"


@cache
def _mould(name: str) -> _Mould:
    macros: Any = _environment().get_template("cells.xml").module
    made = macros.blank() if name == "blank" else getattr(macros, name)(_SIGN)
    before, _, after = str(made).partition(_SIGN)
    return _Mould(before, after)


def _escaped(text: str) -> str:
    """Return a text as XML; what that cannot hold, or Excel takes for such, becomes _xHHHH_."""
    if _UNFIT.search(text):
        text = _UNFIT.sub(lambda match: f"_x{ord(match[0]):04X}_", text)
    return escape(text)


@cache
def _cell_maker(kind: Kind) -> Callable[[Any], str]:
    text, number, day, boolean = map(_mould, ("text", "number", "date", "boolean"))

    def as_text(cell: str) -> str:
        return f"{text.before}{cell}{text.after}"

    def as_date(cell: str) -> str:
        found = date.fromisoformat(cell)
        return day.fill(str((found - _DAY_ZERO).days)) if found >= _FIRST_DAY else as_text(cell)

    makers: dict[Kind, Callable[[Any], str]] = {
        "string": as_text,
        "integer": lambda cell: number.fill(str(cell)),
        "date": as_date,
        "boolean": lambda cell: boolean.fill("1" if cell else "0"),
    }
    return makers[kind]


def _letters(column: int) -> str:
    """Return the letters of a column, counted from 1."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
