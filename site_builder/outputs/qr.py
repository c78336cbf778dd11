"""An address as a QR code, for those who hold the page on paper."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

from site_builder.outputs.qr_modules import modules

# What an address may hold as it stands; anything else is written as %….
_IN_ADDRESSES = ":/?#[]@!$&'()*+,;=%~"
_QUIET = 4
_MOST_MODULES = 177
_RUNS = re.compile("1+|0+")
_STROKES = {
    **{"1" * length: f"h{length}" for length in range(1, _MOST_MODULES + 1)},
    **{"0" * length: f"m{length} 0" for length in range(1, _MOST_MODULES + 1)},
}


@dataclass(frozen=True, slots=True)
class QrCode:
    """A square of `size` modules a side, quiet zone included.

    `path` draws the dark ones in SVG as strokes one module high.
    """

    size: int
    path: str


def qr_code(address: str) -> QrCode:
    """Return the QR code of an address."""
    rows = modules(quote(address, safe=_IN_ADDRESSES).encode())
    path = "".join(_strokes(row, y) for y, row in enumerate(rows))
    return QrCode(len(rows) + 2 * _QUIET, path)


def _strokes(row: str, y: int) -> str:
    runs = map(_STROKES.__getitem__, _RUNS.findall(row.rstrip("0")))
    return f"M{_QUIET} {_QUIET + y}.5{''.join(runs)}"
