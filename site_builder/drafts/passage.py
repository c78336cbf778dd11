"""A stretch of a draft that knows where it stands, so that every doubt can name its place."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Passage:
    """Text of a draft, and its offset in the stream of all its lines (`Source.stream`)."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """Offset in the stream behind the last character."""
        return self.start + len(self.text)

    def cut(self, begin: int, end: int | None = None) -> Passage:
        """Return the part between two offsets in this text."""
        return Passage(self.text[begin:end], self.start + begin)

    def stripped(self) -> Passage:
        """Return the passage without white space at its ends."""
        text = self.text.lstrip()
        return Passage(text.rstrip(), self.end - len(text))

    def split(self, offsets: Iterable[int]) -> list[Passage]:
        """Cut at each of the ascending offsets in this text; nothing is lost."""
        bounds = [0, *offsets, len(self.text)]
        return [self.cut(begin, end) for begin, end in pairwise(bounds) if end > begin]


def joined(passages: Iterable[Passage]) -> Passage:
    """Make one of passages that follow each other in the stream; nothing is put in between."""
    parts = list(passages)
    return Passage("".join(part.text for part in parts), parts[0].start)


@dataclass(slots=True)
class Gathered:
    """Paragraphs as they come in; one that was cut at a label can be put together again."""

    _parts: list[list[Passage]] = field(default_factory=list)

    def add(self, passage: Passage, continues: bool = False) -> None:
        """Add a paragraph, or with `continues` the next part of the last one."""
        if continues and self._parts and self._parts[-1][-1].end == passage.start:
            self._parts[-1].append(passage)
        else:
            self._parts.append([passage])

    def __bool__(self) -> bool:
        return bool(self._parts)

    def paragraphs(self) -> list[Passage]:
        """Return the paragraphs, none blank, without white space at their ends."""
        whole = (joined(parts).stripped() for parts in self._parts)
        return [paragraph for paragraph in whole if paragraph.text]


@dataclass(slots=True)
class Places:
    """Offset in the stream → line and column in the file, both counted from 1."""

    _offsets: list[int] = field(default_factory=list)
    _places: list[tuple[int, int]] = field(default_factory=list)
    _names: dict[int, str] = field(default_factory=dict)
    _by_line: dict[int, list[int]] = field(default_factory=dict)

    def name(self, line: int, name: str) -> None:
        """Say how a person finds a line where lines are not numbered: 第3页第5行."""
        if name:
            self._names[line] = name

    def name_of(self, line: int) -> str:
        """Return how a person finds a line, "" if by its number."""
        return self._names.get(line, "")

    def note(self, offset: int, line: int, column: int) -> None:
        """Say where the characters from `offset` on stand; offsets must ascend."""
        self._by_line.setdefault(line, []).append(len(self._offsets))
        self._offsets.append(offset)
        self._places.append((line, column))

    def at(self, offset: int) -> tuple[int, int]:
        """Return the line and column of the character at `offset`."""
        index = max(bisect_right(self._offsets, offset) - 1, 0)
        if not self._places:
            return 1, 1
        line, column = self._places[index]
        return line, column + max(offset - self._offsets[index], 0)

    def offset_of(self, line: int, column: int) -> int | None:
        """Return the offset of the character at a line and column, or of the next on its line.

        None where nothing of the line is in the stream.
        """
        noted = self._by_line.get(line)
        if not noted:
            return None
        index = max((i for i in noted if self._places[i][1] <= column), default=noted[0])
        return self._offsets[index] + max(column - self._places[index][1], 0)
