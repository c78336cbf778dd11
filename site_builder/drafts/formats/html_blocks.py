"""The elements of a page → blocks of text, as a browser sets them one below the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from site_builder.drafts.draft import Column
from site_builder.drafts.formats.html_lists import numbers_of
from site_builder.drafts.formats.html_page import UNSEEN, bare, is_hidden
from site_builder.notice.outline import marker_at_start

BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "center", "dd", "details"),
        *("dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer"),
        *("form", "header", "h1", "h2", "h3", "h4", "h5", "h6", "hgroup", "hr", "html", "legend"),
        *("li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody"),
        *("td", "tfoot", "th", "thead", "tr", "ul", "caption", "button", "ucapcontent", "o:p"),
    )
)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_BESIDE_WIDE = re.compile(r"(?<=[\u2e80-\uffef])[ \t\f]*[\r\n][ \t\r\n\f]*(?=[\u2e80-\uffef])")
_MARKUP_LINE = re.compile(r"\r\n|\n|\r")


@dataclass(slots=True)
class Block:
    """Text between two ends of lines. `number` is its line in the file, 0 if unknown.

    `whole` is a block that no <br> ended; `hidden` says that a browser does not show it, `listed`
    how many characters at its start are the number that a list prints; `table` is the table it
    stands in, if the reader has to look at that as a whole.
    """

    text: str
    number: int
    whole: bool = True
    hidden: bool = False
    listed: int = 0
    table: Any = None
    row: int | None = None
    column: Column | None = None


@dataclass(slots=True)
class Flow:
    """Cuts elements into blocks; `tables` leaves those in the text for the reader to look at."""

    skip: Any = None
    """An element that is left out, with all in it: where it stands is one block with `table`."""
    tables: bool = False
    blocks: list[Block] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _number: int = 0
    _line_in_pre: int | None = None
    _mark: str = ""
    _broken: bool = False

    def read(self, element: Any) -> list[Block]:
        """Return the blocks of an element, in order; none is blank."""
        self._content(element)
        return self.blocks

    def read_whole(self, element: Any) -> list[Block]:
        """Return the same of an element that may itself be hidden, or nothing that is shown."""
        self._child(element)
        self._end()
        return self.blocks

    def _inside(self, element: Any) -> None:
        numbers = numbers_of(element) if element.tag == "ol" else {}
        self._text(element.text, element)
        for child in element:
            if child in numbers:
                self._end()
                self._mark = "" if is_hidden(child) else numbers[child]
            self._child(child)
            if child in numbers:
                self._mark = ""  # an item without a text keeps its number to itself
            self._text(child.tail, child)

    def _child(self, child: Any) -> None:
        tag = child.tag
        if child is self.skip or (self.tables and tag == "table" and not is_hidden(child)):
            self._end()
            self.blocks.append(Block("", _line(child), table=child))
        elif tag in UNSEEN or not isinstance(tag, str):
            return
        elif is_hidden(child):
            self._hidden(child)
        elif tag == "br":
            self._end(broken=True)
        elif tag in BLOCKS:
            self._end()
            self._content(child)
        else:
            self._inside(child)

    def _content(self, element: Any) -> None:
        """Read what is in an element that begins and ends a block; lines of a <pre> are lines."""
        around = self._line_in_pre
        if element.tag == "pre":
            self._line_in_pre = _line(element)
        self._inside(element)
        self._end()
        self._line_in_pre = around

    def _hidden(self, element: Any) -> None:
        text = "".join(_texts(element)).strip()
        if bare(text):
            self.blocks.append(Block(text, _line(element), hidden=True))

    def _text(self, text: str | None, element: Any) -> None:
        if not text:
            return
        if self._line_in_pre is None:
            self._part(text, _line(element))
            return
        first, *others = _MARKUP_LINE.split(text)
        self._part(first, self._line_in_pre)
        for other in others:
            self._end()
            self._line_in_pre += 1
            self._part(other, self._line_in_pre)

    def _part(self, text: str, number: int) -> None:
        if text.strip() and not self._number:
            self._number = number
        self._parts.append(text)

    def _end(self, broken: bool = False) -> None:
        words, is_line = "".join(self._parts), self._line_in_pre is not None
        if text := words.strip() if is_line else set_text(words):
            mark = "" if marker_at_start(text) else self._mark
            whole = not (broken or self._broken or is_line)
            listed = len(mark)
            shown = f"{mark} {text}" if mark.endswith(".") else mark + text
            self.blocks.append(Block(shown, self._number, whole, listed=listed))
            self._mark = ""
            self._broken = broken
        elif not broken:
            self._broken = False
        self._parts, self._number = [], 0


def set_text(text: str) -> str:
    """Set white space as a browser does; a line of the file that ends in Chinese adds none."""
    return _SPACE.sub(" ", _BESIDE_WIDE.sub("", text)).replace("\xa0", " ").strip()


def _texts(element: Any) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str) and child.tag not in UNSEEN:
            yield from _texts(child)
        yield child.tail or ""


def _line(element: Any) -> int:
    return element.sourceline or 0
