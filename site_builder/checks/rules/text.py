"""N301 to N303, N314 to N316: characters that do not belong into a Chinese text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from site_builder.checks.data.chinese import HAN
from site_builder.checks.data.traditional import TRADITIONAL
from site_builder.checks.lazy import lazily
from site_builder.checks.rule import Finding, rule
from site_builder.checks.subject import PROSE, Spot, Subject, once
from site_builder.notice.diagnostics import Severity

_LOST = lazily("\ufffd+")
_PRIVATE = lazily("[\ue000-\uf8ff\U000f0000-\U0010fffd]+")
_INVISIBLE = lazily(
    r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e"
    r"\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]+"
)
# What a reader does not see go: the rest ends a line, or no one knows what it was.
_REMOVABLE = lazily("[\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
# A character before the lookbehind lets the search skip to it: these are rare, Han is not.
_SPACE = lazily(rf"[ \t\u00a0\u3000](?<=[{HAN}].)[ \t\u00a0\u3000]{{0,20}}(?=[{HAN}])", re.DOTALL)
_USUAL_SPACES = lazily(
    r"中共中央$|第[一二三四五六七八九十百\d]{1,4}[章节条编部分]{1,2}$|附[件录表]$"
)
_SHORT_NAME = lazily(rf"(?:^|[^{HAN}])[{HAN}]$")
_FULL_WIDTH = lazily("[０-９Ａ-Ｚａ-ｚ]+")
_TRADITIONAL = lazily(f"[{TRADITIONAL}]+")
# One search for what four rules look for and hardly any notice has.
_ODD = lazily(
    "|".join(p.pattern for p in (_PRIVATE, _INVISIBLE, _FULL_WIDTH, _TRADITIONAL)).replace(
        "]+|[", ""
    )
)
# Where that many characters are traditional, the whole notice is, and on purpose.
_MIXED = 0.05


@once
def _is_odd(subject: Subject) -> bool:
    return _ODD.search(subject.text) is not None


@rule(
    "N301",
    Severity.WARNING,
    title="文字损坏（�）",
    why="“�”表示原来的字在转换编码时丢失了，读者不知道这里是什么字，人名、金额也可能因此出错。",
    cure="对照原稿，把这里的字补上。",
)
def lost_characters(subject: Subject) -> Iterator[Finding]:
    """U+FFFD."""
    for spot in subject.find(_LOST):
        yield Finding(
            spot.path, spot.start, spot.end, f"这里有{spot.end - spot.start}个字已经损坏（�）"
        )


@rule(
    "N302",
    Severity.WARNING,
    title="只有本机才有的字符",
    why="私用区的字符在别的电脑上显示成空框，多为旧字库里的生僻字、项目符号或图标。",
    cure="换成标准的字符；生僻字用通用规范汉字，项目符号删去。",
)
def private_characters(subject: Subject) -> Iterator[Finding]:
    """Characters of the private use areas."""
    if not _is_odd(subject):
        return
    for spot in subject.find(_PRIVATE):
        code = f"U+{ord(spot.words[0]):04X}"
        yield Finding(spot.path, spot.start, spot.end, f"这个字符（{code}）在别的电脑上显示不出来")


@rule(
    "N303",
    Severity.WARNING,
    title="看不见的字符",
    why="零宽空格、软连字符、书写方向控制符和控制字符看不见，却会让搜索找不到、复制出错，"
    "方向控制符还会让读到的字和文件里的字不一样。",
    cure="删去这个看不见的字符。",
)
def invisible_characters(subject: Subject) -> Iterator[Finding]:
    """Zero-width characters, soft hyphens, marks of direction, control characters."""
    if not _is_odd(subject):
        return
    for spot in subject.find(_INVISIBLE):
        if _joins_emoji(spot):
            continue
        character = spot.words[0]
        name = f"U+{ord(character):04X} {unicodedata.name(character, '控制字符')}"
        yield Finding(
            spot.path,
            spot.start,
            spot.end,
            f"这里有看不见的字符（{name}）",
            fix="" if _REMOVABLE.fullmatch(spot.words) else None,
        )


def _joins_emoji(spot: Spot) -> bool:
    around = spot.text[spot.start - 1 : spot.start] + spot.text[spot.end : spot.end + 1]
    return spot.words == "\u200d" and any(ord(character) > 0xFFFF for character in around)


@rule(
    "N314",
    Severity.INFO,
    title="汉字之间有空格",
    why="汉字之间一般不空格；多为换行、排版时带入，读屏软件会因此停顿，搜索整句也找不到。",
    cure="确认不是有意留空后，把空格删去。",
)
def spaces_between_characters(subject: Subject) -> Iterator[Finding]:
    """Spaces between Chinese characters in prose; headings and signatures are set with them."""
    for spot in subject.find(_SPACE):
        before = spot.text[max(0, spot.start - 8) : spot.start]
        if spot.path[0] not in PROSE or spot.path[-1] in ("heading", "marker", "number"):
            continue
        if _USUAL_SPACES.search(before) or _SHORT_NAME.search(before):
            continue
        yield Finding(spot.path, spot.start, spot.end, "汉字之间有空格")


@rule(
    "N315",
    Severity.INFO,
    title="全角数字或字母",
    why="全角的数字、字母与半角的混在一起，字距不一，搜索时也对不上。",
    cure="改成半角的数字、字母。",
)
def full_width_figures(subject: Subject) -> Iterator[Finding]:
    """Full-width digits and Latin letters."""
    if not _is_odd(subject):
        return
    for spot in subject.find(_FULL_WIDTH):
        narrow = unicodedata.normalize("NFKC", spot.words)
        yield Finding(
            spot.path, spot.start, spot.end, f"“{spot.words}”是全角的", f"改成“{narrow}”。", narrow
        )


@rule(
    "N316",
    Severity.WARNING,
    title="简体文字里夹有繁体字",
    why="公文用规范汉字；夹有繁体字的，多是输入法切换或从别处复制时带入。",
    cure="改成规范的简体字；引用原文确须用繁体的，写明理由豁免这一条。",
)
def traditional_characters(subject: Subject) -> Iterator[Finding]:
    """Traditional characters in a simplified text."""
    if not _is_odd(subject):
        return
    spots = list(subject.find(_TRADITIONAL))
    if not spots:
        return
    found = sum(spot.end - spot.start for spot in spots)
    if found > 5 and found > _MIXED * sum(len(text) for _, text in subject.parts):
        return
    for spot in spots:
        yield Finding(spot.path, spot.start, spot.end, f"“{spot.words}”是繁体字")
