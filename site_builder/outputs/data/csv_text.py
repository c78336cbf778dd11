"""Rows → CSV (RFC 4180), such that Excel opens it and takes no text for a formula."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import cast

from site_builder.outputs.data.columns import Encoded, Utf8, in_rows

# Tells Excel that the file is UTF-8; it stands once, before the headings.
BOM = "\ufeff".encode()
MARK = b"'"
# With one of these at its beginning, a spreadsheet takes a text for a formula; full-width ones
# count in Chinese and Japanese editions. The mark itself has one put before it as well, so that to
# take one away from whatever begins with it gives back the text as it was.
_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", MARK.decode())
_MARKED = tuple(sign.encode() for sign in _SIGNS)
_PERHAPS_MARKED = frozenset(sign[0] for sign in _MARKED)
_FIRST = itemgetter(0)
# Bytes are looked for by their numbers: that is the quick way.
_NEW_LINE, _COMMA, _QUOTE, _RETURN = b'\n,"\r'


def csv_text(columns: Encoded) -> bytes:
    """Return rows as lines of CSV (UTF-8), ending in CR LF.

    Where one cell of a column is in quotes all are. Written by ourselves because the columns of a
    notice mostly hold one word over and over, which is made once; `csv` takes three times as long.
    """
    parts: list[bytes | Sequence[bytes]] = []
    for cells, joined in zip(columns.cells, columns.joined, strict=True):
        parts.append(b",")
        if joined is None:
            parts.append([_written(cell) for cell in cells])
        else:
            parts += _texts(cast(Sequence[bytes], cells), joined)
    return in_rows([*parts[1:], b"\r\n"], columns.rows) if columns.rows else b""


def _texts(cells: Sequence[bytes], joined: bytes) -> Sequence[bytes | Sequence[bytes]]:
    if not all(cells) or not _PERHAPS_MARKED.isdisjoint(map(_FIRST, cells)):
        cells = [_marked(cell) for cell in cells]
    if not _to_quote(joined):
        return (cells,)
    if _QUOTE in joined:
        cells = [cell.replace(b'"', b'""') for cell in cells]
    return b'"', cells, b'"'


def _written(cell: Utf8) -> bytes:
    if cell is None:
        return b""
    if isinstance(cell, bool):
        return b"true" if cell else b"false"
    marked = _marked(cell)
    return b'"' + marked.replace(b'"', b'""') + b'"' if _to_quote(cell) else marked


def _marked(cell: bytes) -> bytes:
    return MARK + cell if cell.startswith(_MARKED) else cell


def _to_quote(text: bytes) -> bool:
    return _NEW_LINE in text or _COMMA in text or _QUOTE in text or _RETURN in text
