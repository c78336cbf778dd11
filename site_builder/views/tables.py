"""The tables of the open data: a registry. A new table is one entry, a new column one line.

CSV, workbook, database, data package, the page that explains them and docs/data.md all follow.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from site_builder.notice.model import Notice
from site_builder.notice.status import LABELS
from site_builder.views.columns import Columns
from site_builder.views.notice_columns import contact_columns, issue_columns, notice_columns

Kind = Literal["string", "integer", "date", "boolean"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in CSV and database, in the workbook, and what it holds (Chinese)."""

    name: str
    title: str
    description: str
    kind: Kind = "string"
    required: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table; its first column tells its rows apart. `of` is how Chinese counts its rows.

    Rows with a `notice_id` belong to a notice. `rows` takes a notice and the site's address or "".
    """

    name: str
    title: str
    of: str
    columns: tuple[Column, ...]
    rows: Callable[[Notice, str], Columns]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its columns."""
        return tuple(column.name for column in self.columns)


@dataclass(frozen=True, slots=True)
class NoticeRows:
    """The rows of one notice in each table of `TABLES`."""

    tables: tuple[Columns, ...]


def notice_rows(notice: Notice, site_url: str = "") -> NoticeRows:
    """Return the rows of a notice; without `site_url` addresses are relative to the site's root."""
    return NoticeRows(tuple(table.rows(notice, site_url) for table in TABLES))


_ORGANIZATION = (
    Column("organization", "单位", "发布通报的党组织", required=True),
    Column("region", "地区", "所在的省、市、县（区）"),
)
_DATED = Column("date", "日期", "发布日期；没有的，是落款中确切的日期", "date")
_NOTICE_ID = Column("notice_id", "通报编号", "通报的编号，即 notices 表的 id", required=True)

TABLES = (
    Table(
        "issues",
        "问题",
        "个",
        (
            Column("id", "编号", "通报编号加问题的位置；一经公开不再改变", required=True),
            Column("url", "网址", "这个问题在网站上的位置", required=True),
            _NOTICE_ID,
            Column("position", "第几个", "在通报中按先后数，从 1 起", "integer", required=True),
            *_ORGANIZATION,
            Column("title", "通报标题", "通报的标题", required=True),
            _DATED,
            Column("section", "所在章节", "上面各级小标题，用“ / ”隔开"),
            Column("number", "印出的序号", "通报中印出的序号，如“1.”"),
            Column("problem", "存在问题", "问题本身", required=True),
            Column("details", "问题表现", "问题之下的说明，每段一行"),
            Column("owner", "责任单位", "责任领导、责任单位或科室"),
            Column("deadline", "整改时限", "印出的原样文字"),
            Column("deadline_date", "整改时限（日期）", "确切的日期", "date"),
            Column("status", "整改结果", "印出的原样文字；没有印出的为空，不推断"),
            Column(
                "status_code",
                "状态代码",
                "；".join(f"{code}：{label}" for code, label in LABELS.items()),
                required=True,
            ),
            Column("sustained", "长期坚持", "是否注明长期坚持；没有印出状态的为空", "boolean"),
            Column("measures", "整改落实情况", "整改措施，含印出的序号，每条一行，下级在上级之后"),
            Column("tags", "标签", "主题词，用顿号隔开"),
        ),
        issue_columns,
    ),
    Table(
        "notices",
        "通报",
        "份",
        (
            Column("id", "编号", "通报的编号；一经公开不再改变", required=True),
            Column("url", "网址", "通报在网站上的位置", required=True),
            Column("title", "标题", "通报的标题", required=True),
            *_ORGANIZATION,
            Column("published", "发布日期", "在网上公开的日期", "date"),
            _DATED,
            Column("publisher", "发布机构", "与单位不同时才有"),
            Column("index_number", "索引号", "信息索引号"),
            Column("document_number", "文号", "如“示科组〔2023〕7号”"),
            Column("disclosure", "公开方式", "如“主动公开”"),
            Column("inspection_body", "巡察机构", "如“市委第六巡察组”"),
            Column("inspection_round", "巡察轮次", "如“十四届第五轮巡察”"),
            Column("inspection_kinds", "巡察类型", "常规、专项等，用顿号隔开"),
            Column("inspection_period", "巡察时间", "印出的原样文字"),
            Column("feedback_date", "反馈时间", "印出的原样文字"),
            Column("issue_count", "问题数", "共几个问题", "integer", required=True),
            *(
                Column(str(code), label, f"状态为“{label}”的问题有几个", "integer", required=True)
                for code, label in LABELS.items()
            ),
        ),
        notice_columns,
    ),
    Table(
        "contacts",
        "联系方式",
        "条",
        (
            Column("id", "编号", "通报编号加联系方式的位置", required=True),
            Column("url", "网址", "监督联系方式在网站上的位置", required=True),
            _NOTICE_ID,
            Column("position", "第几条", "在通报中按先后数，从 1 起", "integer", required=True),
            *_ORGANIZATION,
            Column("type", "类型", "如 phone（电话）、email（邮箱）", required=True),
            Column("value", "内容", "号码、地址、邮箱等本身", required=True),
            Column("text", "原文", "通报中印出的原样文字", required=True),
        ),
        contact_columns,
    ),
)
