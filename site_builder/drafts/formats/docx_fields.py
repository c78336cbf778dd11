"""Fields of Word: what a field shows is text, what it is told to compute is not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from site_builder.drafts.formats.docx_symbols import symbol
from site_builder.drafts.formats.docx_xml import is_on

CONTENTS, CODE = "目录", "域代码"
_TOC = re.compile(r"\s*TOC\b", re.IGNORECASE)
_SYMBOL = re.compile(r"\s*SYMBOL\s+(0x[0-9a-f]{1,5}|\d{1,6})\b", re.IGNORECASE)
_FONT = re.compile(r'\\f\s*(?:"([^"]*)"|(\S+))', re.IGNORECASE)
# A character with a ring around it, as Word makes it: EQ \o\ac(○,5).
_RINGED = re.compile(
    r"\s*EQ\s*\\o\s*\\ac\s*\(\s*[○〇◯]\s*[,，;]\s*(\d{1,2})\s*\)\s*", re.IGNORECASE
)
_EQUATION = re.compile(r"\s*EQ\b(.*)", re.IGNORECASE | re.DOTALL)
_CIRCLED = "⓪①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


@dataclass(slots=True)
class _Field:
    parts: list[str] = field(default_factory=list)
    shows: bool = False  # its result has begun
    checkbox: Element | None = None

    @property
    def instruction(self) -> str:
        return "".join(self.parts)

    @property
    def is_contents(self) -> bool:
        return bool(_TOC.match(self.instruction))


@dataclass(slots=True)
class Fields:
    """The fields that are open at a place in the text, outermost first."""

    _open: list[_Field] = field(default_factory=list)
    _told: int = 0  # so many of them are still told what to do
    _contents: int = 0  # so many of them show a table of contents

    def why(self) -> str | None:
        """Return why text is dropped here, None if it is not."""
        if self._told:
            return CODE
        return CONTENTS if self._contents else None

    def instruct(self, text: str) -> None:
        """Read a part of what the innermost field is told."""
        if self._open and not self._open[-1].shows:
            self._open[-1].parts.append(text)

    def char(self, element: Element) -> tuple[str, str]:
        """Read the begin, the middle or the end of a field.

        Return what an ended field without result shows, and what it draws otherwise than as text.
        """
        kind = element.get("w_fldCharType")
        if kind == "begin":
            self._open.append(_Field(checkbox=element.find("w_ffData/w_checkBox")))
            self._told += 1
        elif kind == "separate" and self._open and not self._open[-1].shows:
            self._show(self._open[-1])
            self._told -= 1
        elif kind == "end" and self._open:
            ended = self._end()
            if not ended.shows:
                self._told -= 1
                return _shown(ended)
        return "", ""

    @contextmanager
    def simple(self, instruction: str) -> Iterator[None]:
        """Read a field that is one element."""
        self._open.append(_Field([instruction]))
        self._show(self._open[-1])
        depth = len(self._open)
        yield
        while len(self._open) >= depth:
            self._told -= not self._end().shows

    def _show(self, shown: _Field) -> None:
        shown.shows = True
        self._contents += shown.is_contents

    def _end(self) -> _Field:
        ended = self._open.pop()
        self._contents -= ended.shows and ended.is_contents
        return ended


def _shown(ended: _Field) -> tuple[str, str]:
    """Return the text of a field that Word draws by itself, and what it draws beyond text."""
    if ended.checkbox is not None:
        box = ended.checkbox
        checked = box.find("w_checked")
        on = is_on(box.find("w_default")) if checked is None else is_on(checked)
        return "☒" if on else "☐", ""
    ringed = _RINGED.fullmatch(ended.instruction)
    if ringed and int(ringed[1]) < len(_CIRCLED):
        return _CIRCLED[int(ringed[1])], ""
    if found := _SYMBOL.match(ended.instruction):
        font = _FONT.search(ended.instruction)
        code = int(found[1], 16 if found[1].lower().startswith("0x") else 10)
        return symbol((font[1] or font[2]) if font else "", code), ""
    equation = _EQUATION.match(ended.instruction)
    return "", equation[1].strip() if equation else ""
