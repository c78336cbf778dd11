"""Rows → the parts of an Excel workbook (ECMA-376); the rows apart, to be made notice by notice.

The XML is in `theme/xlsx/`; what it makes of a cell is rendered once and then filled.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from itertools import chain
from typing import Any, NamedTuple, cast
from xml.sax.saxutils import escape

from jinja2 import Environment, PackageLoader, StrictUndefined

from site_builder.outputs.data.columns import Cells, Columns, columns_of, in_rows
from site_builder.views.tables import Cell, Column, Kind, Row, Table

# Excel's own limits: rows of a sheet with the headings, and UTF-16 units of a cell.
MOST_ROWS = 1_048_576
MOST_UNITS = 32_767
CUT = Column("cut", "截短说明", "Excel 的单元格最多 32,767 字；哪一列截去了多少字，全文见 CSV")
_UNFIT = re.compile("[\x0b\x0c]|_(?=x[0-9A-Fa-f]{4}_)|\r")
_PERHAPS_TO_ESCAPE = ("&", "<", ">", "\x0b", "\x0c", "_x")
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
    """A sheet: its name, its columns, and its rows, which are those of some notices in a row."""

    name: str
    columns: tuple[Column, ...]
    notices: range
    rows: int


def sheets_of(table: Table, counts: Sequence[int]) -> tuple[Sheet, ...]:
    """Spread a table over as many sheets as Excel needs; `counts` are the rows of each notice."""
    ends = [0]
    rows = [0]
    for number, count in enumerate(counts):
        if rows[-1] + count > MOST_ROWS - 1:
            ends.append(number)
            rows.append(0)
        rows[-1] += count
    starts = [*ends[1:], len(counts)]
    return tuple(
        Sheet(
            f"{table.title}{number if number > 1 else ''}",
            (*table.columns, CUT),
            range(start, end),
            rows_here,
        )
        for number, (start, end, rows_here) in enumerate(zip(ends, starts, rows, strict=True), 1)
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
    """Return what stands before and after the rows of a sheet; its headings are one more row."""
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
    return before + _headings(columns), after


def _headings(columns: Iterable[Column]) -> str:
    cells = "".join(_mould("heading").fill(escape(column.title)) for column in columns)
    return _mould("row").fill(cells)


class Rows(NamedTuple):
    """Rows of a sheet as XML; `cut` counts the cells that were too long for Excel."""

    xml: str
    cut: int = 0


def table_rows(table: Table, rows: Sequence[Row], columns: Columns, csv: str) -> Rows:
    """Return rows of a table, each with a last cell that says what is cut.

    `columns` and `csv` are the same rows: to look through the words of all at once takes far less
    than to look through each cell.
    """
    cut = 0
    cells = (*columns.cells, (None,))
    if len(csv) * 2 > MOST_UNITS and any(map(_perhaps_too_long, chain.from_iterable(rows))):
        fitting = [_fitting(table, row) for row in rows]
        cells = columns_of([row for row, _ in fitting]).cells
        cut = sum(cut_here for _, cut_here in fitting)
    # Each line of CSV ends in one of its own.
    own_ends = csv.count("\r") == len(rows)
    to_escape = not own_ends or any(sign in csv for sign in _PERHAPS_TO_ESCAPE)
    kinds = [column.kind for column in (*table.columns, CUT)]
    return Rows(_xml(kinds, Columns(cells, len(rows)), to_escape=to_escape), cut)


def sheet_rows(columns: Sequence[Column], rows: Sequence[Row]) -> str:
    """Return rows of a small sheet of ours, in which nothing is too long."""
    return _xml([column.kind for column in columns], columns_of(rows), to_escape=True)


def _perhaps_too_long(cell: Cell) -> bool:
    """Tell of a cell whether it is, or would be if each character took two units."""
    return isinstance(cell, str) and len(cell) * 2 > MOST_UNITS


def _fitting(table: Table, row: Row) -> tuple[Row, int]:
    """Return a row and its note, and how many cells were cut; nothing is cut without a note."""
    cells: list[Cell] = []
    notes = []
    for column, cell in zip(table.columns, row, strict=True):
        if isinstance(cell, str) and (lost := len(cell) - len(_first_units(cell))):
            notes.append(f"“{column.title}”截去 {lost} 字")
            cell = _first_units(cell)
        cells.append(cell)
    return (*cells, "；".join(notes) + "，全文见 CSV 或 JSON" if notes else None), len(notes)


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


def _xml(kinds: Sequence[Kind], columns: Columns, *, to_escape: bool) -> str:
    if not columns.rows:
        return ""
    row = _mould("row")
    parts: list[str | Sequence[str]] = [row.before]
    for kind, cells in zip(kinds, columns.cells, strict=True):
        if to_escape:
            cells = tuple([_escaped(cell) if isinstance(cell, str) else cell for cell in cells])
        parts += _column(kind, cells)
    parts.append(row.after)
    return in_rows(parts, columns.rows)


def _column(kind: Kind, cells: Cells) -> Sequence[str | Sequence[str]]:
    """Return what stands for a column in the rows; its words are XML already."""
    blank = _mould("blank").before
    if make := _WHOLE.get(kind):
        return ([blank if cell is None else make(cell) for cell in cells],)
    before, after = _mould(_MOULDS[kind])
    if None in cells:
        return ([blank if cell is None else f"{before}{cell}{after}" for cell in cells],)
    return before, cast(Sequence[str], cells) if kind == "string" else list(map(str, cells)), after


@cache
def _day(cell: str) -> str:
    found = date.fromisoformat(cell)
    if found < _FIRST_DAY:
        return _mould("text").fill(cell)
    return _mould("date").fill(str((found - _DAY_ZERO).days))


# Of these a value makes a whole cell, of others only what stands in it.
_WHOLE: dict[Kind, Callable[[Any], str]] = {
    "date": _day,
    "boolean": lambda cell: _mould("boolean").fill("1" if cell else "0"),
}
_MOULDS: dict[Kind, str] = {"string": "text", "integer": "number"}


def _escaped(text: str) -> str:
    """Return a text as XML; what that cannot hold, or Excel takes for such, becomes _xHHHH_."""
    return escape(_UNFIT.sub(lambda match: f"_x{ord(match[0]):04X}_", text))


def _letters(column: int) -> str:
    """Return the letters of a column, counted from 1."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
