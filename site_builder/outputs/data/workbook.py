"""Rows → the parts of an Excel workbook (ECMA-376); the rows apart, to be made notice by notice.

The XML is in `theme/xlsx/`; what it makes of a cell is rendered once and then filled.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, cast

from jinja2 import Environment, PackageLoader, StrictUndefined

from site_builder.outputs.compiled import CompiledTemplates
from site_builder.outputs.data.columns import Encoded, Utf8, encoded, in_rows
from site_builder.views.columns import Cell, Columns, Row, columns_of, rows_of
from site_builder.views.tables import Column, Kind, Table

# Excel's own limits: rows of a sheet with the headings, and UTF-16 units of a cell.
MOST_ROWS = 1_048_576
MOST_UNITS = 32_767
CUT = Column("cut", "截短说明", "Excel 的单元格最多 32,767 字；哪一列截去了多少字，全文见 CSV")
_UNFIT = re.compile(b"[\x0b\x0c]|_(?=x[0-9A-Fa-f]{4}_)|\r")
# Bytes are looked for by their numbers: that is the quick way.
_AND, _LESS, _MORE, _VERTICAL, _FEED, _RETURN, _LOW_LINE = b"&<>\x0b\x0c\r_"
_SIGN = "\x1a"
_TEMPLATES = Path(__file__).parents[2] / "theme" / "xlsx"
_DAY_ZERO = date(1899, 12, 30)
_FIRST_DAY = date(1900, 3, 1)  # Excel counts a 29th of February before it that never was
_WIDTHS: dict[Kind, int] = {"string": 24, "integer": 9, "date": 12, "boolean": 9}


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("site_builder", "theme/xlsx"),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
    )
    environment.bytecode_cache = CompiledTemplates(environment, [_TEMPLATES])
    return environment


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


def sheet_frame(columns: Sequence[Column], rows: int) -> tuple[bytes, bytes]:
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
    before, _, after = text.encode().partition(_SIGN.encode())
    return before + _headings(columns), after


def _headings(columns: Iterable[Column]) -> bytes:
    cells = b"".join(_mould("heading").fill(_escaped(column.title.encode())) for column in columns)
    return _mould("row").fill(cells)


class Rows(NamedTuple):
    """Rows of a sheet as XML; `cut` counts the cells that were too long for Excel."""

    xml: bytes
    cut: int = 0


def table_rows(table: Table, found: Columns, columns: Encoded) -> Rows:
    """Return rows of a table, each with a last cell that says what is cut.

    `columns` are the same rows, encoded.
    """
    kinds = [*(column.kind for column in table.columns), CUT.kind]
    if not any(map(_perhaps_too_long, columns.cells, columns.joined)):
        whole = Encoded([*columns.cells, (None,)], [*columns.joined, None], columns.rows)
        return Rows(_xml(kinds, whole))
    fitting = [_fitting(table, row) for row in rows_of(found)]
    cut = columns_of([row for row, _ in fitting])
    return Rows(_xml(kinds, encoded(cut)), sum(cut_here for _, cut_here in fitting))


def sheet_rows(columns: Sequence[Column], rows: Sequence[Row]) -> bytes:
    """Return rows of a small sheet of ours, in which nothing is too long."""
    return _xml([column.kind for column in columns], encoded(columns_of(rows)))


def _perhaps_too_long(cells: Sequence[Utf8], joined: bytes | None) -> bool:
    """Tell whether one of the cells is, or would be if each byte took a unit."""
    if joined is not None and len(joined) <= MOST_UNITS:
        return False
    return any(isinstance(cell, bytes) and len(cell) > MOST_UNITS for cell in cells)


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

    before: bytes
    after: bytes

    def fill(self, value: bytes) -> bytes:
        """Put in a value, which is XML already."""
        return self.before + value + self.after


@cache
def _mould(name: str) -> _Mould:
    macros: Any = _environment().get_template("cells.xml").module
    made = macros.blank() if name == "blank" else getattr(macros, name)(_SIGN)
    before, _, after = str(made).encode().partition(_SIGN.encode())
    return _Mould(before, after)


def _xml(kinds: Sequence[Kind], columns: Encoded) -> bytes:
    if not columns.rows:
        return b""
    row, text, number = _mould("row"), _mould("text"), _mould("number")
    parts: list[bytes | Sequence[bytes]] = [row.before]
    for kind, cells, joined in zip(kinds, columns.cells, columns.joined, strict=True):
        if joined is None or kind == "date":
            parts.append([_cell(kind, cell) for cell in cells])
            continue
        words = cast(Sequence[bytes], cells)
        if kind == "integer":
            parts += (number.before, words, number.after)
        elif _to_escape(joined):
            parts += (text.before, [_escaped(word) for word in words], text.after)
        else:
            parts += (text.before, words, text.after)
    parts.append(row.after)
    return in_rows(parts, columns.rows)


def _cell(kind: Kind, cell: Utf8) -> bytes:
    if cell is None:
        return _mould("blank").before
    if isinstance(cell, bool):
        return _mould("boolean").fill(b"%d" % cell)
    if kind == "date":
        return _day(cell)
    return _mould("number" if kind == "integer" else "text").fill(_escaped(cell))


@cache
def _day(cell: bytes) -> bytes:
    found = date.fromisoformat(cell.decode())
    if found < _FIRST_DAY:
        return _mould("text").fill(cell)
    return _mould("date").fill(b"%d" % (found - _DAY_ZERO).days)


def _to_escape(text: bytes) -> bool:
    return (
        _AND in text
        or _LESS in text
        or _MORE in text
        or _VERTICAL in text
        or _FEED in text
        or _RETURN in text
        or (_LOW_LINE in text and b"_x" in text)
    )


def _escaped(text: bytes) -> bytes:
    """Return a text as XML; what that cannot hold, or Excel takes for such, becomes _xHHHH_."""
    fit = _UNFIT.sub(lambda match: b"_x%04X_" % ord(match[0]), text)
    return fit.replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b">", b"&gt;")


def _letters(column: int) -> str:
    """Return the letters of a column, counted from 1."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
