"""A fault of one file, before it becomes a diagnostic."""

from __future__ import annotations

from dataclasses import dataclass

from site_builder.notice.diagnostics import Severity


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at a place: `line` and `column` count from 1.

    `length` is how many characters of that line it is about.
    """

    code: str
    line: int
    column: int
    message: str
    hint: str
    severity: Severity = Severity.ERROR
    length: int = 1
