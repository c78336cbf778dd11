"""The status vocabulary: what documents print, and the code beside it.

A new wording is one word in the lists below. A status is never inferred: nothing printed is
`unstated`, and a wording that stands here under no code needs a person to give one.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple


class StatusCode(StrEnum):
    """How far an issue is rectified, in the order in which figures list them."""

    COMPLETED = "completed"
    PHASE_COMPLETED = "phase_completed"
    IN_PROGRESS = "in_progress"
    NOT_COMPLETED = "not_completed"
    UNSTATED = "unstated"


LABELS = {
    StatusCode.COMPLETED: "已完成",
    StatusCode.PHASE_COMPLETED: "阶段性完成",
    StatusCode.IN_PROGRESS: "正在整改",
    StatusCode.NOT_COMPLETED: "未完成",
    StatusCode.UNSTATED: "未注明",
}


class Reading(NamedTuple):
    """What a wording says: the code, and whether the result is to be kept up (长期坚持)."""

    code: StatusCode
    sustained: bool = False


# Wordings without white space and punctuation, as `fold` leaves them.
_COMPLETED = """
完成 已完成 已经完成 全部完成 已全部完成 整改完成 完成整改 已完成整改 已整改完成
已经完成整改 已全部完成整改 已全部整改完成 全部完成整改 全部整改完成 整改已完成
整改已全部完成 整改工作已完成 已整改 已经整改 已全部整改 整改到位 已整改到位
已经整改到位 已全部整改到位 全部整改到位 整改已到位 整改完毕 已整改完毕 已完成整改任务
已完成整改销号 已整改销号 完成销号 已完成销号 已销号 整改销号 办结 已办结 已经办结
全部办结 完成100 已完成100 整改完成100 已完成整改100
"""
_PHASE = """
阶段性完成 已阶段性完成 阶段性完成整改 已阶段性完成整改 阶段性整改完成 阶段性办结
已阶段性办结 取得阶段性成果 已取得阶段性成果 取得阶段性成效 已取得阶段性成效 部分完成
已部分完成 部分整改 已部分整改 部分完成整改 已部分完成整改 部分整改到位 已部分整改到位
部分整改完成 基本完成 已基本完成 基本完成整改 已基本完成整改 基本整改完成 基本整改到位
已基本整改到位 部分整改到位取得阶段性成果 已部分整改到位取得阶段性成果
"""
_IN_PROGRESS = """
正在整改 正在整改中 正在持续整改 正在进行整改 正在抓紧整改 整改中 整改进行中 正在进行
正在进行中 进行中 正在推进 正在推进中 正在推进整改 正在持续推进 正在有序推进 推进中
整改推进中 持续推进 持续推进中 持续推进整改 持续整改 持续整改中 有待持续整改 正在办理
正在办理中 办理中
"""
_NOT_COMPLETED = """
未完成 未完成整改 尚未完成 尚未完成整改 未整改 尚未整改 未整改完成 未整改到位
尚未整改到位 整改未完成 未销号 尚未销号 未办结 尚未办结
"""
# What may follow a wording of the first two kinds, and changes the code of neither.
_KEPT_UP = (
    "并长期坚持 长期坚持 并持续坚持 持续坚持 并坚持长期整改 并持续巩固 持续巩固 并长期巩固 "
    "并将长期坚持 将长期坚持 并将持续坚持 并将持续巩固"
)
_GOING_ON = (
    "并持续推进 持续推进 并长期坚持 长期坚持 正在持续推进 并正在持续推进 并继续推进 继续推进"
)


def _vocabulary() -> dict[str, Reading]:
    plain = {
        StatusCode.COMPLETED: _COMPLETED.split(),
        StatusCode.PHASE_COMPLETED: _PHASE.split(),
        StatusCode.IN_PROGRESS: _IN_PROGRESS.split(),
        StatusCode.NOT_COMPLETED: _NOT_COMPLETED.split(),
    }
    words = {wording: Reading(code) for code, wordings in plain.items() for wording in wordings}
    kept_up, going_on = (
        Reading(StatusCode.COMPLETED, sustained=True),
        Reading(StatusCode.PHASE_COMPLETED),
    )
    words |= {word + end: kept_up for word in _COMPLETED.split() for end in _KEPT_UP.split()}
    words |= {word + end: going_on for word in _PHASE.split() for end in _GOING_ON.split()}
    # What is going on and is said to go on is said in one way alone: 正在整改，持续推进。
    words |= {f"正在整改{end}": Reading(StatusCode.IN_PROGRESS) for end in _GOING_ON.split()}
    return words


# Everything that `read_status` knows, subject and tag aside.
VOCABULARY: dict[str, Reading] = _vocabulary()

_NOT_WORDS = re.compile(r"[\s\W_]+")
_TAG = "立行立改"  # stands beside a status and says when, not how far
# What a sentence names before it says how far: 目前，该问题已完成整改。
_SUBJECT = re.compile(
    r"(?:目前|现|截至目前|截止目前|至此)?"
    r"(?:(?:该|此|本)(?:项|个)?(?:反馈)?(?:问题|任务|事项|整改任务|整改事项|整改工作|工作|信访件))?"
    r"(?:目前|现)?"
)
# A day beside a wording says when, not how far: 已完成（2023年8月15日）, 已于2023年9月完成整改.
_DAY = r"\d{4}\s?[年.\-/]\s?\d{1,2}\s?(?:[月.\-/]\s?(?:\d{1,2}\s?日?|[初底末]|[上中下]旬)?)?"
_WHEN = re.compile(
    rf"(?<=完成|整改|到位|销号|办结)\s?[（(]\s?(?:于\s?)?{_DAY}\s?(?:完成|办结)?\s?[）)](?=[。；;，,]?$)"
    rf"|(?<=已)[于在]\s?{_DAY}\s?(?=(?:全部)?(?:完成|整改|办结|销号))"
)
# When the rest is expected takes nothing from a wording that says it is not yet completed.
_EXPECTED = re.compile(
    r"[，,；;（(]\s?(?:预计|计划|拟|力争|将于|确保)[^，,。；;（）()]{2,24}(?:完成|到位|办结|销号)(?:整改)?\s?[）)]?[。；;]?$"
)


def fold(wording: str) -> str:
    """Drop white space and punctuation, which documents print in every variation."""
    return _NOT_WORDS.sub("", wording)


# The same few wordings stand in all notices.
@lru_cache(maxsize=100)
def read_status(wording: str) -> Reading | None:
    """Return what a printed wording says, or None where the vocabulary does not have it."""
    if expected := _EXPECTED.search(wording):
        begun = read_status(wording[: expected.start()])
        return begun if begun and begun.code is not StatusCode.COMPLETED else None
    words = fold(_WHEN.sub("", wording)).replace(_TAG, "", 1)
    subject = _SUBJECT.match(words)
    return VOCABULARY.get(words) or VOCABULARY.get(words[subject.end() if subject else 0 :])


def is_immediate(wording: str) -> bool:
    """Tell whether a status says that it was dealt with at once: 已完成（立行立改）."""
    return _TAG in fold(wording)
