"""The words of a text without a dictionary: what sticks together and stands in many places."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

_LONGEST = 4
_CLAUSE = re.compile(r"[一-鿿]+")
_OFTEN = 5
_COHESION = 40.0
_PLACES = 4


def words(texts: Iterable[str]) -> list[str]:
    """Return words of two to four characters, sorted."""
    counts: Counter[str] = Counter()
    before: defaultdict[str, set[str]] = defaultdict(set)
    after: defaultdict[str, set[str]] = defaultdict(set)
    for text in texts:
        for clause in _CLAUSE.findall(text):
            bounded = f"^{clause}$"
            for size in range(1, _LONGEST + 1):
                for start in range(1, len(bounded) - size):
                    gram = bounded[start : start + size]
                    counts[gram] += 1
                    before[gram].add(bounded[start - 1])
                    after[gram].add(bounded[start + size])
    total = sum(count for gram, count in counts.items() if len(gram) == 1)
    return sorted(
        gram
        for gram, count in counts.items()
        if len(gram) > 1
        and count >= _OFTEN
        and min(len(before[gram]), len(after[gram])) >= _PLACES
        and _cohesion(gram, counts, total) >= _COHESION
    )


def _cohesion(gram: str, counts: Counter[str], total: int) -> float:
    """Return how much more often a gram occurs than its parts would meet by chance."""
    return min(
        counts[gram] * total / (counts[gram[:cut]] * counts[gram[cut:]])
        for cut in range(1, len(gram))
    )
