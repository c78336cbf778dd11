"""What pages leave in a text that was copied from them: page numbers, buttons, the way to a page.

All of it is told by its words alone, is no text of a notice, and is reported as left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from site_builder.drafts.draft import Draft, DraftLine, Dropped, Fact
from site_builder.drafts.facts import fact_of, labelled

PAGE_NUMBER = "页码"
BUTTON = "网页的按钮和提示，如打印、关闭、分享"
_WAY = "网页的导航，如“当前位置”"
_BESIDE = "网页上标题旁的信息，通报不用"

_NUMBER = r"(?:\d{1,4}|[ivxlcIVXLC]{1,7}|[ⅰ-ⅿⅠ-Ⅿ]{1,3}|[一二三四五六七八九十百]{1,5})"
_DECORATED = re.compile(
    rf"[-—–－─·•~～]{{1,3}}\s*(?P<dashed>{_NUMBER})\s*[-—–－─·•~～]{{1,3}}"
    rf"|第\s*(?P<page>{_NUMBER})\s*页(?:\s*[,，/]?\s*(?:共|总)\s*{_NUMBER}\s*页)?"
    rf"|[Pp]age\s*(?P<latin>{_NUMBER})(?:\s*(?:of|/)\s*{_NUMBER})?"
    r"|(?P<of>\d{1,4})\s*/\s*\d{1,4}"
)
_ONE = (
    r"打印(?:本页|文章|此页|页面)?|关闭(?:窗口|本页|页面)?|返回(?:顶部|列表|上一页|首页)?|收藏(?:本页)?|分享(?:到)?"
    r"|字体|字号|[大中小]|放大|缩小|默认|繁體|繁体|简体|微信|微博|新浪微博|QQ空间|QQ|复制链接"
    r"|扫一扫在手机(?:上)?打开当前页(?:面)?|扫一扫|用手机扫一扫|我要纠错|纠错|无障碍|朗读|语音播报|下载|保存|转发|点赞"
    r"|浏览次数|阅读次数|点击数|次|\d{1,7}+|加载中|T|A|[+-]|相关附件"
)
_SIGNS = r"[\s【】\[\]（）()｜|:：/、·•<>«»＞×.…]"
# No row of buttons can be read in two ways, so that none takes long.
_BUTTONS = re.compile(rf"(?:{_SIGNS}*+(?:{_ONE}))+{_SIGNS}*+")
BUTTONS_BEHIND = re.compile(rf"\s(?:{_SIGNS}*+(?:{_ONE})(?={_SIGNS}|$))+{_SIGNS}*+$")
# A number, or 大 alone, is no button: it may be the cell of a table.
_TELLING = re.compile("打印|关闭|返回|收藏|分享|字体|字号|扫一扫|纠错|次数|朗读|播报|复制链接")
# The name of an article, or of people: no sentence ends in it.
_NEIGHBOUR = re.compile(
    r"\s*(?:上一[篇条]|下一[篇条]|【?责任编辑|【?编辑|【?审核|初审|复审|终审)\s*[:：][^。；;]*"
)
_LONGEST = 200
_WAY_TO = re.compile(r"(?:您)?(?:现在|当前)?(?:的|所在)*位置\s*[:：]?.{0,120}[>＞»›].{0,80}")
# Only a page counts how often it was read, and offers other sizes of print.
_OF_PAGE = re.compile(r"浏览|阅读|点击|访问|字体|字号|打印|分享")
_DAY = re.compile(r"\d{4}\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}(?:\s*日)?")
_HEAD = 12  # lines among which the way to a page and what stands beside a title are found
_FEWEST_PAGES = 2


def is_page_number(text: str) -> bool:
    """Tell whether a line is a page number and says so: — 3 —, 第3页."""
    return _DECORATED.fullmatch(text.strip()) is not None


def is_button(text: str) -> bool:
    """Tell whether a line is nothing but buttons, or the link to another article."""
    if len(text) >= _LONGEST:
        return False
    return bool(_NEIGHBOUR.fullmatch(text) or (_TELLING.search(text) and _BUTTONS.fullmatch(text)))


def without_traces(draft: Draft) -> Draft:
    """Leave out what a copied page brought along; what it says beside the title is a fact."""
    pages = _page_numbers(draft.lines)
    kept: list[DraftLine] = []
    dropped: list[Dropped] = []
    facts: list[Fact] = []
    for index, line in enumerate(draft.lines):
        text = line.text.strip()
        if line.row is not None or not text:
            kept.append(line)
        elif why := _why(text, index, index in pages):
            dropped.append(Dropped(text, why, line.number, line.place))
        elif index < _HEAD and _is_beside(text):
            found = list(_beside(line))
            dropped += [part for part in found if isinstance(part, Dropped)]
            facts += [part for part in found if isinstance(part, Fact)]
        else:
            kept.append(line)
    if not (dropped or facts):
        return draft
    return replace(
        draft,
        lines=tuple(kept),
        dropped=(*draft.dropped, *dropped),
        facts=(*draft.facts, *facts),
    )


def _why(text: str, index: int, is_number: bool) -> str | None:
    if is_number:
        return PAGE_NUMBER
    if is_button(text):
        return BUTTON
    return _WAY if index < _HEAD and _WAY_TO.fullmatch(text) else None


def _page_numbers(lines: Sequence[DraftLine]) -> set[int]:
    """Return which lines are page numbers: one alone may be anything, 1, 2, 3 are no chance."""
    found: list[tuple[int, int]] = []
    for index, line in enumerate(lines):
        match = _DECORATED.fullmatch(line.text.strip()) if line.row is None else None
        printed = match and (match["dashed"] or match["page"] or match["latin"] or match["of"])
        if printed and printed.isdecimal():
            found.append((index, int(printed)))
    ascends = all(two == one + 1 for (_, one), (_, two) in pairwise(found))
    return {index for index, _ in found} if ascends and len(found) >= _FEWEST_PAGES else set()


def _is_beside(text: str) -> bool:
    """Tell whether a line is what pages print below a title: 发布时间：… 浏览次数：…"""
    before, parts = labelled(text)
    return len(parts) > 1 and not before.strip() and _OF_PAGE.search(text) is not None


def _beside(line: DraftLine) -> Iterator[Fact | Dropped]:
    for part in labelled(line.text)[1]:
        yield Dropped(part.label, _BESIDE, line.number, line.place)
        value = part.value
        name = fact_of(part.label)
        if name != "published" and (behind := BUTTONS_BEHIND.search(value)):
            yield Dropped(behind[0].strip(), BUTTON, line.number, line.place)
            value = value[: behind.start()]
        day = _DAY.search(value) if name == "published" else None
        if name and value.strip() and (day or name != "published"):
            kept = day[0] if day else value.strip()
            yield Fact(name, kept, line.number)
            value = value.replace(kept, "", 1)
        if value.strip():
            yield Dropped(value.strip(), _BESIDE, line.number, line.place)
