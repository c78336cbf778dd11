"""Lists elsewhere in a notice that say how far numbered issues are: 已完成整改的问题：1、2、5."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from site_builder.drafts.passage import Passage
from site_builder.notice.status import read_status

_NUMBER = r"(?:问题)?\d{1,3}(?:\s?(?:[-－—~～]|至)\s?\d{1,3})?"
_NUMBERS = rf"{_NUMBER}(?:\s?(?:、|，|,|和|及|以及)\s?(?:第)?{_NUMBER})*"
_UNIT = r"(?:项|个|号|条)"
_THINGS = r"(?:的)?(?:具体)?(?:问题|事项|任务)?"
# 已完成整改的问题（3个）：1、2、5； · 已完成整改3个（第1、2、4项），
_NUMBERS_BEHIND = re.compile(
    r"(?:^|(?<=[，,。；;：:、\s]))(?P<wording>[^\d，,。；;：:、（）()\s]{2,20}?)"
    rf"{_THINGS}(?:有)?(?:[（(]?共?\s?\d{{1,3}}\s?{_UNIT}[)）]?)?{_THINGS}"
    rf"\s?(?:[：:（(]|[：:]\s?[（(]|为|是|分别是|包括)\s?(?:即|分别为|具体为|序号|编号|问题)*[：:]?"
    rf"(?P<ordinal>第)?(?P<numbers>{_NUMBERS})(?P<unit>{_UNIT})?{_THINGS}"
    r"(?=[。；;，,)）\s]|$)"
)
# 第1、2、5项已完成整改； · 问题3、4阶段性完成。
_NUMBERS_BEFORE = re.compile(
    rf"(?:^|(?<=[，,。；;：:\s]))(?:其中)?[，,]?(?P<ordinal>第|问题|序号)(?P<numbers>{_NUMBERS})"
    rf"(?P<unit>{_UNIT})?{_THINGS}(?:均|都|全部)?(?P<wording>[^\d，,。；;：:、（）()\s]{{2,16}})"
    r"(?=[。；;，,)）\s]|$)"
)
# “3个” is a count of issues; only “第3个” is the third.
_COUNT_UNITS = ("个", "项", "条")
_THE_ISSUES = re.compile(r"(?:的)?(?:具体)?(?:问题|事项|任务)?(?:有)?$")
_BEFORE_WORDING = re.compile(r"^(?:其中|目前|截至目前|现|对)")
_ITEM = re.compile(r"(\d{1,3})(?:\s?(?:[-－—~～]|至)\s?(\d{1,3}))?")
_LONGEST_RANGE = 200
# A heading of issues that are all as far: （一）已完成整改的问题（3个）
_HEADING = re.compile(
    r"(?P<wording>[^\d，,。；;：:、（）()\s]{2,16}?)的?(?:具体)?(?:整改)?(?:问题|事项|任务)"
    rf"(?:[（(]?共?\s?\d{{1,3}}\s?{_UNIT}[)）]?)?(?:整改)?(?:情况)?[:：]?"
)


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list says: the wording as printed, and the numbers it holds for."""

    wording: Passage
    numbers: tuple[int, ...]


def lists_statuses(text: str) -> bool:
    """Tell whether a paragraph begins with a list of how far numbered issues are."""
    return any(listed.wording.start < len(text) for listed in listed_in(Passage(text, 0)))


def listed_in(paragraph: Passage) -> Iterator[Listed]:
    """Yield what a paragraph says about issues by their numbers."""
    for pattern in (_NUMBERS_BEHIND, _NUMBERS_BEFORE):
        for match in pattern.finditer(paragraph.text):
            if match["unit"] in _COUNT_UNITS and not match["ordinal"]:
                continue
            wording = _wording(paragraph.cut(match.start("wording"), match.end("wording")))
            if wording:
                yield Listed(wording, tuple(_numbers(match["numbers"])))


def status_of_heading(heading: Passage, marker_end: int) -> Passage | None:
    """Return the status that a heading prints for all issues below it, if it does."""
    words = heading.cut(marker_end).stripped()
    match = _HEADING.fullmatch(words.text)
    return _wording(words.cut(match.start("wording"), match.end("wording"))) if match else None


def _wording(words: Passage) -> Passage | None:
    begin = _BEFORE_WORDING.match(words.text)
    words = words.cut(begin.end() if begin else 0)
    end = _THE_ISSUES.search(words.text)
    words = words.cut(0, end.start() if end else None)
    return words if read_status(words.text) else None


def _numbers(text: str) -> Iterator[int]:
    for match in _ITEM.finditer(text):
        first, last = int(match[1]), int(match[2] or match[1])
        if last - first < _LONGEST_RANGE:
            yield from range(first, last + 1)
