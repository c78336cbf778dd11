"""The head of a draft: letterhead, title, edition, and what title and preamble say outright."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from site_builder.drafts.doubts import Doubts
from site_builder.drafts.fields import is_fact_line
from site_builder.drafts.passage import Passage, joined
from site_builder.drafts.wording import PARTY, is_body, sentence_inside
from site_builder.notice.model import Inspection, PrintedDate, PrintedPeriod
from site_builder.notice.outline import marker_at_start

_HEAD_LINES = 24
_TITLE_LENGTH = 120
_EDITION = re.compile(
    r"[（(【\[][^（）()【】\[\]]{0,12}(?:稿|版|公开|摘要)[^（）()【】\[\]]{0,4}[）)】\]]$"
)
_TITLE_END = re.compile(r"(?:通报|公告|公示|报告|情况|说明|公开)$")
_UNITS = re.compile(r"[（(][^（）()]{1,60}[）)]$")  # …情况公开（市粮食局、市水务局）
# The end of a title whose page was too narrow for it: …进展情况 / 的通报
_TITLE_REST = re.compile(r"(?:情况)?的?(?:通报|公告|公示|报告|说明|情况)")
_SUBJECT = re.compile(r"整改|巡察|巡视|督察|审计")
_ABOUT = "关于"

_PARTY_BODY = re.compile(r"(?:中共|中国共产党)?[^\W\d_]{2,30}?(?:党组|党委|委员会|党总支|党支部)")
_DOCUMENT_NUMBER = re.compile(r"[^\W\d_]{1,12}[〔\[]\d{4}[〕\]]\d{1,5}号")

_NOT_PLACES = "城市|全市|都市|超市|门市|上市|社区|小区|校区|园区|辖区|片区|景区|城区|库区|灾区|牧区"
_PLACE = rf"(?!(?:{_NOT_PLACES}))[^\W\d_省市县区旗]{{1,7}}(?<!各)(?:省|市|县|区|旗)"
_REGION = re.compile(rf"(?:中共|中国共产党)?(?P<places>{_PLACE}(?:{_PLACE}){{0,2}})")

_DAY = r"(?:\d{4}年)?\d{1,2}月\d{1,2}日"
_VAGUE_DAY = r"(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日|[上中下]旬|[初底末])?"
_SPAN = rf"(?:{_VAGUE_DAY}|\d{{4}}年)\s?(?:至|到|—{{1,2}}|－|-|~|～)\s?{_VAGUE_DAY}"
_ANY_PERIOD = re.compile(_SPAN)
# The inspection's, not that of the 整改 after it.
_PERIOD = re.compile(rf"{_SPAN}(?=[^整。；]{{0,80}}?(?:巡察|巡视)(?!整改|反馈))")
_DATE = re.compile(rf"(?<!截至)(?<!截止){_DAY}")
_NUMERAL = "[一二三四五六七八九十]{1,3}"
_GROUP = re.compile(
    r"(?:中央|自治区党委|[省市县区州盟旗校]委|党委|工委)(?:提级|联动|交叉|专项|常规)?"
    rf"(?:第{_NUMERAL})?(?:巡察|巡视)(?:第?{_NUMERAL})?组"
)
_ROUND = re.compile(rf"(?:{_NUMERAL}届[省市县区州旗]?委?)第{_NUMERAL}轮(?:巡察|巡视)?")
_INSPECTION = re.compile(r"巡察|巡视|反馈")
_KIND = re.compile(r"(?:常规|专项|提级|联动|机动|交叉)(?:巡察|巡视)|“回头看”")
# Days on which a body dealt with what it had been told are not the day it was told.
_DEALT_WITH = re.compile(r"研究|学习|传达|召开|落实|对照|针对|根据|按照|整改")
_SENTENCE = re.compile(r"[^。；]*[。；]?")


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the first paragraph; `after` is the index of the line behind it."""

    letterhead: tuple[Passage, ...]
    title: Passage
    edition: Passage | None
    after: int


def read_head(lines: Sequence[Passage], doubts: Doubts) -> Head | None:
    """Find the title among the first lines, broken in several or not; None if there is none."""
    head = list(_head_lines(lines))
    for index, line in enumerate(head):
        edition = _EDITION.search(line.text)
        ending = line.text[: edition.start()].rstrip() if edition else line.text
        before = head[index - 1].text if index else ""
        if is_fact_line(line.text):
            continue
        if not _ends_title(before, ending):
            continue
        first = _first_title_line(head, index)
        title = joined(head[first : index + 1])
        if not _SUBJECT.search(title.text) or (ending == "" and first == index):
            continue
        last = _last_title_line(head, index) if not edition else index
        title = joined(head[first : last + 1])
        for broken in head[first + 1 : last + 1]:
            doubts.add("D102", broken.start, heading=title.text)
        return _head(head, first, title, last + 1, lines)
    return None


def _ends_title(before: str, line: str) -> bool:
    """Tell whether a line ends a title, which may go on with a list of units in brackets."""
    closes = line.endswith(("）", ")")) and not any(char in line for char in "（(")
    whole = before + line if closes else before[-4:] + line
    return _TITLE_END.search(_UNITS.sub("", whole)) is not None


