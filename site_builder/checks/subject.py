"""What rules look at: a notice, and all its texts laid one after another."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from site_builder.checks.anchors import anchor, windows
from site_builder.checks.settings import Settings
from site_builder.notice.dates import parse_date
from site_builder.notice.model import Issue, Notice, Section
from site_builder.notice.text import Path, printed_parts

# Between two texts: what no text holds, so that no pattern runs from one into the next.
_BREAK = "\0"
# Texts that pages show beside the document.
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
    """One notice under check, and what its project lays down for checks."""

    notice: Notice
    settings: Settings = field(default_factory=Settings)
    idle_waivers: tuple[int, ...] = ()
    """Which of the notice's waivers set nothing aside; known to the rules that run last."""

    @cached_property
    def parts(self) -> tuple[tuple[Path, str], ...]:
        """Every text that will be public, in printed order, then those beside the document."""
        return (*printed_parts(self.notice), *_beside(self.notice))

    @cached_property
    def issues(self) -> tuple[tuple[Path, Issue], ...]:
        """Every issue with its place, in document order."""
        return tuple(_issues((), self.notice.sections))

    @cached_property
    def signed(self) -> date | None:
        """The day in the signature, if one is printed that is exact."""
        dates = (parse_date(line.text) for line in self.notice.signature if line.type == "date")
        return next((day for day in dates if day), None)

    @cached_property
    def _joined(self) -> str:
        return _BREAK.join([text for _, text in self.parts]) + _BREAK

    @cached_property
    def _starts(self) -> list[int]:
        starts, offset = [], 0
        for _, text in self.parts:
            starts.append(offset)
            offset += len(text) + 1
        return starts

    @cached_property
    def _positions(self) -> dict[frozenset[str], list[int]]:
        return {}

    def find(self, pattern: re.Pattern[str]) -> Iterator[Spot]:
        """Yield every match of a pattern, which must not be able to match NUL."""
        for match in self._matches(pattern):
            index = bisect_right(self._starts, match.start()) - 1
            path, text = self.parts[index]
            start = match.start() - self._starts[index]
            yield Spot(path, text, start, start + len(match[0]), match)

    def _matches(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Look only around the rarest of what every match must contain."""
        near, text = anchor(pattern), self._joined
        if near is None:
            return pattern.finditer(text)
        positions = self._where(near.chars)
        if not positions:
            return iter(())
        if near.before is None or near.behind is None:
            return pattern.finditer(text)
        if len(positions) * (near.before + near.behind) > len(text):
            return pattern.finditer(text)
        return (
            match
            for start, end in windows(text, positions, near.before, near.behind)
            for match in pattern.finditer(text, start, end)
        )

    def _where(self, chars: frozenset[str]) -> list[int]:
        """Return where any of the characters is, in order."""
        if chars not in self._positions:
            found: list[int] = []
            for char in chars:
                at = self._joined.find(char)
                while at >= 0:
                    found.append(at)
                    at = self._joined.find(char, at + 1)
            self._positions[chars] = sorted(found)
        return self._positions[chars]


def _beside(notice: Notice) -> Iterator[tuple[Path, str]]:
    for name in _BESIDE:
        if text := getattr(notice, name):
            yield (name,), text
    inspection = notice.inspection
    for name in ("body", "round"):
        if text := getattr(inspection, name):
            yield ("inspection", name), text
    for index, kind in enumerate(inspection.kinds):
        yield ("inspection", "kinds", index), kind
    if inspection.period:
        yield ("inspection", "period"), inspection.period.text
    if inspection.feedback_date:
        yield ("inspection", "feedback_date"), inspection.feedback_date.text
    for index, correction in enumerate(notice.corrections):
        yield ("corrections", index, "what"), correction.what
        yield ("corrections", index, "why"), correction.why
    if notice.withdrawn:
        yield ("withdrawn", "reason"), notice.withdrawn.reason
    for path, issue in _issues((), notice.sections):
        for index, tag in enumerate(issue.tags):
            yield (*path, "tags", index), tag


def _issues(above: Path, sections: tuple[Section, ...]) -> Iterator[tuple[Path, Issue]]:
    for index, section in enumerate(sections):
        path = (*above, "sections", index)
        for number, issue in enumerate(section.issues):
            yield (*path, "issues", number), issue
        yield from _issues(path, section.sections)
