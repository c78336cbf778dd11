"""What the tool says to its user about a place in a file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Protocol


class Severity(StrEnum):
    """How much a diagnostic weighs: an error stops a build, the others do not."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


# Of what is told of a place, in characters; the list of all keys takes half of it.
_LONGEST = 400


def brief(words: str) -> str:
    """Leave out the middle of words that quote a whole paragraph; it stands in the file."""
    half = _LONGEST // 2
    return words if len(words) <= _LONGEST else f"{words[:half]}…{words[-half // 2 :]}"


@dataclass(frozen=True, slots=True)
class Target:
    """Where what a diagnostic of an import speaks of was written: file, line and column."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding, with its place, its cause and its cure.

    `line` and `column` count from 1, in characters; 0 stands for the whole file.
    `message` says the cause and `hint` the cure, both in Chinese. `target` is set by an import
    alone, where the place has one in the file it writes. `length` is how many characters of that
    line the diagnostic is about.
    """

    code: str
    severity: Severity
    file: str
    line: int
    column: int
    message: str
    hint: str
    target: Target | None = None
    length: int = 1

    def as_dict(self) -> dict[str, Any]:
        """Return the object that `--format json` prints; without `target` where there is none."""
        fields = {**asdict(self), "severity": str(self.severity)}
        if self.target is None:
            del fields["target"]
        return fields


class Weighed(Protocol):
    """What stops a build or does not: a diagnostic, or what will become one."""

    @property
    def severity(self) -> Severity:
        """How much it weighs."""


def has_errors(found: Iterable[Weighed]) -> bool:
    """Tell whether anything of what was found stops a build."""
    return any(one.severity is Severity.ERROR for one in found)


def reading_order(diagnostic: Diagnostic) -> tuple[str, int, int, str, str]:
    """Return the key that sorts diagnostics by file, line and column."""
    d = diagnostic
    return d.file, d.line, d.column, d.code, d.message


def in_reading_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Sort by file, line and column, so that the same faults always print the same."""
    return sorted(diagnostics, key=reading_order)
