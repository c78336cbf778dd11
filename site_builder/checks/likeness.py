"""Which issues of two notices may be the same one. A proposal for a person, never a decision."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from site_builder.notice.model import Issue, Notice
from site_builder.notice.status import fold

PROPOSED = 0.4


class Match(NamedTuple):
    """Issues of a later and of an earlier notice, by index from 0, and how alike they are, 0-1."""

    later: int
    earlier: int
    score: float


def matches(later: Notice, earlier: Notice, least: float = PROPOSED) -> list[Match]:
    """Return the likeliest match of each issue that has one, no earlier issue twice."""
    news = [_bigrams(issue) for issue in later.issues()]
    olds = [_bigrams(issue) for issue in earlier.issues()]
    pairs = sorted(
        (
            Match(new, old, score)
            for new, of_new in enumerate(news)
            for old, of_old in enumerate(olds)
            if (score := _likeness(of_new, of_old)) >= least
        ),
        # Where two are as alike, the one that stands at about the same place.
        key=lambda one: (-one.score, abs(one.later - one.earlier), one.later),
    )
    return sorted(_each_once(pairs))


def _each_once(pairs: Sequence[Match]) -> list[Match]:
    found: list[Match] = []
    news: set[int] = set()
    olds: set[int] = set()
    for pair in pairs:
        if pair.later not in news and pair.earlier not in olds:
            found.append(pair)
            news.add(pair.later)
            olds.add(pair.earlier)
    return found


def _bigrams(issue: Issue) -> Counter[str]:
    text = fold(issue.problem)
    return Counter(text[at : at + 2] for at in range(max(len(text) - 1, 1)))


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """Dice's coefficient: twice what both have, of what they have together."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0
