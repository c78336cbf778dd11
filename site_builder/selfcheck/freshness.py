"""Whether a site is kept up: how old its newest notice is, and columns with nothing in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from site_builder.notice.dates import parse_date
from site_builder.selfcheck.finding import EXAMPLES, INDICATORS, Finding, found
from site_builder.selfcheck.scan import Kind
from site_builder.selfcheck.survey import Page, Survey

# 首页不更新 and 栏目不更新 of the indicators: two weeks, and six months for announcements.
HOME_DAYS = 14
COLUMN_DAYS = 183


def freshness_findings(pages: Sequence[Page], today: date) -> Iterator[Finding]:
    """Yield how long nothing was published, as it stands on a day."""
    notices = [page for page in pages if page.kind == Kind.NOTICE]
    dated = [(day, page.path) for page in notices if (day := parse_date(page.published[:10]))]
    if not notices:
        return
    if not dated:
        yield Finding(
            "S501",
            "没有一份通报写明发布日期，看不出多久没有更新",
            len(notices),
            tuple(page.path for page in notices[:EXAMPLES]),
            "在通报文件里写“发布日期”。",
            INDICATORS,
        )
        return
    newest, path = max(dated)
    age = (today - newest).days
    if age > HOME_DAYS:
        yield Finding(
            "S502",
            f"首页两周没有更新：最新的通报发布于 {newest}，已有 {age} 天",
            1,
            (path,),
            "发布新的通报。作为一个栏目挂在别的网站里的，以那个网站的首页为准，不适用本条。",
            f"{INDICATORS}：首页不更新（单项否决）",
        )
    if age > COLUMN_DAYS:
        yield Finding(
            "S503",
            f"通报栏目六个月没有更新：最新的通报发布于 {newest}",
            1,
            (path,),
            "发布新的通报，或者写明这个栏目不再更新。",
            f"{INDICATORS}：栏目不更新（通知公告类，单项否决）",
        )
    yield from found(
        "S504",
        f"发布日期晚于 {today}",
        [f"{path}：{day}" for day, path in dated if day > today],
        "核对通报的“发布日期”。",
    )


def column_findings(survey: Survey) -> Iterator[Finding]:
    """Yield the columns that lead to nothing."""
    yield from found(
        "S505",
        "空白栏目：首页能点到，里面没有内容",
        [p.path for p in survey.pages if p.total == 0 and p.path in survey.reached],
        "补上内容，或者从 mkdocs.yml 的 nav 里撤下这个栏目。",
        f"{INDICATORS}：栏目不更新（空白栏目超过 5 个，单项否决）",
    )
