"""What a report is made of: the findings, the lines they are in, the notices and their waivers."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from site_builder.notice.diagnostics import Diagnostic, Severity

if TYPE_CHECKING:
    from site_builder.checks.waiving import Waived

NAMES = {Severity.ERROR: "错误", Severity.WARNING: "提醒", Severity.INFO: "说明"}

Lines = Callable[[str], Sequence[str]]
"""Returns the lines of the file that diagnostics call by this name, none if it cannot be read."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What may safely stand in place of what a diagnostic underlines, in the file itself."""

    line: int
    column: int
    end_line: int
    end_column: int
    text: str


@dataclass(frozen=True, slots=True)
class Signed:
    """One sign-off of a notice; `current` if it is over the text as it is now."""

    stage: str
    who: str
    date: str
    current: bool


@dataclass(frozen=True, slots=True)
class Checked:
    """A notice that was checked; title and fingerprint are "" where it could not be read."""

    file: str
    title: str = ""
    fingerprint: str = ""
    review: tuple[Signed, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """What is said of a rule in general: its title, why it matters, what to do. All Chinese."""

    title: str
    why: str = ""
    cure: str = ""
    severity: Severity | None = None


@dataclass(frozen=True)
class Report:
    """All that a check found, in reading order."""

    diagnostics: Sequence[Diagnostic]
    lines: Lines = lambda _: ()
    notices: Sequence[Checked] = ()
    waived: Sequence[Waived] = ()
    corrections: Mapping[Diagnostic, Correction] = field(default_factory=dict)
    rules: Mapping[str, Words] = field(default_factory=dict)
    made: str = ""
    """When, in words; the report reads no clock."""

    @cached_property
    def fingerprints(self) -> Mapping[Diagnostic, str]:
        """A name for each finding that stays the same when lines move."""
        seen: Counter[str] = Counter()
        names: dict[Diagnostic, str] = {}
        lines: dict[tuple[str, int], str] = {}
        for d in (*self.diagnostics, *(waived.diagnostic for waived in self.waived)):
            if (d.file, d.line) not in lines:
                lines[d.file, d.line] = _digest(self.line(d).strip())
            what = "\n".join((d.code, d.file, lines[d.file, d.line], d.message))
            seen[what] += 1
            names[d] = _digest(f"{what}\n{seen[what]}")
        return names

    def line(self, diagnostic: Diagnostic) -> str:
        """Return the line that a diagnostic points at, "" where there is none."""
        lines = self.lines(diagnostic.file)
        return lines[diagnostic.line - 1] if 0 < diagnostic.line <= len(lines) else ""

    def codes(self) -> Iterator[str]:
        """Yield the code of every rule that found something, sorted."""
        found = (*self.diagnostics, *(waived.diagnostic for waived in self.waived))
        yield from sorted({diagnostic.code for diagnostic in found})


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def counts(diagnostics: Sequence[Diagnostic]) -> str:
    """Return how many there are of each severity, such as `2 处错误、1 处提醒`."""
    by_severity = Counter(diagnostic.severity for diagnostic in diagnostics)
    return "、".join(
        f"{by_severity[severity]} 处{name}"
        for severity, name in NAMES.items()
        if by_severity[severity]
    )


def extent(diagnostic: Diagnostic, line: str) -> tuple[int, int]:
    """Return first column and column behind the last, both within the line; counted from 1."""
    start = min(max(diagnostic.column, 1), len(line) + 1)
    return start, max(min(start + max(diagnostic.length, 1), len(line) + 1), start)
