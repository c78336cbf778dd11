"""Notices in the shapes that bodies publish, and how they are printed as text."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import strategies as st

from site_builder.notice.contact import Contact
from site_builder.notice.model import (
    Issue,
    Measure,
    Notice,
    NoticeLabels,
    Section,
    SignatureLine,
    Status,
)

TITLE = "中共示例市粮食局党组关于巡察整改进展情况的通报"
PREAMBLE = "2024年1月9日，市委第二巡察组反馈了巡察意见。现将整改情况通报如下。"
PROBLEMS = (
    *("粮库巡检流于形式", "轮换计划执行不严", "公务接待审批倒置。", "台账缺失；记录不全。"),
    *("“三会一课”制度落实不到位", "2021年以来3个项目验收滞后。", "学习不够深入，研讨偏少"),
    *("关于值班值守松懈的问题", "在“放管服”方面有差距。", "《采购办法》未修订。"),
)
DEEDS = (
    *("召开会议6次。", "修订《巡检办法》，每月抽查。", "追缴资金7.132万元；诫勉0人。"),
    *("于3月10日印发方案（第2版）。", "办结率100%。", "清理合同36份，收回欠款8.6万元。"),
)
MEASURES_LABELS = ("整改情况：", "整改落实情况：", "整改措施:", "【整改情况】", "整改：")
STATUS_LABELS = ("整改结果：", "整改状态：", "完成情况:")
STATUSES = (
    *("已完成整改，并长期坚持。", "已完成", "阶段性完成整改，并持续推进。", "基本完成。"),
    *("正在整改", "有待持续整改。", "未完成"),
)
CHINESE = "一二三四五六七八九"
CIRCLED = "①②③④"
CONTACTS = (
    Contact(type="phone", value="0999-0123456", text="电话：0999-0123456；"),
    Contact(type="address", value="示例市甲路1号", text="邮政信箱：示例市甲路1号；"),
    Contact(type="postcode", value="512000", text="邮编：512000；"),
    Contact(type="email", value="ab@example.cn", text="电子邮箱：ab@example.cn。"),
)
SIGNATURE = (
    SignatureLine(type="issuer", text="中共示例市粮食局党组"),
    SignatureLine(type="date", text="2024年5月6日"),
)
# How issues are numbered: below a group, running on or anew in each, or not at all.
NUMBERS = ("{}.", "{}、", "{}．", "（{}）", "{})", "问题{}：")


def _measures(markers: tuple[str, ...]) -> st.SearchStrategy[tuple[Measure, ...]]:
    deeds = st.lists(st.sampled_from(DEEDS), min_size=2, max_size=len(markers))
    return deeds.map(
        lambda texts: tuple(
            Measure(marker=marker, text=text) for marker, text in zip(markers, texts, strict=False)
        )
    )


MEASURES = (
    st.lists(st.sampled_from(DEEDS), min_size=1, max_size=3).map(
        lambda texts: tuple(Measure(text=text) for text in texts)
    )
    | _measures(tuple(f"{char}是" for char in CHINESE))
    | _measures(("（1）", "（2）", "（3）"))
    | _measures(tuple(CIRCLED))
)


@st.composite
def printed_notices(draw: st.DrawFn) -> Notice:
    """Notices with one way to number, label and say how far, as bodies keep to one."""
    number = draw(st.sampled_from(NUMBERS) | st.none())
    restarts = draw(st.booleans())
    labels = NoticeLabels(
        problem=draw(st.sampled_from(("存在问题：", "问题："))) if number is None else None,
        measures=draw(st.sampled_from(MEASURES_LABELS)),
        contacts="联系方式：",
    )
    stated = draw(st.booleans())
    if stated:
        behind = draw(st.booleans())
        order = ("problem", "measures", "status") if behind else None
        label = draw(st.sampled_from(STATUS_LABELS))
        labels = labels.model_copy(update={"status": label, "order": order})
    count = 0
    groups = []
    for size in draw(st.lists(st.integers(1, 3), min_size=2, max_size=3)):
        issues = []
        for place in range(1, size + 1):
            count += 1
            issues.append(
                Issue(
                    number=number and number.format(place if restarts else count),
                    problem=draw(st.sampled_from(PROBLEMS)),
                    status=Status.model_validate(draw(st.sampled_from(STATUSES)))
                    if stated
                    else None,
                    measures=draw(MEASURES),
                )
            )
        groups.append(tuple(issues))
    return Notice(
        id="draft",
        title=TITLE,
        organization="中共示例市粮食局党组",
        region="示例市",
        labels=labels,
        preamble=(PREAMBLE,),
        sections=(*_leading(draw), _chapter(draw, groups), *_next(draw)),
        closing=("欢迎广大干部群众监督。",),
        contacts=CONTACTS,
        signature=SIGNATURE,
    )


def _leading(draw: st.DrawFn) -> tuple[Section, ...]:
    text = ("局党组召开会议3次，成立领导小组。一是压实责任。二是定期调度。",)
    leading = Section(heading="一、组织整改落实情况", text=text)
    return draw(st.sampled_from([(), (leading,)]))


def _chapter(draw: st.DrawFn, groups: list[tuple[Issue, ...]]) -> Section:
    fields = ("聚焦履行职责方面", "聚焦作风建设方面存在的问题", "基层党建方面")
    sections = tuple(
        Section(heading=f"（{CHINESE[i]}）{fields[i]}", issues=issues)
        for i, issues in enumerate(groups)
    )
    return Section(heading="二、巡察反馈问题整改落实情况", sections=sections)


def _next(draw: st.DrawFn) -> tuple[Section, ...]:
    text = ("持续巩固整改成果，对未完成的任务紧盯不放。",)
    return draw(st.sampled_from([(), (Section(heading="三、下一步打算", text=text),)]))


def as_text(notice: Notice) -> str:
    """Print a notice of these shapes, a paragraph a line."""
    return "\n".join(_lines(notice)) + "\n"


def _lines(notice: Notice) -> Iterator[str]:
    yield notice.title
    yield from notice.preamble
    for section in notice.sections:
        yield from _section_lines(section, notice.labels)
    yield from notice.closing
    yield (notice.labels.contacts or "") + "".join(c.printed for c in notice.contacts)
    for line in notice.signature:
        yield line.text


def _section_lines(section: Section, labels: NoticeLabels) -> Iterator[str]:
    yield section.heading or ""
    yield from section.text
    for issue in section.issues:
        yield from _issue_lines(issue, labels)
    for inner in section.sections:
        yield from _section_lines(inner, labels)


def _issue_lines(issue: Issue, labels: NoticeLabels) -> Iterator[str]:
    yield f"{issue.number or ''}{labels.problem or ''}{issue.problem}"
    status = [f"{labels.status}{issue.status.text}"] if issue.status else []
    if not labels.order:
        yield from status
    yield from _measure_lines(issue.measures, labels.measures or "")
    if labels.order:
        yield from status


def _measure_lines(measures: tuple[Measure, ...], label: str) -> Iterator[str]:
    texts = [(measure.marker or "") + (measure.text or "") for measure in measures]
    if (measures[0].marker or "").endswith("是"):
        yield label + "".join(texts)
    elif len(texts) == 1:
        yield label + texts[0]
    else:
        yield label
        yield from texts
