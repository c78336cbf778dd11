"""One page of a PDF: its text, its tables, and what on it cannot be read."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

from site_builder.drafts.formats.pdf_glyphs import LOST, Glyph, page_glyphs
from site_builder.drafts.formats.pdf_lines import Line, lines_of
from site_builder.drafts.formats.pdf_rules import Cell, Grid, grids_of

_MAX_OBJECTS = 5_000
_FEWEST = 10  # characters; a scan may bear a page number that is text
_SCAN, _PICTURE = 0.4, 0.1  # shares of the page
_DRAWN = 200  # strokes on a page without text: letters turned into outlines
_INVISIBLE = 3  # the mode that text recognition prints its text in
_SAMPLE = 40


@dataclass(frozen=True, slots=True)
class Table:
    """A table drawn with lines: its cells row by row, each with its lines."""

    page: int
    top: float
    cells: tuple[tuple[Cell, tuple[Line, ...]], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """What was read of a page."""

    number: int
    width: float
    lines: tuple[Line, ...]
    """Those outside of tables, from the top down."""
    tables: tuple[Table, ...]
    aside: str
    radicals: int
    unreadable: bool
    """It shows text that is not there as text: a scan, outlines, or a font without a table."""
    recognised: bool
    """Its text is what a program recognised in the picture of the page."""
    pictures: bool


def read_page(page: Any, number: int, tight: bool = False) -> Page:
    """Read a page of PDFium; `number` counts from 1. For `tight` see `page_glyphs`."""
    textpage = page.get_textpage()
    try:
        found = page_glyphs(textpage, tight)
    finally:
        textpage.close()
    grids = grids_of(page, found.turned)
    tables = tuple(_table(grid, found.glyphs, number) for grid in grids)
    outside = [glyph for glyph in found.glyphs if not any(_in_grid(glyph, g) for g in grids)]
    inked = sum(not glyph.char.isspace() for glyph in found.glyphs)
    share = _picture_share(page)
    left, bottom, right, top = page.get_bbox()
    return Page(
        number,
        abs(top - bottom if found.turned % 2 else right - left),
        tuple(lines_of(outside, number)),
        tuple(table for table in tables if table.cells),
        found.aside,
        found.radicals,
        unreadable=_is_unreadable(page, found.glyphs, inked, share),
        recognised=inked >= _FEWEST and share >= _SCAN and _is_invisible(page),
        pictures=inked >= _FEWEST and share >= _PICTURE,
    )


def _is_unreadable(page: Any, glyphs: Iterable[Glyph], inked: int, share: float) -> bool:
    if inked >= _FEWEST:
        return sum(glyph.char == LOST for glyph in glyphs) > inked / 3
    return share >= _SCAN or _count(page, pdfium.FPDF_PAGEOBJ_PATH, _DRAWN) >= _DRAWN


def _picture_share(page: Any) -> float:
    """Return how much of the page its largest picture covers."""
    left, bottom, right, top = page.get_bbox()
    whole: float = max((right - left) * (top - bottom), 1.0)
    found = page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,), max_depth=4)
    areas = (_area(drawn) for _, drawn in zip(range(_MAX_OBJECTS), found, strict=False))
    return max(areas, default=0.0) / whole


def _area(drawn: Any) -> float:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(drawn, left, bottom, right, top)
    return abs((right.value - left.value) * (top.value - bottom.value))


def _count(page: Any, kind: int, enough: int) -> int:
    found = page.get_objects(filter=(kind,), max_depth=4)
    return sum(1 for _ in zip(range(enough), found, strict=False))


def _is_invisible(page: Any) -> bool:
    found = page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_TEXT,), max_depth=4)
    sample = [drawn for _, drawn in zip(range(_SAMPLE), found, strict=False)]
    modes = [pdfium.FPDFTextObj_GetTextRenderMode(drawn) for drawn in sample]
    return modes.count(_INVISIBLE) > len(modes) / 2


def _table(grid: Grid, glyphs: Sequence[Glyph], number: int) -> Table:
    inside = [glyph for glyph in glyphs if _in_grid(glyph, grid)]
    cells = [
        (cell, tuple(lines_of((g for g in inside if _in_cell(g, cell)), number)))
        for cell in grid.cells
    ]
    return Table(number, grid.top, tuple(cells))


def _middle(glyph: Glyph) -> tuple[float, float]:
    return (glyph.left + glyph.right) / 2, glyph.y + 0.35 * glyph.size


def _in_grid(glyph: Glyph, grid: Grid) -> bool:
    if not grid.bottom <= _middle(glyph)[1] < grid.top:
        return False
    return any(_in_cell(glyph, cell) for cell in grid.cells)


def _in_cell(glyph: Glyph, cell: Cell) -> bool:
    x, y = _middle(glyph)
    return cell.left <= x < cell.right and cell.bottom <= y < cell.top
