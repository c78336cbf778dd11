"""The doubts about a draft, gathered while it is read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from site_builder.drafts.doubt_kinds import KINDS
from site_builder.drafts.passage import Places
from site_builder.notice.diagnostics import Diagnostic, reading_order

_LOST = re.compile("\ufffd+")


class Doubt(NamedTuple):
    """A doubt as it was raised; `offset` in the stream is None where it is about the whole file."""

    diagnostic: Diagnostic
    offset: int | None = None


class _Raised(NamedTuple):
    said: Diagnostic
    offset: int | None
    words: tuple[str, ...]


@dataclass(slots=True)
class Doubts:
    """The doubts about one draft, gathered while it is read."""

    file: str
    places: Places = field(default_factory=Places)
    _found: list[_Raised] = field(default_factory=list)

    def add(self, code: str, offset: int, **words: object) -> None:
        """Raise a doubt about the character at `offset` in the stream."""
        line, column = self.places.at(offset)
        self._raise(code, line, column, words, offset)

    def add_at(self, code: str, line: int, column: int, **words: object) -> None:
        """Raise a doubt about a line and column of the file, both counted from 1.

        The first column of the first line stands for the whole file.
        """
        self._raise(code, line, column, words, None)

    def _raise(
        self, code: str, line: int, column: int, words: Mapping[str, object], offset: int | None
    ) -> None:
        kind = KINDS[code]
        message, hint = kind.message.format_map(words), kind.hint.format_map(words)
        if place := self.places.name_of(line):
            message = f"{place}：{message}"
        said = Diagnostic(code, kind.severity, self.file, line, column, message, hint)
        texts = tuple(word for word in words.values() if isinstance(word, str))
        self._found.append(_Raised(said, offset, texts))

    def sorted(self, stream: str = "") -> tuple[Doubt, ...]:
        """Return all doubts in reading order, each as long as what it names in the stream."""
        found = sorted(self._found, key=lambda raised: reading_order(raised.said))
        return tuple(self._doubt(raised, stream) for raised in found)

    def _doubt(self, raised: _Raised, stream: str) -> Doubt:
        said, offset, words = raised
        if offset is None and (said.line, said.column) != (1, 1):
            offset = self.places.offset_of(said.line, said.column)
        if offset is None:
            return Doubt(said)
        return Doubt(replace(said, length=_extent(stream, offset, words)), offset)


def _extent(stream: str, offset: int, words: tuple[str, ...]) -> int:
    """Return how many characters a doubt is about: the words it names, if they stand there."""
    if lost := _LOST.match(stream, offset):
        return len(lost[0])
    return max((len(word) for word in words if stream.startswith(word, offset)), default=1) or 1
