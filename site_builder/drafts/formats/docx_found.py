"""What is found in a paragraph of Word beside its text, and why some of it is dropped."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.etree.ElementTree import Element

# Why characters are dropped.
DELETED, HIDDEN, MARK = "修订中已删除的文字", "隐藏文字", "脚注或尾注的记号"
RUBY, PLACEHOLDER, DRAWN = "注音", "没有填写的提示", "艺术字或图形中的文字"


class Note(NamedTuple):
    """A reference to a footnote or an endnote; `own`: its mark is written out, not counted."""

    kind: str
    id: str
    own: bool


@dataclass(slots=True)
class Inline:
    """A paragraph as printed; line breaks in it are newlines, and so is a page break.

    `dropped`: text in parts, and why. `pictures`: what has no characters, counted. `boxes`: text
    boxes, and whether they stand before any text of the paragraph. `symbols`: characters of
    symbol fonts that have no certain Unicode character.
    """

    parts: list[str] = field(default_factory=list)  # of the text
    began: bool = field(default=False, compare=False)  # some of the text is not blank
    dropped: list[tuple[list[str], str]] = field(default_factory=list)
    pictures: Counter[str] = field(default_factory=Counter)
    boxes: list[tuple[Element, bool]] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    symbols: list[str] = field(default_factory=list)
    equations: list[str] = field(default_factory=list)
    diagrams: list[str] = field(default_factory=list)  # relations to the parts with their text
    inserted: int = 0
    deleted: int = 0
    goes_on: bool = False  # its mark is deleted or hidden: the next paragraph follows on

    @property
    def text(self) -> str:
        """Return the text as printed."""
        return "".join(self.parts)

    @property
    def is_bare(self) -> bool:
        """Tell whether there is nothing but text."""
        return self == Inline(parts=self.parts, goes_on=self.goes_on)

    def append(self, other: Inline) -> None:
        """Add the paragraph that follows on."""
        self.parts += other.parts
        self.dropped += other.dropped
        self.pictures += other.pictures
        self.boxes += other.boxes
        self.notes += other.notes
        self.symbols += other.symbols
        self.equations += other.equations
        self.diagrams += other.diagrams
        self.inserted += other.inserted
        self.deleted += other.deleted
