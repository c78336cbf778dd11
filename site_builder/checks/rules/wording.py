"""N313, N317, N318: characters typed twice, wrong words, and the project's own word list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from site_builder.checks.data.wordlist import (
    DOUBLED,
    DOUBLED_WORDS,
    INNOCENT_BEFORE,
    RIGHT_BEFORE_DOUBLED,
    RIGHT_BEHIND_DOUBLED,
    TYPOS,
)
from site_builder.checks.lazy import lazily
from site_builder.checks.rule import Finding, rule
from site_builder.checks.subject import Spot, Subject
from site_builder.notice.diagnostics import Severity

_DOUBLED = lazily("([" + "".join(DOUBLED) + r"])\1+")
_FIRSTS = "".join(sorted({word[0] for word in DOUBLED_WORDS}))
_DOUBLED_PAIR = lazily(rf"([{_FIRSTS}][\u4e00-\u9fff])\1")


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern that finds words, the longer before the shorter that it begins with."""
    return lazily("|".join(map(re.escape, sorted(words, key=len, reverse=True))))


_TYPO = _any_of(TYPOS)
# The same project's again and again.
_of_project = lru_cache(8)(_any_of)


@rule(
    "N313",
    Severity.WARNING,
    title="字词重复",
    why="“的的”“进行进行”多为输入或改稿时带入，读来不通。",
    cure="删去多的一个。",
)
def doubled_words(subject: Subject) -> Iterator[Finding]:
    """Characters and words typed twice; 目的的, 存在在 and 进行了了解 are right."""
    for spot in subject.find(_DOUBLED):
        if not _stands_between(spot, *DOUBLED[spot.match[1]]):
            yield Finding(spot.path, spot.start, spot.end, f"字重复“{spot.words}”")
    for spot in subject.find(_DOUBLED_PAIR):
        word = spot.match[1]
        if word in DOUBLED_WORDS and not _stands_between(
            spot, RIGHT_BEFORE_DOUBLED.get(word, ""), RIGHT_BEHIND_DOUBLED.get(word, "")
        ):
            yield Finding(spot.path, spot.start, spot.end, f"词重复“{spot.words}”")


def _stands_between(spot: Spot, before: str, behind: str) -> bool:
    """Tell whether one of these characters stands before a spot, or one of those behind it."""
    left = spot.text[max(0, spot.start - 1) : spot.start]
    right = spot.text[spot.end : spot.end + 1]
    return (left != "" and left in before) or (right != "" and right in behind)


@rule(
    "N317",
    Severity.WARNING,
    title="错别字",
    why="这些写法在任何句子里都是错的，公开的文稿里出现，有损机关的信誉。",
    cure="改成正确的写法。",
)
def typos(subject: Subject) -> Iterator[Finding]:
    """Words that are wrong in any sentence."""
    for spot in subject.find(_TYPO):
        following = spot.text[spot.end : spot.end + 1]
        if not (following and following in INNOCENT_BEFORE.get(spot.words, "")):
            right = TYPOS[spot.words]
            yield Finding(
                spot.path, spot.start, spot.end, f"“{spot.words}”是错的", f"改成“{right}”。"
            )


@rule(
    "N318",
    Severity.WARNING,
    title="不合本单位的规范表述",
    why="本单位的词表规定了不用的写法和应当用的写法。",
    cure="按词表改过来；词表在配置里写明。",
)
def project_words(subject: Subject) -> Iterator[Finding]:
    """Words that the project's own list does not want."""
    words = subject.settings.words
    unwanted = frozenset(filter(None, words))
    for spot in subject.find(_of_project(unwanted)) if unwanted else ():
        right = words[spot.words]
        if right and _is_right_already(spot.text, spot.start, spot.words, right):
            continue
        yield Finding(
            spot.path,
            spot.start,
            spot.end,
            f"词表里“{spot.words}”不用",
            f"改成“{right}”。" if right else "换一种说法。",
            right or None,
        )


def _is_right_already(text: str, start: int, wrong: str, right: str) -> bool:
    """Tell whether the wrong word is only part of the right one: 巡察 in 巡察整改."""
    inside = right.find(wrong)
    while inside >= 0:
        if start >= inside and text.startswith(right, start - inside):
            return True
        inside = right.find(wrong, inside + 1)
    return False
