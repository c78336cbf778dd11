"""Puts together the draft of a Word file: numbers, places, and a doubt for all that is odd."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from site_builder.drafts.doubts import Doubts
from site_builder.drafts.draft import Column, Draft, DraftLine, Dropped, Fact, FactName
from site_builder.drafts.formats.docx_fields import CODE
from site_builder.drafts.formats.docx_found import DELETED, DRAWN, HIDDEN, MARK, Inline

# What belongs to the page or to the work on the file may go; the rest may be missed.
_MAY_BE_MISSED = {HIDDEN, DRAWN, CODE, "脚注", "尾注", "批注", "图示里的文字"}
_UNSAID = {DELETED, MARK}  # said in other words
_EXCERPT = 60


class Writer:
    """Gathers lines, facts and what is dropped, in the order of the document.

    Whatever is read has a number of its own, which counts from 1, and the name of its place.
    """

    def __init__(self, doubts: Doubts) -> None:
        self._doubts = doubts
        self._lines: list[DraftLine] = []
        self._dropped: list[Dropped] = []
        self._facts: list[Fact] = []
        self._count = 0
        self._said: set[tuple[str, str]] = set()
        self.row: int | None = None
        self.column: Column | None = None
        self.pictures = 0

    def spot(self, place: str) -> int:
        """Number a place."""
        self._count += 1
        self._doubts.places.name(self._count, place)
        return self._count

    def paragraph(self, text: str, place: str) -> int:
        """Write a paragraph, one line or more, and return the number of the first."""
        pieces = [piece for piece in text.split("\n") if piece.strip()]
        whole = len(pieces) == 1
        first = self._count + 1
        for piece in pieces or [""]:
            number = self.spot(place)
            if piece:
                line = DraftLine(piece, number, place, whole, self.row, self.column)
                self._lines.append(line)
        return first

    def drop(self, text: str, why: str, place: str, number: int | None = None) -> None:
        """Write down what is left out, and say so, the same only once."""
        if not text.strip():
            return
        number = self.spot(place) if number is None else number
        self._dropped.append(Dropped(text, why, number, place))
        if why in _UNSAID or (why, text) in self._said:
            return
        self._said.add((why, text))
        self.say("D922" if why in _MAY_BE_MISSED else "D921", number, what=why, text=_short(text))

    def header(self, text: str, why: str, place: str) -> None:
        """Write down a header or a label that what was read makes needless to say."""
        if text.strip():
            self._dropped.append(Dropped(text, why, self.spot(place), place))

    def fact(self, name: FactName, value: str, place: str) -> None:
        """Write down what is printed beside the document."""
        if value.strip():
            self._facts.append(Fact(name, value, self.spot(place)))

    def say(self, code: str, number: int, **words: object) -> None:
        """Raise a doubt about the line with that number."""
        self._doubts.add_at(code, number, 1, **words)

    def report(self, inline: Inline, number: int, place: str) -> None:
        """Say what of a paragraph is not text, or is not as it was."""
        for parts, why in inline.dropped:
            self.drop("".join(parts), why, place, number)
        if inline.inserted or inline.deleted:
            self.say("D920", number, inserted=inline.inserted, deleted=inline.deleted)
        self.missed(inline.pictures, number)
        for text in filter(str.strip, inline.equations):
            self.say("D924", number, what="公式", text=_short(text))
        for name, count in sorted(Counter(inline.symbols).items()):
            self.say("D926", number, symbol=name, count=count)

    def mark(self) -> int:
        """Return how many lines there are, to ask later which came first behind them."""
        return len(self._lines)

    def first_since(self, mark: int, place: str) -> int:
        """Return the number of the first line behind a mark, or of the place if there is none."""
        return self._lines[mark].number if len(self._lines) > mark else self.spot(place)

    def say_placed(self, what: str, mark: int) -> None:
        """Say that the lines behind a mark stand elsewhere on the page."""
        if lines := self._lines[mark:]:
            text = _short("".join(line.text for line in lines))
            self.say("D924", lines[0].number, what=what, text=text)

    def missed(self, pictures: Counter[str], number: int) -> None:
        """Say what has no characters that could be read."""
        for what, count in sorted(pictures.items()):
            self.pictures += count
            self.say("D923", number, what=what, count=count)

    @contextmanager
    def aside(self) -> Iterator[list[DraftLine]]:
        """Gather lines that are no lines of the draft in the list that is given."""
        kept, self._lines = self._lines, []
        yield self._lines
        self._lines = kept

    def draft(self) -> Draft:
        """Return all that was written."""
        dropped = sorted(self._dropped, key=lambda each: each.number)
        return Draft(tuple(self._lines), tuple(dropped), tuple(self._facts))


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _EXCERPT else f"{text[:_EXCERPT]}…"
