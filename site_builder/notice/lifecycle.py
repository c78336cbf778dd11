"""What becomes of a notice: not yet public, public, corrected, withdrawn, replaced."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator, StrictBool, WithJsonSchema

from site_builder.notice.base import Part, Text, fault, key
from site_builder.notice.values import ExactDate


class State(StrEnum):
    """Whether a notice is public. A scheduled one is `published`, from its moment on."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


STATE_LABELS: Mapping[str, State] = {
    "草稿": State.DRAFT,
    "已发布": State.PUBLISHED,
    "已撤回": State.WITHDRAWN,
}


def _state(value: object) -> object:
    if isinstance(value, str):
        if value in STATE_LABELS:
            return STATE_LABELS[value]
        if value not in set(State):
            raise fault(
                "state",
                f"不认识发布状态“{value}”",
                f"可用的有：{'、'.join([*STATE_LABELS, *State])}。",
            )
    return value


StateField = Annotated[
    State,
    BeforeValidator(_state),
    WithJsonSchema({"type": "string", "enum": [*STATE_LABELS, *(str(state) for state in State)]}),
]


class Correction(Part):
    """Something that was put right after publishing. Shown beside the notice, newest first."""

    date: ExactDate = key("日期", "哪一天更正的")
    what: Text = key("内容", "更正了什么，如“第3个问题的整改状态由‘已完成’改为‘阶段性完成’”")
    why: Text = key("原因", "为什么更正")


class Withdrawal(Part):
    """When and why a notice was withdrawn; its address stays and says so."""

    date: ExactDate = key("日期", "哪一天撤回的")
    reason: Text = key("原因", "为什么撤回；会公开")
    keep_text: StrictBool = key("保留正文", "true：网页上仍然显示正文，并注明已撤回", False)


def settled(data: Any) -> Any:
    """Make state and withdrawal of a notice agree: whoever writes the second means the first."""
    if not isinstance(data, dict):
        return data
    withdrawn = data.get("withdrawn") or data.get("撤回")
    state = data.get("state") or data.get("发布状态")
    if withdrawn and not state:
        # A key with nothing behind it would be the same key a second time.
        rest = {name: value for name, value in data.items() if name not in {"state", "发布状态"}}
        return {**rest, "state": State.WITHDRAWN}
    is_withdrawn = state in ("withdrawn", "已撤回")  # a list could be there
    if withdrawn and not is_withdrawn:
        raise fault(
            "state",
            f"写了“撤回”，发布状态却是“{state}”",
            "已经撤回的，删去“发布状态”这一行；没有撤回的，删去“撤回”。",
            at="发布状态",
        )
    if is_withdrawn and not withdrawn:
        raise fault(
            "state",
            "已撤回的通报没有写明何时、为何撤回",
            "补上“撤回:”，下面写“日期: …”和“原因: …”。",
            at="发布状态",
        )
    return data
