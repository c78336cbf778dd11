"""An address as a QR code, for those who hold the page on paper."""

from __future__ import annotations

import struct
from base64 import b64encode
from functools import cache
from urllib.parse import quote

from site_builder.outputs.qr_modules import Modules, modules

# What an address may hold as it stands; anything else is written as %….
_IN_ADDRESSES = ":/?#[]@!$&'()*+,;=%~"


def qr_code(address: str) -> str:
    """Return the QR code of an address, without its quiet zone, which the style sheet adds.

    It is a BMP with a bit a module, in Base64: drawn with strokes it weighs twice as much.
    """
    code = modules(quote(address, safe=_IN_ADDRESSES).encode())
    return b64encode(_bitmap(code)).decode()


def _bitmap(code: Modules) -> bytes:
    """Return a BMP of two colours: the lowest row comes first."""
    size = code.side * code.width // 8
    return _head(code.side, size) + code.bits.to_bytes(size)


@cache
def _head(side: int, size: int) -> bytes:
    begin, about, colours = 14, 40, b"\xff\xff\xff\0" + b"\0\0\0\0"
    start = begin + about + len(colours)
    file = struct.pack("<2sIII", b"BM", start + size, 0, start)
    return file + struct.pack("<IiiHH6I", about, side, side, 1, 1, 0, size, 0, 0, 2, 2) + colours
