"""The lines of a draft → passages: Markdown bold taken off, places kept."""

from __future__ import annotations

import re
from dataclasses import dataclass

from site_builder.drafts.doubts import Doubts
from site_builder.drafts.draft import Draft
from site_builder.drafts.passage import Passage

BOLD = "**"
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u200b\u2028-\u202e\ufeff]")


@dataclass(frozen=True, slots=True)
class Source:
    """A draft as lines: none blank, none with white space at its ends.

    `stream` is all of them one after another, which is what offsets count in.
    """

    lines: tuple[Passage, ...]
    stream: str


def read_source(draft: Draft, doubts: Doubts) -> Source:
    """Lay the lines of a draft one after another, and note in `doubts` where each stands."""
    lines: list[Passage] = []
    offset = 0
    for drafted in draft.lines:
        raw, number = drafted.text, drafted.number
        doubts.places.name(number, drafted.place)
        line = _line(raw, number, offset, doubts)
        if line.text:
            lines.append(line)
            offset = line.end
        _characters(raw, number, doubts)
    return Source(tuple(lines), "".join(line.text for line in lines))


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
