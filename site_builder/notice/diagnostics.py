"""What the tool says to its user about a place in a file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a diagnostic weighs: an error stops a build, the others do not."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding, with its place, its cause and its cure.

    `line` and `column` count from 1, in characters; 0 stands for the whole file.
    `message` says the cause and `hint` the cure, both in Chinese.
    """

    code: str
    severity: Severity
    file: str
    line: int
    column: int
    message: str
    hint: str

    def as_dict(self) -> dict[str, str | int]:
        """Return the object that `--format json` prints."""
        return {**asdict(self), "severity": str(self.severity)}


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Tell whether any of the diagnostics stops a build."""
    return any(diagnostic.severity is Severity.ERROR for diagnostic in diagnostics)


def in_reading_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Sort by file, line and column, so that the same faults always print the same."""
    return sorted(diagnostics, key=lambda d: (d.file, d.line, d.column, d.code, d.message))
