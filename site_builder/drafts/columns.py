"""The headers of ledgers, as data: a new wording is one line here."""

from __future__ import annotations

import re
from collections.abc import Sequence

from site_builder.drafts.draft import Column
from site_builder.drafts.labels import PART_WORDS

# Headers that a table prints and a paragraph does not; PART_WORDS holds the rest.
_HEADERS: dict[str, Column] = {
    "序号": "number",
    "编号": "number",
    "问题编号": "number",
    "问题序号": "number",
    "任务编号": "number",
    "整改任务编号": "number",
    "整改问题": "problem",
    "问题内容": "problem",
    "问题清单": "problem",
    "问题事项": "problem",
    "整改事项": "problem",
    "整改任务": "problem",
    "反馈意见问题": "problem",
    "巡察反馈的问题": "problem",
    "巡察反馈意见": "problem",
    "巡视反馈的问题": "problem",
    "巡视反馈意见": "problem",
    "存在具体问题": "problem",
    "具体问题表现": "details",
    "问题具体表现": "details",
    "牵头责任单位": "owner",
    "配合单位": "owner",
    "责任单位及责任人": "owner",
    "责任单位和责任人": "owner",
    "责任领导及科室": "owner",
    "责任领导及责任科室": "owner",
    "责任主体": "owner",
    "督导单位": "owner",
    "时限": "deadline",
    "整改时间": "deadline",
    "整改完成时间": "deadline",
    "计划完成时间": "deadline",
    "完成期限": "deadline",
    "时限要求": "deadline",
    "状态": "status",
    "是否完成": "status",
    "是否完成整改": "status",
    "完成整改情况": "status",
    "整改成效": "measures",
    "整改措施及完成情况": "measures",
    "整改措施及落实情况": "measures",
    "整改措施和成效": "measures",
    "整改措施落实情况": "measures",
    "整改完成情况及成效": "measures",
    "整改目标": "details",
    "整改目标要求": "details",
    "目标要求": "details",
    "备注": "details",
}
_WORDS: dict[str, Column] = {**PART_WORDS, **_HEADERS}
_ASIDE = re.compile(r"[（(【\[][^（()）】\]]*[)）】\]]")  # “整改时限（2023年）”
_AROUND = re.compile(r"[\s：:、，*]+|\u200b|\ufeff")


def column_of(header: str) -> Column | None:
    """Return what the cells below a header hold, or None for a header that is not known.

    White space, colons and what stands in brackets do not count. 整改目标 and 备注 have no field
    of their own in a notice; their cells are details of the issue.
    """
    bare = _AROUND.sub("", header)
    return _WORDS.get(bare) or _WORDS.get(_ASIDE.sub("", bare))


def columns_of(header_cells: Sequence[str]) -> tuple[Column | None, ...] | None:
    """Return the columns that a row of headers names, or None if it heads no ledger.

    A ledger has a column of issues and at least one more that is known. A header that is not
    known gives None in its place: what stands below it has to be read as plain text.
    """
    columns = tuple(map(column_of, header_cells))
    known = [column for column in columns if column]
    return columns if "problem" in known and len(known) > 1 else None
