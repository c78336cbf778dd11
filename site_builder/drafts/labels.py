"""The labels that drafts print, as data: a new wording is one line here."""

from __future__ import annotations

import re
from dataclasses import dataclass

from site_builder.notice.model import IssuePart

# Wording → the part of an issue that it opens. Order does not matter: the longest wins.
PART_WORDS: dict[str, IssuePart] = {
    "问题": "problem",
    "存在问题": "problem",
    "存在的问题": "problem",
    "存在的主要问题": "problem",
    "主要问题": "problem",
    "具体问题": "problem",
    "反馈问题": "problem",
    "反馈的问题": "problem",
    "反馈具体问题": "problem",
    "反馈意见": "problem",
    "巡察反馈问题": "problem",
    "巡视反馈问题": "problem",
    "发现问题": "problem",
    "问题描述": "problem",
    "问题表现": "details",
    "具体表现": "details",
    "主要表现": "details",
    "责任单位": "owner",
    "责任部门": "owner",
    "责任科室": "owner",
    "责任股室": "owner",
    "责任领导": "owner",
    "责任人": "owner",
    "牵头单位": "owner",
    "牵头部门": "owner",
    "牵头科室": "owner",
    "牵头领导": "owner",
    "整改责任单位": "owner",
    "整改责任人": "owner",
    "整改时限": "deadline",
    "整改期限": "deadline",
    "完成时限": "deadline",
    "完成时间": "deadline",
    "整改完成时限": "deadline",
    "整改结果": "status",
    "整改状态": "status",
    "整改进度": "status",
    "完成情况": "status",
    "完成状态": "status",
    "整改完成情况": "status",
    "整改": "measures",
    "整改情况": "measures",
    "整改落实情况": "measures",
    "整改落实": "measures",
    "落实整改情况": "measures",
    "整改措施": "measures",
    "整改举措": "measures",
    "整改措施及成效": "measures",
    "整改进展": "measures",
    "整改进展情况": "measures",
    "整改工作情况": "measures",
    "整治情况": "measures",
    "整治措施": "measures",
    "落实情况": "measures",
}

# Short words stand in the middle of prose too, so they count only at the start of a line.
_SHORTEST_INLINE = 4
# Between these, spaces alone may part one label from the one before.
_BESIDE: tuple[IssuePart, ...] = ("owner", "deadline", "status")


def _choice(words: list[str]) -> str:
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))


_LONG = [word for word in PART_WORDS if len(word) >= _SHORTEST_INLINE]
_BESIDE_WORDS = [word for word in PART_WORDS if PART_WORDS[word] in _BESIDE]
_AT_START = re.compile(
    rf"\s*(?:【\s*(?P<boxed>{_choice([*PART_WORDS])})\s*】\s*[:：]?"
    rf"|(?P<usual>{_choice([*PART_WORDS])})\s*[:：]"
    rf"|(?P<bare>{_choice(_LONG)})\s*$)"
)
_INLINE = re.compile(
    rf"(?:(?<=[。；;！？!?])\s*(?P<after>(?:{_choice(_LONG)})\s*[:：])"
    rf"|(?<=[\s，,、。；;])(?P<beside>(?:{_choice(_BESIDE_WORDS)})\s*[:：]))"
)


@dataclass(frozen=True, slots=True)
class Label:
    """A label at the start of a text: the part it opens, and where its words end."""

    part: IssuePart
    end: int
    bare: bool  # printed without colon or brackets, alone on its line


def label_at(text: str, position: int = 0) -> Label | None:
    """Return the label that stands at `position` in `text`, if any."""
    match = _AT_START.match(text, position)
    if not match:
        return None
    word = match["boxed"] or match["usual"] or match["bare"]
    return Label(PART_WORDS[word], match.end(), match["bare"] is not None)


def inline_labels(text: str) -> list[int]:
    """Return where labels begin behind the end of a sentence inside a paragraph."""
    found = (match.start(match.lastgroup or 0) for match in _INLINE.finditer(text))
    return [start for start in found if start]
