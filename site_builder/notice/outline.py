"""The outline grammar of official documents: 一、（一）1.（1）① 一是.

A marker is what a document prints before a heading, an issue or a measure to number it.
The levels follow GB/T 9704-2012, clause 7.3.3; 一是 is the ordinal used inside a paragraph.
A new kind of marker is one line in `KINDS`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_CHINESE = "一二三四五六七八九十"
# By kind, the signs that are a whole marker, from 1 on.
SIGNS = {
    "item": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
    "sub_item": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
    "circled": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟",
}
_BULLETS = "◆◇●■□▲★☆▶►➢"  # they count nothing: their value is 0
_DIGITS = {"〇": 0, "零": 0} | {char: value for value, char in enumerate(_CHINESE[:9], start=1)}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of marker: its name, its level (1 is the outermost) and what it looks like."""

    name: str
    level: int
    pattern: str


# Behind “1-2” or “1.3” these make a number of what was counted: 1-2次, but 1.3名干部.
_COUNTED = "次月日年个名项条家天周人号岁点时分万亿层楼户例批期轮度倍元公米里级类位所届%％"
_WHOLE = "名家户起宗件处人所辆项条"
# What numbers an issue: a number may stand behind it without a colon; behind a task it may not.
_ISSUES = "(?:反馈|存在|具体|主要|突出|整改|巡察反馈|巡视反馈|审计查出|督察反馈)?问题"
_TASKS = "(?:反馈|整改)?(?:任务|事项)"
_REFERENCES = "任务编号|受理编号|案件编号|信访件编号|交办编号|举报编号|问题编号|编号"

# Where two kinds could be read, the one that stands first is.
KINDS = (
    Kind("chapter", 1, rf"[{_CHINESE}]{{1,3}}\s?(?:、(?![{_CHINESE}]{{1,2}}[、季级类期线])|[．.])"),
    Kind("group", 2, rf"[（(]\s?[{_CHINESE}]{{1,3}}\s?[）)]、?"),
    # 问题1： · 1.问题1: · 问题3〔… · 问题一： · 反馈问题1： · 任务一：
    # 问题（1）： · 【问题1】 · 第1项： · 第1个问题：
    Kind(
        "issue",
        3,
        rf"(?:\d{{1,3}}\s?[.．、]?\s?)?(?:{_ISSUES})\s?\d{{1,3}}(?!\d|\s?[个项条类余多])\s?[:：、]?"
        rf"|(?:\d{{1,3}}\s?[.．、]?\s?)?(?:{_TASKS})(?:\d{{1,3}}|[{_CHINESE}]{{1,3}})\s?(?:[:：]|$)"
        rf"|(?:\d{{1,3}}\s?[.．、]\s?)?(?:{_ISSUES})[{_CHINESE}]{{1,3}}\s?(?:[:：]|(?=[〔【（(\s]))"
        rf"|(?:{_ISSUES})\s?[（(]\s?(?:\d{{1,3}}|[{_CHINESE}]{{1,3}})\s?[）)](?:\s?[:：])?"
        rf"|[【\[〔]\s?(?:{_ISSUES})\s?(?:\d{{1,3}}|[{_CHINESE}]{{1,3}})\s?[】\]〕]\s?[:：]?"
        rf"|第(?:\d{{1,3}}|[{_CHINESE}]{{1,3}})项(?:问题|任务)?\s?[:：]"
        rf"|第(?:\d{{1,3}}|[{_CHINESE}]{{1,3}})个问题\s?(?:[:：，,、]|(?=\s))",
    ),
    # What names one item of a list kept elsewhere: 任务编号：十七, alone on its line.
    Kind(
        "reference",
        3,
        rf"(?:\d{{1,3}}\s?[.．、]\s?)?(?:{_REFERENCES})\s?[:：]\s?[\w〔〕\[\]（）()\-]{{1,24}}(?=\s*$)",
    ),
    # An issue of an earlier round: 1-2.
    Kind(
        "cross",
        3,
        rf"\d{{1,2}}[-－]\d{{1,2}}(?:[.．、:：](?!\d)|(?=\s+(?![次月日年个名])[^\W\dA-Za-z_])"
        rf"|(?=(?![{_COUNTED}])[^\W\dA-Za-z_]))"
        # 1.1 and a space: the first issue of the first field.
        rf"|[1-9]\d?[.．][1-9]\d?(?:、|(?=\s+(?![{_COUNTED}])[^\W\dA-Za-z_]))",
    ),
    # “1.2022年以来” and “2.3名干部” begin with 1. and 2., but “1.5亿元” does not.
    Kind(
        "item",
        3,
        r"\d{1,3}\s?(?:[.．](?!\s?\d)|[.．](?=\s\d)"
        # “4、7。” at the start of a line goes on with a list of numbers.
        r"|、(?!\s?\d{1,3}\s?(?:[、。；;，,和]|$))"
        rf"|[.．](?=(?:19|20)\d{{2,5}}[年日]|12[35]\d{{2}}(?!\d)|\d{{1,4}}[{_WHOLE}]))"
        rf"|[{SIGNS['item']}]",
    ),
    Kind("sub_item", 4, rf"[（(]\s?\d{{1,3}}\s?[）)]|[{SIGNS['sub_item']}]"),
    Kind("half", 4, r"\d{1,2}[）)]"),
    Kind("bullet", 4, rf"[{_BULLETS}]"),
    Kind("circled", 5, rf"[{SIGNS['circled']}]"),
    Kind("ordinal", 6, rf"[{_CHINESE}]{{1,3}}是"),
    Kind("first", 6, rf"第[{_CHINESE}]{{1,3}}(?:[，,：:]|、(?![第{_CHINESE}]))"),
)
LEVELS = {kind.name: kind.level for kind in KINDS}

