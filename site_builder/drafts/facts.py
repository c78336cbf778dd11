"""The labels of what is printed beside a document, as data: a new wording is one line here."""

from __future__ import annotations

import re
from dataclasses import dataclass

from site_builder.drafts.draft import FactName

# Wording → the fact; None for a label that is known, but of nothing a notice holds.
_LABELS: dict[str, FactName | None] = {
    "索引号": "index_number",
    "索引编号": "index_number",
    "信息索引号": "index_number",
    "信息索引": "index_number",
    "索取号": "index_number",
    "发布机构": "publisher",
    "发布单位": "publisher",
    "发布部门": "publisher",
    "发文机关": "publisher",
    "发文单位": "publisher",
    "发文机构": "publisher",
    "公开单位": "publisher",
    "公开机构": "publisher",
    "来源": "publisher",
    "信息来源": "publisher",
    "文章来源": "publisher",
    "稿件来源": "publisher",
    "发布日期": "published",
    "发布时间": "published",
    "公开日期": "published",
    "公开时间": "published",
    "公布日期": "published",
    "发表时间": "published",
    "日期": "published",
    "时间": "published",
    "文号": "document_number",
    "发文字号": "document_number",
    "文件编号": "document_number",
    "公开方式": "disclosure",
    "公开形式": "disclosure",
    "公开类别": "disclosure",
    "公开属性": "disclosure",
    "名称": None,
    "标题": None,
    "信息名称": None,
    "文件名称": None,
    "主题分类": None,
    "信息分类": None,
    "分类": None,
    "体裁分类": None,
    "服务对象分类": None,
    "主题词": None,
    "关键词": None,
    "生成日期": None,
    "成文日期": None,
    "成文时间": None,
    "生效日期": None,
    "失效日期": None,
    "有效性": None,
    "公开范围": None,
    "公开时限": None,
    "公开程序": None,
    "责任编辑": None,
    "编辑": None,
    "作者": None,
    "审核": None,
    "浏览次数": None,
    "浏览量": None,
    "阅读次数": None,
    "阅读量": None,
    "阅读": None,
    "点击数": None,
    "点击量": None,
    "访问量": None,
    "字体": None,
    "字号": None,
    "分享到": None,
    "分享": None,
}
_AROUND = re.compile(r"[\s：:\[\]【】\u200b\ufeff]+")
# No label is longer; and letters of a label are often spaced to one width.
_LONGEST = max(map(len, _LABELS))
_LABEL_IN_LINE = re.compile(
    r"(?:[\[【]\s*)?("
    + "|".join(r"\s*".join(word) for word in sorted(_LABELS, key=lambda word: (-len(word), word)))
    + r")\s*[\]】]?\s*[:：]"
)


def is_fact_label(label: str) -> bool:
    """Tell whether a text is the label of something printed beside a document, and no more."""
    return len(label) <= 4 * _LONGEST and _AROUND.sub("", label) in _LABELS


def fact_of(label: str) -> FactName | None:
    """Return the fact that a label names: 索引号, 发布机构：, 公 开 方 式.

    None for anything else, and for labels of what a notice does not hold, such as 成文日期.
    """
    return _LABELS.get(_AROUND.sub("", label))


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label and its value in one line; both as printed, `label` with what parts the two."""

    label: str
    value: str


def labelled(line: str) -> tuple[str, tuple[Labelled, ...]]:
    """Cut a line such as “来源：甲局 发布时间：2023-08-10” at its labels.

    Returns what stands before the first label, and the labels with their values. Put together
    again they are the line.
    """
    found = list(_LABEL_IN_LINE.finditer(line))
    found = [match for i, match in enumerate(found) if not i or match.start() >= found[i - 1].end()]
    if not found:
        return line, ()
    ends = [match.start() for match in found[1:]] + [len(line)]
    parts = [
        Labelled(match[0], line[match.end() : end]) for match, end in zip(found, ends, strict=True)
    ]
    return line[: found[0].start()], tuple(parts)
