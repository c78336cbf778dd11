"""The characters of a PDF page with their places, turned so that lines run from left to right."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

from site_builder.drafts.formats.pdf_radicals import unified

MAX_CHARACTERS = 50_000  # of a page
LOST = "\ufffd"
_TURN = math.pi / 2
_ASLANT = 0.1  # radians off a right angle: a watermark, or the tilt of a scan
_HIGH, _LOW = range(0xD800, 0xDC00), range(0xDC00, 0xE000)


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character, in points: from `left` to `right`, its baseline at `y` (up is more)."""

    char: str
    left: float
    right: float
    y: float
    size: float  # of the font, which is the width of a Chinese character
    tight: bool = False  # nothing but a space sets it apart from its neighbours

    @property
    def wide(self) -> bool:
        """Tell whether it is as wide as the font is high: Chinese, or Chinese punctuation."""
        return is_wide(self.char)


class TooManyCharactersError(ValueError):
    """A page holds more characters than anyone prints on one."""


def is_wide(char: str) -> bool:
    """Tell whether a character is Chinese or stands among Chinese: no space parts two of them."""
    code = ord(char)
    return code >= 0x2E80 or 0x2018 <= code <= 0x201D or code in {0x2014, 0x2026}


@dataclass(frozen=True, slots=True)
class PageGlyphs:
    """What is printed on a page.

    `turned` is how often the page was turned by 90° to read it, `aside` what runs in another
    direction than the rest, `radicals` how many characters were Kangxi radicals.
    """

    glyphs: tuple[Glyph, ...]
    aside: str
    radicals: int
    turned: int


@dataclass(frozen=True, slots=True)
class _Raw:
    char: str
    angle: float
    origin: tuple[float, float]
    box: tuple[float, float, float, float]  # left, bottom, right, top
    size: float

    @property
    def quarter(self) -> int | None:
        """How often 90° the character is turned, or None if it stands aslant."""
        turns = round(self.angle / _TURN)
        return turns % 4 if abs(self.angle - turns * _TURN) <= _ASLANT else None


def page_glyphs(textpage: Any, tight: bool = False) -> PageGlyphs:
    """Read the characters of a page; white space that PDFium made up is left out.

    `tight` says that the program which made the PDF leaves no room between Chinese and Latin by
    itself, and does not write down spaces.

    Raises:
        TooManyCharactersError: there are more than `MAX_CHARACTERS`.
    """
    raws = _raw_characters(textpage)
    quarters = Counter(raw.quarter for raw in raws if raw.quarter is not None)
    turned = quarters.most_common(1)[0][0] if quarters else 0
    assert turned is not None
    upright = [raw for raw in raws if raw.quarter == turned]
    aside = "".join(raw.char for raw in raws if raw.quarter != turned)
    chars = [unified(raw.char) for raw in upright]
    radicals = sum(char != raw.char for char, raw in zip(chars, upright, strict=True))
    glyphs = [_glyph(raw, char, turned, tight) for raw, char in zip(upright, chars, strict=True)]
    return PageGlyphs(tuple(glyphs), aside, radicals, turned)


def turn(x: float, y: float, quarter: int) -> tuple[float, float]:
    """Turn a point of the page back by 90° as often as its text is turned."""
    return ((x, y), (y, -x), (-x, -y), (-y, x))[quarter]


def _glyph(raw: _Raw, char: str, turned: int, tight: bool) -> Glyph:
    x, y = turn(*raw.origin, turned)
    left, bottom, right, top = raw.box
    ends = turn(left, bottom, turned)[0], turn(right, top, turned)[0]
    if is_wide(char):
        # The box of 一 or 。 is that of its ink in some fonts.
        return Glyph(char, x, max(x + raw.size, *ends), y, raw.size, tight)
    return Glyph(char, min(x, *ends), max(x, *ends), y, raw.size, tight)


def _raw_characters(textpage: Any) -> list[_Raw]:
    count = textpage.count_chars()
    if count > MAX_CHARACTERS:
        raise TooManyCharactersError(f"{count:,}")
    raws: list[_Raw] = []
    high: int | None = None
    for index in range(count):
        code = pdfium.FPDFText_GetUnicode(textpage, index)
        if pdfium.FPDFText_IsGenerated(textpage, index) > 0:
            continue
        if code in _HIGH:
            high = code
            continue
        if code in _LOW and high is not None:
            code = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00
        high = None
        raws.append(_raw(textpage, index, _char(textpage, index, code)))
    return raws


def _char(textpage: Any, index: int, code: int) -> str:
    if pdfium.FPDFText_IsHyphen(textpage, index) > 0:
        return "-"  # PDFium hides a hyphen at the end of a line
    lost = pdfium.FPDFText_HasUnicodeMapError(textpage, index) > 0
    return LOST if lost or code in _HIGH or code in _LOW or code in {0, 0xFFFE} else chr(code)


def _raw(textpage: Any, index: int, char: str) -> _Raw:
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(textpage, index, x, y)
    box = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(textpage, index, box)
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(textpage, index, matrix)
    scale = math.hypot(matrix.a, matrix.b) or 1.0
    return _Raw(
        char,
        math.atan2(matrix.b, matrix.a),
        (x.value, y.value),
        (box.left, box.bottom, box.right, box.top),
        pdfium.FPDFText_GetFontSize(textpage, index) * scale,
    )
