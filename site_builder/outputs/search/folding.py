"""What two texts have to share to be the same to a reader who searches.

Folding goes code point by code point, so that every folded character knows where it came from:
Unicode NFKC, then lower case, then nothing but letters, marks and numbers, then traditional
characters to simplified ones. `fold.js` does the same; the tests hold the two together.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib.resources import files
from itertools import pairwise

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


# The same for many texts at once: what becomes of each UTF-16 unit, as far as it is known. What
# says something else than a unit are units that folding drops.
_DROPPED, _LONGER, _UNKNOWN = 0xFFFD, 0xFFFE, 0xFFFF
_UNITS = np.full(1 << 16, _UNKNOWN, dtype=np.uint16)
# Half a pair says nothing by itself.
_UNITS[0xD800:0xE000] = _LONGER


def folded_units(
    text: str, cuts: NDArray[np.int64]
) -> tuple[NDArray[np.uint16], NDArray[np.int64]]:
    """Return the UTF-16 units of a folded text, and how many there are from cut to cut.

    The first cut is 0 and the last the end.
    """
    folded = _look_up(utf16(text))
    if folded.max(initial=0) == _LONGER:
        pieces = [text[start:end] for start, end in pairwise(cuts.tolist())]
        folded, cuts = _folded_one_by_one(pieces)
    kept = np.flatnonzero(folded != _DROPPED)
    return folded.take(kept), np.diff(np.searchsorted(kept, cuts))


def _folded_one_by_one(texts: list[str]) -> tuple[NDArray[np.uint16], NDArray[np.int64]]:
    """Return the same, with those that are dropped, and where each text begins, and the end."""
    units = [utf16(text) for text in texts]
    folded = [_look_up(own) for own in units]
    for number, own in enumerate(folded):
        if own.max(initial=0) == _LONGER:
            folded[number] = utf16(fold(texts[number]))
    return np.concatenate(folded), np.cumsum([0, *map(len, folded)])


def utf16(text: str) -> NDArray[np.uint16]:
    """Return the UTF-16 units of a text."""
    return np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype="<u2")


def _look_up(units: NDArray[np.uint16]) -> NDArray[np.uint16]:
    folded = _UNITS.take(units)
    if folded.max(initial=0) < _UNKNOWN:
        return folded
    for unit in np.flatnonzero(np.bincount(units[folded == _UNKNOWN])).tolist():
        _UNITS[unit] = _unit_of(_TABLE[unit])
    return _UNITS.take(units)


def _unit_of(folded: str) -> int:
    if not folded:
        return _DROPPED
    return ord(folded) if len(folded) == 1 and folded <= "\uffff" else _LONGER


@cache
def _traditional() -> NDArray[np.bool_]:
    """Return of each UTF-16 unit whether folding replaces it by a simplified one."""
    table = np.zeros(1 << 16, dtype=np.bool_)
    table[[ord(char) for char in simplified()]] = True
    return table


def traditional_in(text: str) -> str:
    """Return the characters of a text that folding replaces by simplified ones, sorted."""
    units = utf16(text)
    found = _traditional().take(units)
    return "".join(sorted(map(chr, set(units[found].tolist())))) if found.any() else ""
