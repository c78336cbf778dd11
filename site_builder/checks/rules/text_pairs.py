"""N309 and N310: brackets and quotation marks that do not pair."""

from __future__ import annotations

import codecs
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from site_builder.checks.lazy import lazily
from site_builder.checks.rule import Finding, rule
from site_builder.checks.subject import Subject, once
from site_builder.notice.diagnostics import Severity
from site_builder.notice.text import Path, issue_of

_PAIRS = {
    "《": "》",
    "（": "）",
    "“": "”",
    "‘": "’",
    "〔": "〕",
    "【": "】",
    "「": "」",
    "『": "』",
}
_OPENER_OF = {closer: opener for opener, closer in _PAIRS.items()} | {")": "（"}
_OPENERS = {opener: opener for opener in _PAIRS} | {"(": "（"}
_FULL = {"(": "（", ")": "）"}
_MARKS = lazily("[" + "".join({*_OPENER_OF, *_OPENERS}) + "]")
# What leaves of a text only these marks and the ends of its parts, at ten times the speed of `re`.
_ALL = "\0" + "".join({*_OPENER_OF, *_OPENERS})
_ONLY_MARKS = codecs.charmap_build(_ALL.ljust(256, "\ufffe"))
# 1）, 一） and a) number an item; they open nowhere.
_NUMBERS = lazily(r"(?:^|[。；;：:，、\s])(?:\d{1,3}|[一二三四五六七八九十]{1,3}|[A-Za-z])$")
_NUMBERED = lazily(r"\s?(?:\d{1,3}|[一二三四五六七八九十]{1,3})(?:[、.．\s]|$)")
# A quotation may run on over that many texts, markers and labels included.
_FAR = 12


class _Mark(NamedTuple):
    """An opening or closing mark that nothing in its own text pairs with."""

    part: int
    path: Path
    at: int
    character: str
    is_first: bool


@lru_cache(maxsize=4096)
def _pairs_up(marks: bytes) -> bool:
    """Tell whether the marks of one text, all else left out, pair and have one width each."""
    waiting: defaultdict[str, list[str]] = defaultdict(list)
    for mark in marks:
        character = _ALL[mark]
        if opener := _OPENERS.get(character):
            waiting[opener].append(character)
        else:
            stack = waiting[_OPENER_OF[character]]
            if not stack or (character == ")") != (stack.pop() == "("):
                return False
    return not any(waiting.values())


@once
def _uneven(subject: Subject) -> list[tuple[int, Path, str]]:
    """Return the texts whose marks do not all pair, each with how many stand before it."""
    marks, _ = codecs.charmap_encode(subject.text, "ignore", _ONLY_MARKS)
    return [
        (part, *subject.part(part))
        for part, of_part in enumerate(marks.split(b"\0"))
        if of_part and not _pairs_up(of_part)
    ]


@rule(
    "N309",
    Severity.WARNING,
    title="括号一半全角一半半角",
    why="一对括号的两半宽度不同，多为输入法切换时带入。",
    cure="都改成全角括号。",
)
def mixed_brackets(subject: Subject) -> Iterator[Finding]:
    """Pairs of brackets of which one is half-width."""
    for _, path, text in _uneven(subject):
        waiting: list[int] = []
        for match in _MARKS.finditer(text):
            if match[0] in "（(":
                waiting.append(match.start())
            elif match[0] in "）)" and waiting:
                opened = waiting.pop()
                if (match[0] == ")") != (text[opened] == "("):
                    at = match.start() if match[0] == ")" else opened
                    yield Finding(
                        path,
                        at,
                        at + 1,
                        f"这一对括号里，“{text[at]}”是半角的",
                        f"改成全角的“{_FULL[text[at]]}”。",
                        _FULL[text[at]],
                    )


@rule(
    "N310",
    Severity.WARNING,
    title="括号、引号或书名号不成对",
    why="少了一半，读者分不清引到哪里为止，文件名称也就不完整。",
    cure="对照原稿，补上缺的一半，或者删去多的一半。",
)
def unpaired(subject: Subject) -> Iterator[Finding]:
    """Brackets, quotation marks and title marks with one half missing."""
    alone: defaultdict[str, list[_Mark]] = defaultdict(list)
    for part, path, text in _uneven(subject):
        for mark in _alone_in(part, path, text):
            kind = _OPENERS.get(mark.character) or _OPENER_OF[mark.character]
            alone[kind].append(mark)
    for kind, marks in alone.items():
        for mark in _without_those_running_on(marks):
            is_opener = mark.character in _OPENERS
            missing = _PAIRS[kind] if is_opener else kind
            side = "后面" if is_opener else "前面"
            yield Finding(
                mark.path,
                mark.at,
                mark.at + 1,
                f"“{mark.character}”没有配对，{side}缺少“{missing}”",
            )


def _alone_in(part: int, path: Path, text: str) -> Iterator[_Mark]:
    waiting: defaultdict[str, list[int]] = defaultdict(list)
    alone: list[int] = []
    for match in _MARKS.finditer(text):
        at = match.start()
        if opener := _OPENERS.get(match[0]):
            waiting[opener].append(at)
        elif waiting[_OPENER_OF[match[0]]]:
            waiting[_OPENER_OF[match[0]]].pop()
        else:
            alone.append(at)
    first = len(text) - len(text.lstrip())
    for at in sorted([*alone, *(at for stack in waiting.values() for at in stack)]):
        if not _is_no_pair(text, at):
            yield _Mark(part, path, at, text[at], is_first=at <= first)


def _is_no_pair(text: str, at: int) -> bool:
    before = text[max(0, at - 5) : at]
    if text[at] in "）)":
        return bool(_NUMBERS.search(before)) and (len(before) < 5 or not before.isdigit())
    if text[at] in "（(":
        return not before.strip() and bool(_NUMBERED.match(text, at + 1))
    # An apostrophe: it’s, ’90s.
    beside = before[-1:] if before[-1:].isalnum() else text[at + 1 : at + 2]
    return text[at] in "’‘" and beside.isascii() and beside.isalnum()


def _without_those_running_on(marks: list[_Mark]) -> list[_Mark]:
    """Leave out what opens in one paragraph and closes in a later one.

    Of a quotation of several paragraphs each may open anew, and only the last one closes.
    """
    left: list[_Mark] = []
    for mark in marks:
        if mark.character in _OPENERS or not _closes(left, mark):
            left.append(mark)
    return left


def _closes(left: list[_Mark], closer: _Mark) -> bool:
    if not left or left[-1].character not in _OPENERS:
        return False
    if not _near(left[-1], closer):
        return False
    last = left.pop()
    while left and left[-1].character in _OPENERS and last.is_first:
        if not _near(left[-1], last):
            break
        last = left.pop()
    return True


def _near(one: _Mark, later: _Mark) -> bool:
    return 0 < later.part - one.part <= _FAR and _home(one.path) == _home(later.path)


def _home(path: Path) -> Path:
    """Return the way to the issue that a text is in, or else to its list of paragraphs."""
    return issue_of(path) or path[:-1]
