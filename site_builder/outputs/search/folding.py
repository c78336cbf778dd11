"""What two texts have to share to be the same to a reader who searches.

Folding goes code point by code point, so that every folded character knows where it came from:
Unicode NFKC, then lower case, then nothing but letters, marks and numbers, then traditional
characters to simplified ones. `fold.js` does the same; the tests hold the two together.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

_KEPT = frozenset("LMN")


@cache
def simplified() -> dict[str, str]:
    """Return the simplified form of each traditional character (OpenCC's t2s, one to one)."""
    text = files(__package__).joinpath("simplified.txt").read_text("utf-8")
    traditional, simple = text.split("\n")[:2]
    return dict(zip(traditional, simple, strict=True))


class _Table(dict[int, str]):
    """Folds each code point once; `str.translate` asks for those it does not know yet."""

    def __missing__(self, code: int) -> str:
        lower = unicodedata.normalize("NFKC", chr(code)).lower()
        kept = (char for char in lower if unicodedata.category(char)[0] in _KEPT)
        folded = self[code] = "".join(simplified().get(char, char) for char in kept)
        return folded


_TABLE = _Table()


def fold(text: str) -> str:
    """Fold a text; see the module for what that is."""
    return text.translate(_TABLE)


# The same for many texts at once: what becomes of each UTF-16 unit, as far as it is known.
_UNKNOWN, _DROPPED, _LONGER = -1, -2, -3
_UNITS = np.full(1 << 16, _UNKNOWN, dtype=np.int32)
# Half a pair says nothing by itself.
_UNITS[0xD800:0xE000] = _LONGER


def folded_units(texts: Sequence[str]) -> tuple[NDArray[np.uint16], NDArray[np.int64]]:
    """Return the UTF-16 units of all folded texts in a row, and how many each text has."""
    units, records = _units(texts)
    folded = _look_up(units)
    longer = np.unique(records[folded == _LONGER]).tolist()
    if longer:
        texts = list(texts)
        for record in longer:
            texts[record] = fold(texts[record])
        units, records = _units(texts)
        already = np.isin(records, longer)
        folded = np.where(already, units, _look_up(units))
    kept = folded >= 0
    lengths = np.bincount(records[kept], minlength=len(texts))
    return folded[kept].astype(np.uint16), lengths


def _units(texts: Sequence[str]) -> tuple[NDArray[np.uint16], NDArray[np.int64]]:
    """Return the UTF-16 units of texts in a row, and for each the number of its text."""
    encoded = [text.encode("utf-16-le", "surrogatepass") for text in texts]
    lengths = [len(data) // 2 for data in encoded]
    return np.frombuffer(b"".join(encoded), dtype="<u2"), np.repeat(np.arange(len(texts)), lengths)


def _look_up(units: NDArray[np.uint16]) -> NDArray[np.int32]:
    folded = _UNITS[units]
    new = units[folded == _UNKNOWN]
    if not len(new):
        return folded
    for unit in np.flatnonzero(np.bincount(new)).tolist():
        _UNITS[unit] = _unit_of(_TABLE[unit])
    return _UNITS[units]


def _unit_of(folded: str) -> int:
    if not folded:
        return _DROPPED
    return ord(folded) if len(folded) == 1 and folded <= "\uffff" else _LONGER


def traditional_in(texts: Iterable[str]) -> frozenset[str]:
    """Return the characters of texts that folding replaces by simplified ones."""
    units = np.frombuffer("".join(texts).encode("utf-16-le", "surrogatepass"), dtype="<u2")
    occurring = np.zeros(1 << 16, dtype=bool)
    occurring[units] = True
    return frozenset(char for char in simplified() if occurring[ord(char)])
