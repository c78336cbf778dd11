"""What is wrong with a text as YAML: PyYAML's complaint → place, cause and cure in Chinese."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import yaml

from site_builder.reading.complaints import (
    AFTER_BRACKET,
    AFTER_QUOTE,
    COMPLAINTS,
    INTERRUPTIONS,
    OTHER,
    TAB,
    UNPAIRED,
    Complaint,
)
from site_builder.reading.fault import Fault, control_fault, place_in
from site_builder.reading.yaml_limits import NESTING

# What input methods type for a space; it looks like two of YAML's, or one, and is none.
_WIDE_SPACES = "\u3000\u00a0"
_COLON = re.compile(rf"\s*(?:-\s+)?\w{{1,12}}(?P<colon>：|:(?=[\S{_WIDE_SPACES}]))")
_WIDE_INDENT = re.compile(
    rf"[ {_WIDE_SPACES}]*?(?P<wide>[{_WIDE_SPACES}])\s*(?:-\s|\w{{1,12}}\s*:(?:\s|\Z))"
)


def fault_of(error: yaml.YAMLError, text: str) -> Fault:
    """Translate a parser's error about `text`."""
    if isinstance(error, yaml.reader.ReaderError):
        return control_fault(text, text.index(chr(error.character)))
    problem = f"{getattr(error, 'context', '')}: {getattr(error, 'problem', error)}"
    complaint = next((c for c in COMPLAINTS if c.words in problem), OTHER)
    mark = getattr(error, "problem_mark", None)
    if complaint.at_start:
        mark = getattr(error, "context_mark", None) or mark
    if mark and text[mark.index : mark.index + 1] == "\t":
        complaint = TAB
    if complaint in INTERRUPTIONS:
        complaint, mark = _interrupted(text, complaint, mark)
    # Where the text ends too early, the parser stops in a line behind the last one.
    line, column = place_in(text, min(mark.index, len(text.rstrip()))) if mark else (1, 1)
    return (
        _slipped_indent(text, line)
        or _slipped_colon(text, line)
        or Fault("N101", line, column, complaint.message, complaint.hint)
    )


def colon_fault(text: str, line: int, column: int) -> Fault | None:
    """Look for `键：内容` or `键:内容` at the start of `text`, which lies at that line and column.

    A paragraph of text may well look like this, so it is asked only where something is wrong.
    """
    match = _COLON.match(text)
    if not match:
        return None
    at = match.start("colon")
    if match["colon"] == "：":
        message, hint = "键后面用了全角冒号“：”", "改成英文冒号，后面空一格：“键: 内容”。"
    elif text[at + 1] in _WIDE_SPACES:
        message, hint = "冒号后面的空格不是半角的", "改成半角空格：“键: 内容”。"
    else:
        message, hint = "键后面的冒号少了空格", "冒号后面空一格：“键: 内容”。"
    return Fault("N101", line, column + at, message, hint)


def wide_indent_fault(text: str, line: int, column: int) -> Fault | None:
    """Look for a key or an item that full-width spaces indent, at the start of `text`.

    As with colons, a paragraph of text may begin so.
    """
    match = _WIDE_INDENT.match(text)
    if not match:
        return None
    at = column + match.start("wide")
    return Fault("N101", line, at, "缩进用的空格不是半角的", "缩进一律用半角空格，每级两个。")


def _slipped_indent(text: str, line: int) -> Fault | None:
    """Look for wide spaces on a line or the one before, which then went on with its forerunner."""
    lines = text.split("\n")
    found = (
        wide_indent_fault(lines[number - 1], number, 1)
        for number in (line - 1, line)
        if 0 < number <= len(lines)
    )
    return next(filter(None, found), None)


def _slipped_colon(text: str, line: int) -> Fault | None:
    """Look for a slipped colon on a line or the one before: the commonest slip of all.

    What the parser says about it is obscure. The colon is to blame if mending it gets further.
    """
    lines = text.split("\n")
    for number in (line - 1, line):
        fault = colon_fault(lines[number - 1], number, 1) if 0 < number <= len(lines) else None
        if fault and _gets_further(text, _mended(lines, fault)):
            return fault
    return None


def _mended(lines: Sequence[str], fault: Fault) -> str:
    line = lines[fault.line - 1]
    mended = f"{line[: fault.column - 1]}: {line[fault.column :]}"
    return "\n".join((*lines[: fault.line - 1], mended, *lines[fault.line :]))


def _gets_further(text: str, mended: str) -> bool:
    before, after = _stop(text)[1], _stop(mended)[1]
    return before is not None and (after is None or after.line > before.line)


def _interrupted(text: str, complaint: Complaint, mark: Any) -> tuple[Complaint, Any]:
    """Look at what ends on the line of the stop: a quote too early or too late, a bracket."""
    last, _ = _stop(text)
    if last is None or last.end_mark.line != mark.line:
        return complaint, mark
    start = last.start_mark
    if isinstance(last, yaml.CollectionEndEvent):
        return (AFTER_BRACKET, mark) if text[start.index] in "]}" else (complaint, mark)
    if isinstance(last, yaml.ScalarEvent) and last.style in {"'", '"'}:
        return (UNPAIRED, start) if start.line < mark.line else (AFTER_QUOTE, mark)
    return complaint, mark


def _stop(text: str) -> tuple[Any, Any]:
    """Return the last thing that the parser understood, and where it stopped, if it did.

    It also stops where nesting gets too deep, for each further level takes it longer than the last.
    """
    last: Any = None
    depth = 0
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            last = event
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth > NESTING:
                return last, last.start_mark
    except yaml.MarkedYAMLError as error:
        return last, error.problem_mark
    return last, None
