"""Bytes → the lines of a draft: decoded, Markdown bold taken off, places kept."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from site_builder.drafts.doubts import Doubts
from site_builder.drafts.passage import Passage

BOLD = "**"
_NEWLINE = re.compile(r"\r\n|\n|\r")  # what editors count; splitlines() knows many more
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u200b\u2028-\u202e\ufeff]")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class Source:
    """A draft as lines: none blank, none with white space at its ends.

    `stream` is all of them one after another, which is what offsets count in.
    """

    lines: tuple[Passage, ...]
    stream: str


def decode(data: bytes) -> tuple[str, str] | None:
    """Return the text and the name of its encoding, or None if it is not text.

    UTF-8 with or without BOM, UTF-16 with BOM, and GB18030 (which holds GBK and GB2312).
    """
    marked = [encoding for bom, encoding in _BOMS if data.startswith(bom)]
    for encoding in marked or ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        # GB18030 takes almost any bytes; only text has no NUL.
        return None if "\0" in text else (text, encoding)
    return None


def read_source(text: str, doubts: Doubts) -> Source:
    """Cut a decoded text into lines, and note in `doubts` where each stands."""
    lines: list[Passage] = []
    offset = 0
    for number, raw in enumerate(_NEWLINE.split(text), start=1):
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