def _head_lines(lines: Sequence[Passage]) -> Iterator[Passage]:
    for line in lines[:_HEAD_LINES]:
        if is_fact_line(line.text):
            yield line
            continue
        numbered = marker_at_start(line.text)
        if numbered or sentence_inside(line.text) or len(line.text) > _TITLE_LENGTH:
            return
        yield line


def _first_title_line(head: Sequence[Passage], last: int) -> int:
    """Go up from the line that ends the title to the one that begins it."""
    about = [i for i in range(last + 1) if _ABOUT in head[i].text]
    first = about[-1] if about else last
    if not about and last and not _SUBJECT.search(head[last].text):
        first = last - 1
    if first and head[first].text.startswith(_ABOUT) and is_body(head[first - 1].text):
        return first - 1
    broken_name = first and head[first - 1].text.startswith(PARTY)
    return first - 1 if broken_name and not head[first].text.startswith(PARTY) else first


def _last_title_line(head: Sequence[Passage], last: int) -> int:
    """Go down from a line that could end the title to one that is nothing but its end."""
    below = head[last + 1].text if last + 1 < len(head) else ""
    rest = below[: edition.start()].rstrip() if (edition := _EDITION.search(below)) else below
    return last + 1 if _TITLE_REST.fullmatch(rest) else last


def _head(
    head: Sequence[Passage], first: int, title: Passage, after: int, lines: Sequence[Passage]
) -> Head:
    letterhead = tuple(head[:first])
    if attached := _EDITION.search(title.text):
        cut = attached.start()
        return Head(letterhead, title.cut(0, cut).stripped(), title.cut(cut), after)
    below = lines[after] if after < len(lines) else None
    if below and _EDITION.fullmatch(below.text):
        return Head(letterhead, title, below, after + 1)
    return Head(letterhead, title, None, after)


def document_number(head: Head) -> str | None:
    """Return the number of the document if a line of the letterhead is one."""
    numbers = (line.text for line in head.letterhead if _DOCUMENT_NUMBER.fullmatch(line.text))
    return next(numbers, None)


def read_organization(head: Head, signature: Sequence[Passage], doubts: Doubts) -> str | None:
    """Return who publishes: the title up to 关于, or a name in title, letterhead or signature."""
    for source, passage in _organizations(head, signature):
        doubts.add("D502", passage.start, source=source, value=passage.text)
        return passage.text
    return None


def _organizations(head: Head, signature: Sequence[Passage]) -> Iterator[tuple[str, Passage]]:
    title = head.title
    name = title.cut(0, max(title.text.find(_ABOUT), 0)).stripped()
    if name.text:
        yield "标题", name
    for match in _PARTY_BODY.finditer(title.text):
        begin = match.start() + (2 if match[0].startswith(_ABOUT) else 0)
        yield "标题", title.cut(begin, match.end())
    for line in (*reversed(head.letterhead), *signature):
        if is_body(line.text):
            yield "落款" if line in signature else "文头", line


def read_region(organization: str) -> str | None:
    """Return the places that the organization's name begins with: 中共示例市… → 示例市."""
    match = _REGION.match(organization)
    return match["places"] if match else None


def read_inspection(preamble: Sequence[Passage], doubts: Doubts) -> Inspection:
    """Return what the preamble says outright about the inspection; nothing is completed."""
    sentences = [sentence for paragraph in preamble for sentence in _about_inspection(paragraph)]
    found: dict[str, Passage | None] = {
        "巡察机构": _first(_GROUP, sentences),
        "轮次": _first(_ROUND, sentences),
        "巡察时间": _first(_PERIOD, sentences),
        "反馈时间": next(filter(None, map(_feedback_date, sentences)), None),
    }
    kinds = {match.text.strip("“”"): match for match in _all(_KIND, sentences)}
    for name, match in (*found.items(), *(("类型", kind) for kind in kinds.values())):
        if match:
            doubts.add("D501", match.start, field=name, value=match.text)
    texts = {name: match.text for name, match in found.items() if match}
    period, feedback = texts.get("巡察时间"), texts.get("反馈时间")
    return Inspection(
        body=texts.get("巡察机构"),
        round=texts.get("轮次"),
        kinds=tuple(kinds),
        period=PrintedPeriod.model_validate(period) if period else None,
        feedback_date=PrintedDate.model_validate(feedback) if feedback else None,
    )


def _about_inspection(paragraph: Passage) -> Iterator[Passage]:
    for match in _SENTENCE.finditer(paragraph.text):
        if _INSPECTION.search(match[0]):
            yield paragraph.cut(match.start(), match.end())


def _all(pattern: re.Pattern[str], sentences: Sequence[Passage]) -> Iterator[Passage]:
    for sentence in sentences:
        for match in pattern.finditer(sentence.text):
            yield sentence.cut(match.start(), match.end())


def _first(pattern: re.Pattern[str], sentences: Sequence[Passage]) -> Passage | None:
    return next(_all(pattern, sentences), None)


def _feedback_date(sentence: Passage) -> Passage | None:
    """Return the last day named before 反馈了…意见, the days of the period left out."""
    told = sentence.text.find("反馈")
    if told < 0:
        return None
    end = max((m.end() for m in _ANY_PERIOD.finditer(sentence.text, 0, told)), default=0)
    days = list(_DATE.finditer(sentence.text, end, told))
    if not days or _DEALT_WITH.search(sentence.text, days[-1].end(), told):
        return None
    return sentence.cut(days[-1].start(), days[-1].end())
