"""Findings as a person at a terminal reads them."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TextIO

from site_builder.notice.diagnostics import Diagnostic, Severity
from site_builder.reporting.columns import excerpt
from site_builder.reporting.report import NAMES, Lines, counts

__all__ = ["Look", "as_text", "counts"]

_WIDTH = 100
_NARROWEST = 40
_RED, _YELLOW, _CYAN, _BOLD, _DIM = "31", "33", "36", "1", "2"
_COLORS = {Severity.ERROR: _RED, Severity.WARNING: _YELLOW, Severity.INFO: _CYAN}


@dataclass(frozen=True, slots=True)
class Look:
    """How wide a terminal is, whether it takes colors, and the width of “ there."""

    width: int = _WIDTH
    colors: bool = False
    ambiguous: int = 1

    @classmethod
    def of(cls, stream: TextIO, environ: Mapping[str, str] = os.environ) -> Look:
        """Find out about a stream; what is not a terminal gets plain text of the usual width."""
        if not stream.isatty():
            return cls()
        width = max(min(shutil.get_terminal_size((_WIDTH, 24)).columns, _WIDTH), _NARROWEST)
        old_console = sys.platform == "win32" and not {"WT_SESSION", "TERM"} & environ.keys()
        plain = environ.get("NO_COLOR") or environ.get("TERM") == "dumb" or old_console
        return cls(width, not plain, 2 if old_console else 1)

    def paint(self, text: str, *colors: str) -> str:
        """Color a text, if the terminal takes colors."""
        if not self.colors or not text:
            return text
        return f"\x1b[{';'.join(colors)}m{text}\x1b[0m"


def as_text(
    diagnostics: Sequence[Diagnostic], lines: Lines | None = None, look: Look | None = None
) -> str:
    """Return for each diagnostic its place and cause, the line with carets, and its cure.

    Without `lines` the second is left out.
    """
    look = look or Look()
    return "\n".join(_one(diagnostic, lines, look) for diagnostic in diagnostics)


def _one(diagnostic: Diagnostic, lines: Lines | None, look: Look) -> str:
    d, color = diagnostic, _COLORS[diagnostic.severity]
    place = look.paint(f"{d.file}:{d.line}:{d.column}:", _BOLD)
    said = [f"{place} {look.paint(f'{NAMES[d.severity]} {d.code}', color)} {d.message}"]
    source = lines(d.file) if lines else ()
    if 0 < d.line <= len(source):
        said += _quoted(source[d.line - 1], d, color, look)
    said.append(f"    → {d.hint}")
    if d.target:
        said.append(f"    在 {d.target}")
    return "\n".join(said)


def _quoted(line: str, d: Diagnostic, color: str, look: Look) -> list[str]:
    gutter = f"{d.line:>5} | "
    cut = excerpt(line, d.column, d.length, look.width - len(gutter), look.ambiguous)
    shown = cut.before + look.paint(cut.marked, color, _BOLD) + cut.after
    blank = " " * (len(gutter) - 2) + "| " + " " * cut.start
    return [
        look.paint(gutter, _DIM) + shown,
        look.paint(blank, _DIM) + look.paint("^" * cut.width, color, _BOLD),
    ]
