"""Columns → rows of text (UTF-8).

A cell that stands in every row is written once, together with what stands around it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, repeat
from typing import NamedTuple, TypeAlias, cast

from site_builder.views.columns import Cell, Columns

Utf8: TypeAlias = bytes | bool | None
"""A cell: a text as UTF-8, a number as its digits, what is neither as it was."""


class Encoded(NamedTuple):
    """Columns encoded, see `Utf8`.

    `joined` are the cells of each column as one, None where some are neither text nor number: to
    look through all at once takes far less than to look through each.
    """

    cells: list[Sequence[Utf8]]
    joined: list[bytes | None]
    rows: int


def encoded(columns: Columns) -> Encoded:
    """Return columns encoded; those of CSV and of the workbook are made of the same."""
    cells: list[Sequence[Utf8]] = []
    joined: list[bytes | None] = []
    for column in columns.cells:
        if isinstance(column[0], str) and None not in column:
            texts = list(map(str.encode, cast(Sequence[str], column)))
            cells.append(texts)
            joined.append(b"".join(texts))
        else:
            others = [_utf8(cell) for cell in column]
            cells.append(others)
            joined.append(_joined(others))
    return Encoded(cells, joined, columns.rows)


def _utf8(cell: Cell) -> Utf8:
    if cell is None or isinstance(cell, bool):
        return cell
    return cell.encode() if isinstance(cell, str) else b"%d" % cell


def _joined(cells: Sequence[Utf8]) -> bytes | None:
    words = [cell for cell in cells if isinstance(cell, bytes)]
    return b"".join(words) if len(words) == len(cells) else None


def in_rows(parts: Iterable[bytes | Sequence[bytes]], rows: int) -> bytes:
    """Lay parts of rows one after another, row by row.

    A text, or the only one of a sequence, stands in every row; of the others each row has its own.
    """
    if rows == 1:
        return b"".join([part if isinstance(part, bytes) else part[0] for part in parts])
    columns: list[Iterable[bytes]] = []
    same = b""
    for part in parts:
        if isinstance(part, bytes):
            same += part
        elif len(part) == 1:
            same += part[0]
        else:
            columns += (repeat(same, rows), part)
            same = b""
    columns.append(repeat(same, rows))
    return b"".join(chain.from_iterable(zip(*columns, strict=True)))
