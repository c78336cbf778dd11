"""The status vocabulary: what documents print, and the code beside it.

A new wording is one line in `VOCABULARY`. A status is never inferred: nothing printed is
`unstated`, and a wording that stands here under no code needs a person to give one.
"""

from __future__ import annotations

import re
from enum import StrEnum
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


_SUSTAINED = Reading(StatusCode.COMPLETED, sustained=True)
_COMPLETED = Reading(StatusCode.COMPLETED)
_PHASE = Reading(StatusCode.PHASE_COMPLETED)
_IN_PROGRESS = Reading(StatusCode.IN_PROGRESS)
_NOT_COMPLETED = Reading(StatusCode.NOT_COMPLETED)

# Without white space and punctuation, as `fold` leaves them.
VOCABULARY: dict[str, Reading] = {
    "已完成整改并长期坚持": _SUSTAINED,
    "完成整改并长期坚持": _SUSTAINED,
    "整改完成并长期坚持": _SUSTAINED,
    "已整改完成并长期坚持": _SUSTAINED,
    "已完成并长期坚持": _SUSTAINED,
    "完成并长期坚持": _SUSTAINED,
    "已整改并长期坚持": _SUSTAINED,
    "已整改到位并长期坚持": _SUSTAINED,
    "已完成整改长期坚持": _SUSTAINED,
    "已完成整改并持续坚持": _SUSTAINED,
    "已完成长期坚持": _SUSTAINED,
    "完成": _COMPLETED,
    "已完成": _COMPLETED,
    "整改完成": _COMPLETED,
    "完成整改": _COMPLETED,
    "已完成整改": _COMPLETED,
    "已整改完成": _COMPLETED,
    "已经完成整改": _COMPLETED,
    "已整改": _COMPLETED,
    "整改到位": _COMPLETED,
    "已整改到位": _COMPLETED,
    "已经整改到位": _COMPLETED,
    "该问题已完成整改": _COMPLETED,
    "办结": _COMPLETED,
    "已办结": _COMPLETED,
    "已销号": _COMPLETED,
    "阶段性完成": _PHASE,
    "阶段性完成整改": _PHASE,
    "已阶段性完成整改": _PHASE,
    "阶段性完成整改并持续推进": _PHASE,
    "阶段性完成整改持续推进": _PHASE,
    "阶段性完成整改并长期坚持": _PHASE,
    "阶段性完成并持续推进": _PHASE,
    "阶段性完成并长期坚持": _PHASE,
    "阶段性完成持续推进": _PHASE,
    "取得阶段性成果": _PHASE,
    "取得阶段性成效": _PHASE,
    "部分完成": _PHASE,
    "部分整改": _PHASE,
    "部分完成整改": _PHASE,
    "已部分整改到位": _PHASE,
    "已部分整改到位取得阶段性成果": _PHASE,
    "基本完成": _PHASE,
    "已基本完成": _PHASE,
    "基本完成整改": _PHASE,
    "基本完成整改并持续推进": _PHASE,
    "阶段性办结": _PHASE,
    "正在整改": _IN_PROGRESS,
    "正在整改中": _IN_PROGRESS,
    "整改中": _IN_PROGRESS,
    "正在推进": _IN_PROGRESS,
    "正在推进中": _IN_PROGRESS,
    "推进中": _IN_PROGRESS,
    "持续推进": _IN_PROGRESS,
    "持续推进中": _IN_PROGRESS,
    "持续整改": _IN_PROGRESS,
    "持续整改中": _IN_PROGRESS,
    "有待持续整改": _IN_PROGRESS,
    "未完成": _NOT_COMPLETED,
    "未完成整改": _NOT_COMPLETED,
    "尚未完成": _NOT_COMPLETED,
    "尚未完成整改": _NOT_COMPLETED,
    "未整改": _NOT_COMPLETED,
    "未办结": _NOT_COMPLETED,
}

_NOT_WORDS = re.compile(r"[\s\W_]+")


def fold(wording: str) -> str:
    """Drop white space and punctuation, which documents print in every variation."""
    return _NOT_WORDS.sub("", wording)


def read_status(wording: str) -> Reading | None:
    """Return what a printed wording says, or None where the vocabulary does not have it."""
    return VOCABULARY.get(fold(wording))
