"""Whether a numbered line names an issue, a task, or what is done: told by its words, as data."""

from __future__ import annotations

import re

from site_builder.drafts.wording import is_body

TITLE_LENGTH = 60
_RUN_IN = 80  # a title that runs into its text ends before this
_SENTENCE_END = re.compile(r"[。；;！!？?]|[:：](?=.)")
_QUOTED_ABOUT = re.compile(r"(?:关于|针对|在|对|就)?\s?[“\"‘「][^”\"’」]{2,60}[”\"’」]")
_ABOUT = re.compile(
    r"(?:关于|针对).{2,60}?问题的?(?:整改|整治)?(?:落实|完成|进展)?(?:情况)?(?=[，,。:：；;]|$)"
)
_ENDS_AS_ISSUE = re.compile(
    r"(?:的问题|问题(?:的?(?:整改|整治)(?:落实|完成|进展)?(?:情况|工作)?)?)[。:：；;，,]?$"
)
# Words by which a line that names something amiss can be told from one that names a task.
_AMISS = re.compile(
    r"不|未|问题|缺|欠|弱|滞后|差距|薄弱|偏|短板|缓慢|流于|违规|违反|失察|松|虚|浮|漏|少|难"
    r"|走过场|倒置|失范|失管|随意|混乱|单一|粗放|拖延|迟缓|老化|隐患|超标|超期|超范围|两张皮|缺位|淡薄|淡化"
    r"|慢|[较过][多低大长高]|闲置|挂账|脱节|空转|变形|走样"
)
_LAST_WORDS = 16  # where a line that names something amiss says so
# What a sentence about measures begins with.
_ACTS = re.compile(
    r"(?:已|目前|一是|将|要|我|局|先后|及时|立即|立足|坚持|制定|修订|印发|召开|开展|组织(?!生活|建设)|建立|完善|健全"
    r"|清退|追缴|强化|加强|严格|严肃|进一步|深入|压实|规范|明确|督促|加大|推动|做好|抓好|通过|持续|定期|对照)"
)
_ACTION = re.compile(
    r"已|制定|修订|印发|召开|开展|组织|建立|完善|健全|清退|追缴|落实|加强|强化|严格|学习|培训|督促|整改|规范"
    r"|明确|一是|约谈|核定|补齐|补登|更换|增设|追责|通报|上缴|退还|（1）|①"
)
# A heading over issues of one field: no issue by itself where issues stand below it.
_FIELD = re.compile(
    r"方面(?:存在)?的?(?:突出|主要|具体)?(?:问题)?的?(?:整改)?(?:落实|进展)?(?:情况)?[。:：]?$"
)
# Chapters about how the rectification was led, or about what comes next, hold no issues.
_LEADING = re.compile(
    r"组织(?:领导|整改|开展|推进|落实|实施)|领导小组|领导|重视|认识|站位|思想|下一步|下步|下阶段|今后|后续"
    r"|打算|安排|总体|基本情况|主要做法|成效|成果|监督方式|联系方式|责任担当|压实|统筹"
)
_ISSUES = re.compile(
    r"(?:反馈|问题|意见|事项|指出|查出|交办).{0,16}整改|整改.{0,6}(?:问题|反馈|情况|进展|落实)|整治"
)
_LED = re.compile(
    r"组织领导|责任|部署|研究|督促|督导|督查|督办|方案|认识|站位|台账|统筹|追责|问责|专题|领导小组|对账销号"
)


def title_end(words: str) -> int:
    """Return where the title at the start of a paragraph ends; the length if it is all title."""
    if (about := _ABOUT.match(words)) and about.end() < len(words):
        return about.end() + 1
    end = _SENTENCE_END.search(words)
    return end.end() if end else len(words)


def names_issue(words: str, *, surely: bool = False) -> bool:
    """Tell whether words begin with the name of an issue; `surely`: it says that it is one."""
    title = words[: title_end(words)].strip()
    if len(title) > _RUN_IN:
        return False
    if _ABOUT.match(title) or _QUOTED_ABOUT.match(title) or _ENDS_AS_ISSUE.search(title):
        return True
    if surely or len(title) > TITLE_LENGTH or _ACTS.match(title):
        return False
    return _AMISS.search(title, max(len(title) - _LAST_WORDS, 0)) is not None


def names_about(words: str) -> bool:
    """Tell whether words begin as an issue is quoted: 针对…问题，"""
    return _ABOUT.match(words) is not None


def names_field(words: str) -> bool:
    """Tell whether words name a field in which issues were found: 聚焦…方面."""
    title = words[: title_end(words)].strip()
    return _FIELD.search(title) is not None and not _QUOTED_ABOUT.match(title)


def names_task(words: str) -> bool:
    """Tell whether words begin with a short title, and text or nothing goes on behind it."""
    title = words[: title_end(words)].strip()
    return len(title) <= TITLE_LENGTH and not _LED.search(title) and not is_body(title)


def says_what_was_done(words: str) -> bool:
    """Tell whether words say that something was done."""
    return _ACTION.search(words) is not None


def is_about_issues(heading: str) -> bool:
    """Tell whether a heading says that how issues were rectified stands below it."""
    return _ISSUES.search(heading) is not None and not is_about_leading(heading)


def is_about_leading(heading: str) -> bool:
    """Tell whether a heading is about leading the rectification, or about what is next."""
    return _LEADING.search(heading) is not None and not names_issue(heading, surely=True)
