"""What rules look at: a notice, and all its texts laid one after another."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from site_builder.checks.screen import Screen
from site_builder.checks.settings import Settings
from site_builder.library import signed
from site_builder.notice.model import Issue, Notice, Section
from site_builder.notice.text import Path, Piece, collected
from site_builder.notice.words import printed_words

T = TypeVar("T")

# Between two texts: what no text holds, so that no pattern runs from one into the next.
_BREAK = "\0"
# The parts of a notice that are sentences; the rest are names, dates and labels.
PROSE = frozenset(("preamble", "sections", "closing"))
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
        return tuple((above + name, text) for above, name, text, _ in self.pieces)

    @cached_property
    def text(self) -> str:
        """All these texts, with NUL behind each."""
        # Not from the pieces: where nothing is found, nobody asks for the ways to them.
        return _BREAK.join([*printed_words(self.notice), *_words_beside(self.notice)]) + _BREAK

    @cached_property
    def screen(self) -> Screen:
        """The same, and where in it words and patterns are."""
        return Screen(self.text)

    def part(self, index: int) -> tuple[Path, str]:
        """Return one of `parts`, without the ways to all others."""
        above, name, text, _ = self.pieces[index]
        return above + name, text

    @cached_property
    def issues(self) -> tuple[tuple[Path, Issue], ...]:
        """Every issue with its place, in document order."""
        return tuple(_issues((), self.notice.sections))

    @cached_property
    def signed(self) -> date | None:
        """The day in the signature, if one is printed that is exact."""
        return signed(self.notice)

    @cached_property
    def kept(self) -> dict[Callable[[Subject], Any], Any]:
        """What was found out once for several rules, by `once`."""
        return {}

    @cached_property
    def pieces(self) -> list[Piece]:
        """What `parts` is made of."""
        return [*collected(self.notice), *_beside(self)]

    def find(self, pattern: re.Pattern[str]) -> Iterator[Spot]:
        """Yield every match of a pattern, which must not be able to match NUL."""
        return self.spots(self.screen.matches(pattern))

    def find_near(self, pattern: re.Pattern[str], places: Sequence[int]) -> Iterator[Spot]:
        """Yield every match that holds, or looks ahead at, one of some places in `text`."""
        return self.spots(self.screen.matches_near(pattern, places))

    def find_number(self, pattern: re.Pattern[str]) -> Iterator[Spot]:
        """Yield every match of a pattern of eleven digits or more."""
        return self.spots(self.screen.numbers(pattern))

    def spots(self, matches: Iterable[re.Match[str]]) -> Iterator[Spot]:
        """Yield in which text each match in `text` is, and where there; they are in order."""
        whole = self.text
        index = at = begin = 0
        for match in matches:
            if further := whole.count(_BREAK, at, match.start()):
                index += further
                begin = whole.rfind(_BREAK, at, match.start()) + 1
            at = match.start()
            path, text = self.part(index)
            yield Spot(path, text, at - begin, match.end() - begin, match)


def once(function: Callable[[Subject], T]) -> Callable[[Subject], T]:
    """Keep what a function finds out about a notice for the next rule that asks."""

    def result(subject: Subject) -> T:
        if function not in subject.kept:
            subject.kept[function] = function(subject)
        found: T = subject.kept[function]
        return found

    return result


def _beside(subject: Subject) -> Iterator[Piece]:
    notice = subject.notice
    for name in _BESIDE:
        if text := getattr(notice, name):
            yield (), (name,), text, None
    inspection = notice.inspection
    for name in ("body", "round"):
        if text := getattr(inspection, name):
            yield ("inspection",), (name,), text, None
    for index, kind in enumerate(inspection.kinds):
        yield ("inspection",), ("kinds", index), kind, None
    for name in ("period", "feedback_date"):
        if printed := getattr(inspection, name):
            yield ("inspection",), (name,), printed.text, None
    for index, correction in enumerate(notice.corrections):
        yield ("corrections", index), ("what",), correction.what, None
        yield ("corrections", index), ("why",), correction.why, None
    if notice.withdrawn:
        yield ("withdrawn",), ("reason",), notice.withdrawn.reason, None
    for path, issue in subject.issues:
        for index, tag in enumerate(issue.tags):
            yield path, ("tags", index), tag, None


def _words_beside(notice: Notice) -> Iterator[str]:
    """Yield the words of `_beside`."""
    inspection = notice.inspection
    for text in (*(getattr(notice, name) for name in _BESIDE), inspection.body, inspection.round):
        if text:
            yield text
    yield from inspection.kinds
    for printed in (inspection.period, inspection.feedback_date):
        if printed:
            yield printed.text
    for correction in notice.corrections:
        yield from (correction.what, correction.why)
    if notice.withdrawn:
        yield notice.withdrawn.reason
    for issue in notice.issues():
        yield from issue.tags


def _issues(above: Path, sections: tuple[Section, ...]) -> Iterator[tuple[Path, Issue]]:
    for index, section in enumerate(sections):
        path = (*above, "sections", index)
        for number, issue in enumerate(section.issues):
            yield (*path, "issues", number), issue
        yield from _issues(path, section.sections)
