"""Markdown: its marks taken off and reported, its tables of issues read as ledgers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from site_builder.drafts.columns import columns_of
from site_builder.drafts.doubts import Doubts
from site_builder.drafts.draft import Column, Draft, DraftLine, Dropped
from site_builder.drafts.formats.markdown_inline import unmarked
from site_builder.drafts.formats.text import read_text
from site_builder.drafts.paragraph_ends import told_whole

_MARKS = "Markdown 标记"
_COMMENT = "Markdown 里的注释"
_FRONT = "Markdown 的文件头"
_HEADER = "表头"
_NEWLINE = re.compile(r"\r\n|\n|\r")
_COMMENTS = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?:.*\n)*?---[ \t]*(?:\n|\Z)")
_HEADING = re.compile(r"(\s{0,3}#{1,6})(?:\s+|$)(.*?)(\s+#+\s*)?$")
_RULE = re.compile(r"\s{0,3}(?:([-*_])(?:\s*\1){2,}|=+|-+)\s*$")
_QUOTE = re.compile(r"\s{0,3}>\s?")
_BULLET = re.compile(r"\s*[-*+]\s+(?=\S)")
_FENCE = re.compile(r"\s{0,3}(?:```+|~~~+)")
_ROW = re.compile(r"\s*\|?.*(?<!\\)\|.*$")
_DIVIDER = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_PIPE = re.compile(r"(?<!\\)\|")


def read(path: Path, doubts: Doubts) -> Draft | None:
    """Read a Markdown file: a draft of its lines, or None and a doubt that says why."""
    text = read_text(path, doubts, web=True)
    return _Reader(doubts).read(_NEWLINE.sub("\n", text)) if text else None


@dataclass(slots=True)
class _Reader:
    doubts: Doubts
    _lines: list[tuple[DraftLine, bool]] = field(default_factory=list)
    _dropped: list[Dropped] = field(default_factory=list)
    _row: int = 0

    def read(self, text: str) -> Draft:
        lines = self._without_comments(text)
        fenced = False
        index = 0
        while index < len(lines):
            number, line = index + 1, lines[index]
            if _FENCE.match(line):
                fenced = not fenced
                self._drop(line, number)
            elif fenced:
                self._literal(line, number)
            elif _is_table(lines, index):
                index = self._table(lines, index)
                continue
            elif _RULE.fullmatch(line):
                self._drop(line, number)
            else:
                alone = not _joins(lines, index - 1) and not _joins(lines, index + 1)
                self._line(line, number, alone)
            index += 1
        whole = told_whole([(line.text, alone) for line, alone in self._lines])
        drafted = (
            DraftLine(line.text, line.number, "", told, line.row, line.column)
            for (line, _), told in zip(self._lines, whole, strict=True)
        )
        return Draft(tuple(drafted), tuple(self._dropped))

    def _without_comments(self, text: str) -> list[str]:
        """Take comments and the head of the file out; the lines keep their numbers."""
        for pattern, why in ((_FRONT_MATTER, _FRONT), (_COMMENTS, _COMMENT)):
            number, behind = 1, 0
            for match in pattern.finditer(text):
                number += text.count("\n", behind, match.start())
                behind = match.start()
                self._dropped.append(Dropped(match[0], why, number))
            text = pattern.sub(lambda match: "\n" * match[0].count("\n"), text)
        return text.split("\n")

    def _line(self, line: str, number: int, alone: bool) -> None:
        heading = _HEADING.match(line)
        if heading:
            self._drop(heading[1], number)
            self._drop(heading[3] or "", number)
            self._keep(heading[2], number, whole=True)
            return
        listed = False
        for pattern in (_QUOTE, _BULLET):
            if mark := pattern.match(line):
                self._drop(mark[0], number)
                line = line[mark.end() :]
                listed = listed or pattern is _BULLET
        self._keep(line, number, whole=alone or listed)

    def _keep(
        self,
        line: str,
        number: int,
        whole: bool,
        row: int | None = None,
        column: Column | None = None,
    ) -> None:
        for part, marks in unmarked(line):
            if marks:
                self._drop(marks, number)
            if part.strip():
                self._lines.append((DraftLine(part, number, "", whole, row, column), whole))

    def _literal(self, line: str, number: int) -> None:
        if line.strip():
            self._lines.append((DraftLine(line, number), False))

    def _drop(self, text: str, number: int, why: str = _MARKS) -> None:
        if text.strip():
            self._dropped.append(Dropped(text.strip(), why, number))

    def _table(self, lines: Sequence[str], index: int) -> int:
        """Read the table at a line; return the index of the line behind it."""
        headers = [cell.strip() for cell in _cells(lines[index])]
        columns = columns_of(["".join(part for part, _ in unmarked(cell)) for cell in headers])
        if columns:
            self._drop(lines[index], index + 1, _HEADER)
        else:
            self.doubts.add_at("D942", index + 1, 1)
            self._flat(lines[index], index + 1)
        self._drop(lines[index + 1], index + 2)
        index += 2
        while index < len(lines) and _ROW.fullmatch(lines[index]) and lines[index].strip():
            if columns:
                self._ledger_row(lines[index], index + 1, columns)
            else:
                self._flat(lines[index], index + 1)
            index += 1
        return index

    def _ledger_row(self, line: str, number: int, columns: Sequence[Column | None]) -> None:
        self._row += 1
        self._drop("|" * len(_PIPE.findall(line)), number)
        for place, cell in enumerate(_cells(line)):
            column = columns[place] if place < len(columns) else None
            self._keep(cell, number, True, self._row, column)

    def _flat(self, line: str, number: int) -> None:
        self._drop("|" * len(_PIPE.findall(line)), number)
        for cell in _cells(line):
            self._keep(cell, number, whole=True)


def _cells(line: str) -> list[str]:
    cells = _PIPE.split(line.strip())
    if cells and not cells[0].strip():
        cells = cells[1:]
    if cells and not cells[-1].strip():
        cells = cells[:-1]
    return cells


def _is_table(lines: Sequence[str], index: int) -> bool:
    following = lines[index + 1] if index + 1 < len(lines) else ""
    return bool(_ROW.fullmatch(lines[index])) and "|" in following and _is_divider(following)


def _is_divider(line: str) -> bool:
    return _DIVIDER.fullmatch(line) is not None


def _joins(lines: Sequence[str], index: int) -> bool:
    """Tell whether the line at an index would be set in one paragraph with its neighbour."""
    if not 0 <= index < len(lines) or not lines[index].strip():
        return False
    return not (_HEADING.match(lines[index]) or _RULE.fullmatch(lines[index]))
