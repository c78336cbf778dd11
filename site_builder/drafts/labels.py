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
    "问题表述": "problem",
    "问题内容": "problem",
    "反映问题": "problem",
    "反映的问题": "problem",
    "反映的主要问题": "problem",
    "群众反映问题": "problem",
    "信访问题": "problem",
    "信访事项": "problem",
    "举报内容": "problem",
    "交办问题": "problem",
    "督察反馈问题": "problem",
    "审计查出问题": "problem",
    "查出问题": "problem",
    "整改任务": "problem",
    "问题表现": "details",
    "具体表现": "details",
    "主要表现": "details",
    "整改目标": "details",
    "问题类型": "details",
    "调查核实情况": "details",
    "调查情况": "details",
    "核实情况": "details",
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
    "整改责任部门": "owner",
    "整改责任领导": "owner",
    "整改责任人": "owner",
    "责任主体": "owner",
    "责任处室": "owner",
    "责任站所": "owner",
    "分管领导": "owner",
    "配合单位": "owner",
    "督导单位": "owner",
    "验收单位": "owner",
    "整改时限": "deadline",
    "整改期限": "deadline",
    "完成时限": "deadline",
    "完成时间": "deadline",
    "整改完成时限": "deadline",
    "整改完成时间": "deadline",
    "整改时间": "deadline",
    "办结时限": "deadline",
    "状态": "status",
    "当前状态": "status",
    "整改结果": "status",
    "整改状态": "status",
    "整改进度": "status",
    "整改结论": "status",
    "整改评价": "status",
    "是否完成": "status",
    "是否完成整改": "status",
    "是否办结": "status",
    "办结情况": "status",
    "办理状态": "status",
    "办理结果": "status",
    "销号情况": "status",
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
    "整治": "measures",
    "整治落实情况": "measures",
    "整改成效": "measures",
    "整改落实成效": "measures",
    "整改效果": "measures",
    "整改落实进展情况": "measures",
    "具体整改情况": "measures",
    "具体整改措施": "measures",
    "整改工作措施": "measures",
    "采取的措施": "measures",
    "采取措施": "measures",
    "主要措施": "measures",
    "主要做法": "measures",
    "落实情况": "measures",
    "进展情况": "measures",
    "办理情况": "measures",
    "处理情况": "measures",
    "查处情况": "measures",
    "处理和整改情况": "measures",
    "处理整改情况": "measures",
    "查处整改情况": "measures",
    "处理及整改情况": "measures",
}

# Labels put together of two words each; those above are all others.
_OF_WHAT = ("整改", "整改落实", "整改工作", "问题整改", "具体整改", "整改完成")
_STATUSES = ("结果", "状态", "进度", "结论")
_MEASURES = (
    *("情况", "措施", "举措", "进展", "进展情况", "成效", "效果", "做法", "开展情况", "推进情况"),
    *("措施和成效", "措施与成效", "措施及成效", "措施和进展", "措施及进展", "措施及落实情况"),
)
_FAMILIES: tuple[tuple[IssuePart, tuple[str, ...]], ...] = (
    ("status", _STATUSES),
    ("measures", _MEASURES),
)
for _part, _ends in _FAMILIES:
    for _word in (begin + end for begin in _OF_WHAT for end in _ends):
        PART_WORDS.setdefault(_word, _part)

# Short words stand in the middle of prose too, so they count only at the start of a line.
_SHORTEST_INLINE = 4
# Between these, spaces alone may part one label from the one before.
_BESIDE: tuple[IssuePart, ...] = ("owner", "deadline", "status")


def _choice(words: list[str]) -> str:
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(r"\s?".join(word) for word in longest_first)  # spaces stray into labels


_LONG = [word for word in PART_WORDS if len(word) >= _SHORTEST_INLINE]
_BESIDE_WORDS = [word for word in PART_WORDS if PART_WORDS[word] in _BESIDE]
# Words that may stand before a label of measures: 已采取的整改措施：
_BEFORE = r"(?:目前|已|现|具体|主要|所)?(?:采取|落实|开展|推进|实施)的|(?:目前|具体|主要)"
_MEASURE_WORDS = [word for word in _LONG if PART_WORDS[word] == "measures"]
_AT_START = re.compile(
    rf"\s*(?:[【\[〔]\s*(?P<boxed>{_choice([*PART_WORDS])})\s*[:：]?\s*[】\]〕]\s*[:：]?"
    rf"|(?P<usual>{_choice([*PART_WORDS])})\s*[:：]"
    rf"|(?:{_BEFORE})(?P<led>{_choice(_MEASURE_WORDS)})\s*[:：]"
    rf"|(?P<bare>{_choice(_LONG)})\s*$)"
)
_INLINE = re.compile(
    rf"(?:(?:(?<=[。；;！？!?])|(?<=[^\d\s]\.))\s*(?P<after>(?:{_choice(_LONG)})\s*[:：])"
    rf"|(?<=[\s，,、。；;])(?P<beside>(?:{_choice(_BESIDE_WORDS)})\s*[:：])"
    rf"|(?<!^)(?P<boxed>【(?:{_choice(_LONG)})】))"
)


@dataclass(frozen=True, slots=True)
class Label:
    """A label at the start of a text: the part it opens, and where its words end."""

    part: IssuePart
    end: int
    bare: bool  # printed without colon or brackets, alone on its line
    word: str


def label_at(text: str, position: int = 0) -> Label | None:
    """Return the label that stands at `position` in `text`, if any."""
    match = _AT_START.match(text, position)
    if not match:
        return None
    word = "".join((match["boxed"] or match["usual"] or match["led"] or match["bare"]).split())
    return Label(PART_WORDS[word], match.end(), match["bare"] is not None, word)


def inline_labels(text: str) -> list[int]:
    """Return where labels begin behind the end of a sentence inside a paragraph."""
    found = (match.start(match.lastgroup or 0) for match in _INLINE.finditer(text))
    return [start for start in found if start]
