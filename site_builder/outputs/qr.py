"""An address as a QR code, for those who hold the page on paper."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from urllib.parse import quote

import segno

# What an address may hold as it stands; anything else is written as %….
_IN_ADDRESSES = ":/?#[]@!$&'()*+,;=%~"
# Every mask can be read. To weigh all eight against each other takes five times as long.
_MASK = 4
_QUIET = 4


@dataclass(frozen=True, slots=True)
class QrCode:
    """A square of `size` modules a side, quiet zone included.

    `path` draws the dark ones in SVG as strokes one module high.
    """

    size: int
    path: str


def qr_code(address: str) -> QrCode:
    """Return the QR code of an address. Error correction M stands a fold in the paper."""
    ascii_only = quote(address, safe=_IN_ADDRESSES)
    matrix = segno.make_qr(ascii_only, error="m", mask=_MASK, boost_error=False).matrix
    rows = (_strokes(row, y) for y, row in enumerate(matrix))
    return QrCode(len(matrix) + 2 * _QUIET, "".join(rows))


def _strokes(row: bytearray, y: int) -> str:
    strokes = [f"M{_QUIET} {_QUIET + y}.5"]
    for dark, run in groupby(row):
        length = len(list(run))
        strokes.append(f"h{length}" if dark else f"m{length} 0")
    if not row[-1]:
        strokes.pop()
    return "".join(strokes)
