"""Rules about days that cannot follow each other: inspection, feedback, measures, publication."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from site_builder.checks.lazy import lazily
from site_builder.checks.rule import Finding, rule
from site_builder.checks.subject import Spot, Subject
from site_builder.notice.dates import parse_date, parse_period
from site_builder.notice.diagnostics import Severity

_DAY = r"(?<!\d)\d{4}年\d{1,2}月\d{1,2}日"
_EXACT = lazily(_DAY)
_AS_OF = lazily(rf"截[至止]到?(?P<day>{_DAY})")
_DISPLAY = lazily(
    r"公示(?:期限?|时间|日期)[为是：:]?\s?[自从]?"
    rf"(?P<start>{_DAY})起?(?:至|到|[-—－~～]{{1,2}})"
    r"(?P<end>(?:(?:\d{4}年)?\d{1,2}月)?\d{1,2}日)"
)
_CLAUSE_END = lazily(r"[，。；：！？,;:]")
# How far around a day to look, so that no text takes long.
_NEAR = 60
# By these a clause speaks of what is to come, or of until when something holds.
_TO_COME = lazily(
    r"[前底]|起|[至到]|止|将|拟|计划|预计|力争|争取|目标|期限|时限|限期|规划|打算|届时|有效|为期"
)
# The same in the clause before, where fewer words are so clear.
_ANNOUNCES = lazily(r"下一步|计划|预计|力争|争取|拟于?|将于|规划|目标|届时|今后")

# The same few again and again.
_date = lru_cache(4096)(parse_date)


@rule(
    "N201",
    Severity.WARNING,
    title="巡察时间与反馈时间先后不对",
    why="先巡察，后反馈。先后颠倒，多半是年份或月份写错。",
    cure="对照巡察反馈意见，改正“巡察时间”或“反馈时间”。",
)
def inspected_before_told(subject: Subject) -> Iterator[Finding]:
    """Compare the period of the inspection with itself and with the day of feedback."""
    period, told = subject.notice.inspection.period, subject.notice.inspection.feedback_date
    if not period:
        return
    path, length = ("inspection", "period"), len(period.text)
    last = period.end or period.start
    if period.start and period.end and period.end < period.start:
        yield Finding(path, 0, length, f"巡察在 {period.end} 结束，却在 {period.start} 才开始")
    elif last and told and told.date and last > told.date:
        what = "结束" if period.end else "开始"
        yield Finding(path, 0, length, f"巡察在 {last} {what}，却在 {told.date} 已经反馈")


@rule(
    "N202",
    Severity.WARNING,
    title="反馈时间晚于落款或发布日期",
    why="没有反馈，就没有整改，更没有通报。多半是年份写错。",
    cure="对照巡察反馈意见，改正“反馈时间”“发布日期”或落款日期。",
)
def told_before_public(subject: Subject) -> Iterator[Finding]:
    """Compare the day of feedback with the days of signature and publication."""
    told = subject.notice.inspection.feedback_date
    if not (told and told.date):
        return
    days = {"落款": subject.signed, "发布": subject.notice.published}
    for name, day in days.items():
        if day and told.date > day:
            yield Finding(
                ("inspection", "feedback_date"),
                0,
                len(told.text),
                f"{told.date} 才反馈，通报却在 {day} 已经{name}",
            )
            return


@rule(
    "N203",
    Severity.WARNING,
    title="落款日期晚于发布日期",
    why="通报在落款之前就公开了，多半是其中一个日期写错。",
    cure="核对“发布日期”和落款的日期。",
)
def signed_before_public(subject: Subject) -> Iterator[Finding]:
    """Compare the day of the signature with the day of publication."""
    published = subject.notice.published
    for index, line in enumerate(subject.notice.signature):
        day = parse_date(line.text) if line.type == "date" else None
        if day and published and day > published:
            yield Finding(
                ("signature", index),
                0,
                len(line.text),
                f"落款是 {day}，发布日期却是 {published}",
            )


@rule(
    "N207",
    Severity.WARNING,
    title="措施的日期晚于通报公开",
    why="通报公开的时候，这一天还没有到，不可能已经做了。多半是年份写错。",
    cure="核对日期；确实是以后的安排，写明“将于”“计划”“……前”。",
)
def measures_before_public(subject: Subject) -> Iterator[Finding]:
    """Find exact days in measures that had not come yet, and are not spoken of as to come."""
    public = _public(subject)
    if not public:
        return
    text, year = subject.text, str(public.year)
    years = [at for at in subject.screen.places("年") if text[max(at - 4, 0) : at] >= year]
    later = (
        match
        for match in subject.screen.matches_near(_EXACT, years)
        if (day := _date(match[0])) and day > public
    )
    for spot in subject.spots(later):
        if "measures" in spot.path and not _is_to_come(spot):
            message = f"通报在 {public} 公开，这里却已经是 {_date(spot.words)}"
            yield Finding(spot.path, spot.start, spot.end, message)


@rule(
    "N208",
    Severity.WARNING,
    title="“截至”的日期晚于通报公开",
    why="通报公开的时候，这一天还没有到，统计不到这一天。",
    cure="核对“截至”后面的日期、“发布日期”和落款日期。",
)
def as_of_before_public(subject: Subject) -> Iterator[Finding]:
    """Find figures as of a day after publication."""
    public = _public(subject)
    for spot in subject.find(_AS_OF):
        day = parse_date(spot.match["day"])
        if public and day and day > public and "contacts" not in spot.path:
            yield Finding(
                spot.path, spot.start, spot.end, f"通报在 {public} 公开，数字却截至 {day}"
            )


@rule(
    "N209",
    Severity.WARNING,
    title="公示期在公开之前就已结束",
    why="公示期结束之后才公开，群众没有机会提出异议。",
    cure="核对公示期和“发布日期”。",
)
def displayed_in_time(subject: Subject) -> Iterator[Finding]:
    """Find periods of public display that were over before publication."""
    published = subject.notice.published
    for spot, start, end in _displays(subject):
        if end < start:
            yield Finding(
                spot.path, spot.start, spot.end, f"公示期在 {end} 结束，却在 {start} 开始"
            )
        elif published and end < published:
            yield Finding(
                spot.path, spot.start, spot.end, f"公示期到 {end} 为止，{published} 才公开"
            )


@rule(
    "N210",
    Severity.INFO,
    title="公示期已过",
    why="公示期满之后，页面上仍写着可以提出异议，会误导读者。"
    "是否过期要看检查的那一天，所以只在 site-builder check 时提示，生成网站时不看钟表。",
    cure="公布公示结果，或者在页面上注明公示已经结束；存档的通报不必处理。",
)
def display_is_over(subject: Subject) -> Iterator[Finding]:
    """Find periods of public display that are over on the day of the check."""
    today = subject.settings.today
    for spot, _, end in _displays(subject):
        if today and end < today:
            yield Finding(spot.path, spot.start, spot.end, f"公示期到 {end} 为止，已经过了")


def _public(subject: Subject) -> date | None:
    """Return the day on which the notice was public for certain."""
    days = [day for day in (subject.notice.published, subject.signed) if day]
    return max(days, default=None)


def _is_to_come(spot: Spot) -> bool:
    text = spot.text
    *earlier, clause = _CLAUSE_END.split(text[max(spot.start - _NEAR, 0) : spot.start])
    clause += _CLAUSE_END.split(text[spot.end : spot.end + _NEAR], maxsplit=1)[0]
    return bool(_TO_COME.search(clause) or (earlier and _ANNOUNCES.search(earlier[-1])))


def _displays(subject: Subject) -> Iterator[tuple[Spot, date, date]]:
    for spot in subject.find(_DISPLAY):
        first, last = spot.match["start"], spot.match["end"]
        start, _ = parse_period(f"{first}至{last}")
        if "月" not in last:
            last = first[: first.index("月") + 1] + last
        end = parse_date(last if "年" in last else first[:5] + last)
        if start and end:
            yield spot, start, end
