"""How the characters of a draft and the words of its notice correspond, one by one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from site_builder.notice.text import Printed


@dataclass(frozen=True, slots=True)
class Trace:
    """A draft's stream beside the printed pieces of its notice: the same but for white space.

    `_solid` are the offsets in the stream of all that is no white space; `_first` is, for each
    piece, how many of them stand before it.
    """

    pieces: tuple[Printed, ...]
    _solid: tuple[int, ...]
    _first: tuple[int, ...]

    @classmethod
    def of(cls, stream: str, pieces: Iterable[Printed]) -> Trace:
        """Lay a stream and pieces side by side that are known to be the same."""
        kept = tuple(piece for piece in pieces if piece.text.strip())
        solid = _solid_in(stream)
        sizes = (len("".join(piece.text.split())) for piece in kept)
        return cls(kept, solid, tuple(accumulate(sizes, initial=0))[:-1])

    def piece_at(self, offset: int) -> tuple[int, int] | None:
        """Return which piece the character at `offset` is in, and its offset in the piece's text.

        For white space, those of the next character.
        """
        count = bisect_right(self._solid, offset - 1)
        if not self.pieces or count >= len(self._solid):
            return None
        index = bisect_right(self._first, count) - 1
        return index, _solid_in(self.pieces[index].text)[count - self._first[index]]

    def start_of(self, index: int) -> int:
        """Return the offset in the stream at which a piece begins."""
        return self._solid[self._first[index]]


@lru_cache(maxsize=16)  # a long paragraph may have thousands of doubts, one after another
def _solid_in(text: str) -> tuple[int, ...]:
    """Return the offsets of all that is no white space."""
    return tuple(place for place, char in enumerate(text) if not char.isspace())
