"""The lines of a draft → passages: Markdown bold taken off, places kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from site_builder.drafts.doubts import Doubts
from site_builder.drafts.draft import Column, Draft
from site_builder.drafts.fields import is_fact_line
from site_builder.drafts.passage import Passage

BOLD = "**"
_HEAD_LINES = 30  # among which lines such as 索引号：… stand by themselves
_INDENTS = ("\u3000", "  ", "\t")
_CONTROL = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u2028-\u202e\ufeff\ufffe\uffff]"
)


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a line stands in a ledger: its row, and what its column holds."""

    row: int
    column: Column


@dataclass(frozen=True, slots=True)
class Source:
    """A draft as lines: none blank, none with white space at its ends.

    `stream` is all of them one after another, which is what offsets count in. By the offset
    at which a line begins, `whole` holds those that are paragraphs by themselves, `indented`
    those that white space stands before, and `cells` those of ledgers.
    """

    lines: tuple[Passage, ...]
    stream: str
    whole: frozenset[int] = frozenset()
    indented: frozenset[int] = frozenset()
    cells: Mapping[int, Cell] = field(default_factory=dict)


def read_source(draft: Draft, doubts: Doubts) -> Source:
    """Lay the lines of a draft one after another, and note in `doubts` where each stands."""
    lines: list[Passage] = []
    whole: set[int] = set()
    indented: set[int] = set()
    cells: dict[int, Cell] = {}
    offset = 0
    for drafted in draft.lines:
        raw, number = drafted.text, drafted.number
        doubts.places.name(number, drafted.place)
        line = _line(raw, number, offset, doubts)
        if line.text:
            lines.append(line)
            beside = len(lines) <= _HEAD_LINES and is_fact_line(line.text)
            if drafted.whole or drafted.row is not None or beside:
                whole.add(offset)
            if raw.startswith(_INDENTS):
                indented.add(offset)
            if drafted.row is not None and drafted.column:
                cells[offset] = Cell(drafted.row, drafted.column)
            offset = line.end
        _characters(raw, number, doubts)
    stream = "".join(line.text for line in lines)
    return Source(tuple(lines), stream, frozenset(whole), frozenset(indented), cells)


def _line(raw: str, number: int, offset: int, doubts: Doubts) -> Passage:
    """Take the bold marks and outer white space off a line, and note where the rest stands."""
    bare = raw.replace(BOLD, "")
    text = bare.strip()
    lead = len(bare) - len(bare.lstrip())
    begin = 0
    for column, part in _parts(raw):
        # `begin` counts in `bare`; what is left of the part starts at `first`.
        first, end = max(begin, lead), min(begin + len(part), lead + len(text))
        if end > first:
            doubts.places.note(offset + first - lead, number, column + first - begin)
        begin += len(part)
    return Passage(text, offset)


def _parts(raw: str) -> list[tuple[int, str]]:
    """Return what stands between the bold marks, with its column."""
    parts, column = [], 1
    for part in raw.split(BOLD):
        parts.append((column, part))
        column += len(part) + len(BOLD)
    return parts


def _characters(raw: str, number: int, doubts: Doubts) -> None:
    if marks := raw.count(BOLD):
        column = raw.index(BOLD) + 1
        doubts.add_at("D302", number, column, count=(marks + 1) // 2)
    for lost in re.finditer("\ufffd+", raw):
        doubts.add_at("D301", number, lost.start() + 1, count=len(lost[0]))
    if control := _CONTROL.search(raw):
        doubts.add_at("D303", number, control.start() + 1, character=ord(control[0]))
