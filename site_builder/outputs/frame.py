"""The theme's frame: rendered once a depth, then filled for every page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from site_builder.outputs.keys import key_of

# Letters alone, so that no filter or escaping of a theme changes them.
SLOTS = {
    "title": "GongkaiSlotTitle",
    "description": "GongkaiSlotDescription",
    "content": "GongkaiSlotContent",
    "url": "GongkaiSlotUrl",
    "head": "GongkaiSlotHead",
}
# Filled in before the page is cut, for it depends on what the theme put into the page.
POLICY = "GongkaiSlotPolicy"
_SLOT = re.compile("(" + "|".join(SLOTS.values()) + ")")
_NAMES = {token: name for name, token in SLOTS.items()}
# The theme leaves many, which every page would carry.
_LINE_ENDS = re.compile(r"\s*\n\s*")
_KEEPS_LINES = re.compile(r"<(?:pre|textarea)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Frame:
    """A page of the theme cut at its slots: text, slot name, text, … ; see `SLOTS`."""

    pieces: tuple[str, ...]

    @classmethod
    def cut(cls, html: str) -> Frame:
        """Cut a rendered page that holds the tokens of `SLOTS`.

        Raises:
            ValueError: the page has no slot for content.
        """
        pieces = _SLOT.split(_without_blank_lines(html))
        if SLOTS["content"] not in pieces:
            raise ValueError("the theme's frame has no place for content")
        return cls(tuple(_NAMES.get(piece, piece) for piece in pieces))

    @cached_property
    def key(self) -> str:
        """What tells this frame from all others."""
        return key_of(self.pieces)

    @cached_property
    def _encoded(self) -> list[bytes]:
        return [piece.encode() for piece in self.pieces]

    def fill(self, values: Mapping[str, bytes]) -> bytes:
        """Return the whole page; `values` are HTML already, one for each slot."""
        pieces = self._encoded.copy()
        pieces[1::2] = [values[name] for name in self.pieces[1::2]]
        return b"".join(pieces)


def _without_blank_lines(html: str) -> str:
    """Drop blank lines and indents, unless there is something that would show them."""
    return html if _KEEPS_LINES.search(html) else _LINE_ENDS.sub("\n", html)
