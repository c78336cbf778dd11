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


def place_in(text: str, offset: int) -> tuple[int, int]:
    """Return the line and the column of an offset in a text, both counted from 1."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def control_fault(text: str, offset: int) -> Fault:
    """Say that the character at `offset` is one that no text may hold."""
    return Fault(
        "N100",
        *place_in(text, offset),
        f"含有看不见的控制字符 U+{ord(text[offset]):04X}",
        "删去这个字符；它多半是从别处粘贴进来的。",
    )
