"""What rules look at: a notice, and all its texts laid one after another."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from site_builder.notice.model import Notice
from site_builder.notice.text import Path, printed_parts

# Between two texts: what no text holds, so that no pattern runs from one into the next.
_BREAK = "\0"
# Texts that the page shows beside the document.
_BESIDE = (
    "organization",
    "region",
    "publisher",
    "index_number",
    "document_number",
    "disclosure",
)


@dataclass(frozen=True, slots=True)
class Spot:
    """A match in one text of the notice: where that text stands, and what matched in it."""

    path: Path
    text: str
    start: int
    end: int
    match: re.Match[str]

    @property
    def words(self) -> str:
        """The characters that matched."""
        return self.text[self.start : self.end]


@dataclass(frozen=True)
class Subject:
    """One notice under check."""

    notice: Notice

    @cached_property
    def parts(self) -> tuple[tuple[Path, str], ...]:
        """Every text that will be public, in printed order, then those beside the document."""
        beside = ((name, getattr(self.notice, name)) for name in _BESIDE)
        return (
            *printed_parts(self.notice),
            *(((name,), text) for name, text in beside if text),
        )

    @cached_property
    def _joined(self) -> str:
        return _BREAK.join(text for _, text in self.parts)

    @cached_property
    def _starts(self) -> list[int]:
        starts, offset = [], 0
        for _, text in self.parts:
            starts.append(offset)
            offset += len(text) + 1
        return starts

    def find(self, pattern: re.Pattern[str]) -> Iterator[Spot]:
        """Yield every match of a pattern, which must not be able to match NUL."""
        for match in pattern.finditer(self._joined):
            index = bisect_right(self._starts, match.start()) - 1
            path, text = self.parts[index]
            start = match.start() - self._starts[index]
            yield Spot(path, text, start, start + len(match[0]), match)
