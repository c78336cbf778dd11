"""The queries put to every search: made from the corpus by class, and written by hand."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.search.issues import Issues
from bench.search.truth import holding
from bench.search.words import words

CLASSES = {
    "word": "词",
    "across": "跨词",
    "character": "单字",
    "identifier": "号码",
    "terms": "多词",
    "sentence": "整句",
    "substring": "任意片段",
    "handwritten": "手写",
    "known": "已知条目",
}
_COUNTS = {
    "word": 9,
    "across": 7,
    "character": 5,
    "identifier": 10,
    "terms": 6,
    "sentence": 5,
    "substring": 6,
    "known": 6,
}
_SAMPLE = 400
_TRIES = 2000
_CLAUSE = re.compile(r"[^，。；：、！？（）《》“”\s]{4,}")
_IDENTIFIERS = (
    re.compile(r"〔\d{4}〕\d+号"),
    re.compile(r"0999-\d{7}"),
    re.compile(r"\d{4}年\d+月\d+日"),
    re.compile(r"\d+月\d+日"),
    re.compile(r"\d[\d.]*万元"),
)
_PLACE = re.compile(r"示例..(?:社区|水库|小学|卫生院|泵站|文化站|林场|安置区|市场)")
# What some search or other takes for an operator.
_OPERATORS = re.compile(r"[“”\"'\s*~^]|^[-+]")


@dataclass(frozen=True)
class Query:
    """A query, the class it belongs to, and the issue that it is meant to find if it is known."""

    text: str
    kind: str
    wanted: str | None = None


def queries(issues: Issues, seed: int) -> list[Query]:
    """Return the whole set for a corpus: seeded, no text twice."""
    makers = _Makers(issues, random.Random(seed))
    found = {text: Query(text, "handwritten") for text in handwritten()}
    for kind, count in _COUNTS.items():
        fresh = (query for query in makers.of(kind) if query.text not in found)
        while count and (query := next(fresh, None)):
            found[query.text] = query
            count -= 1
    order = list(CLASSES)
    return sorted(found.values(), key=lambda query: order.index(query.kind))


def handwritten() -> list[str]:
    """Return the queries of the list that people wrote."""
    lines = Path(__file__).with_name("queries.txt").read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


class _Makers:
    """A maker for each class; it gives a query that has an answer, or None."""

    def __init__(self, issues: Issues, chance: random.Random) -> None:
        self._issues = issues
        self._chance = chance
        numbers = chance.sample(range(len(issues)), min(_SAMPLE, len(issues)))
        self._words = [
            word for word in words(issues.texts[number] for number in numbers) if "例" not in word
        ]

    def of(self, kind: str) -> Iterator[Query]:
        """Yield queries of a class, as long as new ones come up at all."""
        if kind == "known":
            yield from self._known()
            return
        make: Callable[[str], str | None] = getattr(self, f"_{kind}")
        for _ in range(_TRIES):
            text = make(self._chance.choice(self._issues.texts))
            if text and not _OPERATORS.search(text.replace(" ", "")):
                yield Query(text, kind)

    def _word(self, text: str) -> str | None:
        """Return a word, one time in two by how often it is used."""
        if self._chance.random() < 0.5:
            return self._one([word for word in self._words if word in text])
        return self._chance.choice(self._words)

    def _across(self, text: str) -> str | None:
        cut = self._piece(self._clause(text), 2, 4)
        return None if cut in self._words else cut

    def _character(self, text: str) -> str | None:
        return self._piece(self._clause(text), 1, 1)

    def _identifier(self, text: str) -> str | None:
        return self._one(self._chance.choice(_IDENTIFIERS).findall(text))

    def _terms(self, text: str) -> str | None:
        there = [word for word in self._words if word in text]
        count = self._chance.choice((2, 2, 3))
        return " ".join(self._chance.sample(there, count)) if len(there) >= count else None

    def _sentence(self, text: str) -> str | None:
        return self._one([found for found in _CLAUSE.findall(text) if 12 <= len(found) <= 30])

    def _substring(self, text: str) -> str | None:
        return self._piece(text, 3, 12)

    def _known(self) -> Iterator[Query]:
        """Yield names that a single problem has, alone or with a word of that problem."""
        problems = self._issues.folded_problems
        for _ in range(_TRIES):
            number = self._chance.randrange(len(problems))
            problem = self._issues.problems[number]
            if not (place := _PLACE.match(problem)):
                continue
            rest = [word for word in self._words if word in problem[place.end() :]]
            text = " ".join([place.group(), *self._chance.sample(rest, min(1, len(rest)))])
            if holding(text, problems) == [number]:
                yield Query(text, "known", self._issues.ids[number])

    def _clause(self, text: str) -> str:
        return self._one(_CLAUSE.findall(text)) or ""

    def _piece(self, text: str, shortest: int, longest: int) -> str | None:
        size = self._chance.randint(shortest, longest)
        if len(text) < size:
            return None
        start = self._chance.randrange(len(text) - size + 1)
        return text[start : start + size]

    def _one(self, choices: list[str]) -> str | None:
        return self._chance.choice(choices) if choices else None
