"""What two texts have to share to be the same to a reader who searches.

Folding goes code point by code point, so that every folded character knows where it came from:
Unicode NFKC, then lower case, then nothing but letters, marks and numbers, then traditional
characters to simplified ones. `fold.js` does the same; the tests hold the two together.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

import numpy as np

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


def traditional_in(texts: Iterable[str]) -> frozenset[str]:
    """Return the characters of texts that folding replaces by simplified ones."""
    units = np.frombuffer("".join(texts).encode("utf-16-le", "surrogatepass"), dtype="<u2")
    occurring = np.zeros(1 << 16, dtype=bool)
    occurring[units] = True
    return frozenset(char for char in simplified() if occurring[ord(char)])