_CROSS = re.compile(r"\d{1,2}(?:[-－]|[.．](?=\d))\d")

# Nearly all measures begin with one of these, and nothing else does that is a marker.
_USUAL = re.compile(
    r"\s*(?:"
    + "|".join(k.pattern for k in KINDS if k.name in {"sub_item", "circled", "ordinal"})
    + ")"
)
_AT_START = re.compile(r"\s*(?:" + "|".join(f"(?P<{k.name}>{k.pattern})" for k in KINDS) + ")")
# Inside a paragraph a marker counts only behind the end of a clause, or 这一是 would be one. The
# pattern takes that end with it: looking back from every character would take ten times as long.
_INLINE = re.compile(
    r"[。；;：:！？]\s*(?:"
    + "|".join(f"(?P<{k.name}>{k.pattern})" for k in KINDS if k.level >= LEVELS["sub_item"])
    + ")"
)


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker found in a text: `text` as printed, `value` the number it stands for.

    `start` and `end` are offsets in the text, white space before the marker left out.
    """

    kind: str
    text: str
    value: int
    start: int
    end: int

    @property
    def level(self) -> int:
        """Depth in the outline; 1 is the outermost."""
        return LEVELS[self.kind]


def chinese_number(text: str) -> int:
    """Return the value of a Chinese numeral from 零 to 九十九.

    Raises:
        ValueError: `text` is no such numeral.
    """
    tens, ten, units = text.rpartition("十")
    try:
        high = (_DIGITS[tens] if tens else 1) * 10 if ten else 0
        return high + (_DIGITS[units] if units else 0)
    except KeyError:
        raise ValueError(f"not a Chinese numeral: {text!r}") from None


def _value(text: str) -> int:
    if digits := re.search(r"\d+(?=\D*$)" if _CROSS.match(text) else r"\d+", text):
        return int(digits[0])
    for signs in SIGNS.values():
        if text in signs:
            return signs.index(text) + 1
    numeral = re.search(rf"[{_CHINESE}]+", text)
    try:
        return chinese_number(numeral[0]) if numeral else 0
    except ValueError:
        return 0


def _marker(match: re.Match[str]) -> Marker:
    kind = match.lastgroup or ""
    text = match[kind]
    return Marker(kind, text, _value(text), match.start(kind), match.end(kind))


def marker_at_start(text: str) -> Marker | None:
    """Return the marker that `text` begins with, if any."""
    match = _AT_START.match(text)
    return _marker(match) if match else None


@lru_cache(maxsize=4096)  # most notices number their headings and issues alike
def level_of(text: str) -> int:
    """Return the level in the outline of the marker that `text` begins with, 0 without any."""
    marker = marker_at_start(text)
    return marker.level if marker else 0


def inline_markers(text: str) -> Iterator[Marker]:
    """Yield the markers of measures inside a paragraph: （1）, ① and 一是, in order."""
    first = _AT_START.match(text)
    if first and LEVELS[first.lastgroup or ""] >= LEVELS["sub_item"]:
        yield _marker(first)
    yield from map(_marker, _INLINE.finditer(text))


def split_marker(text: str) -> tuple[str, str]:
    """Split `text` into its marker as printed ("" if none) and the rest; nothing is lost."""
    match = _USUAL.match(text) or _AT_START.match(text)
    return (text[: match.end()], text[match.end() :]) if match else ("", text)
