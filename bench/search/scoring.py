"""Answers held against the truth."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench.search.browser import Answer
from bench.search.queries import Query

_TOLERANCE = 0.02
_TOP = 3


@dataclass(frozen=True)
class Score:
    """How good one answer is; None where the question does not arise."""

    query: Query
    recall: float | None
    precision: float | None
    known: bool | None
    total: bool | None


def score(query: Query, answer: Answer, truth: frozenset[str]) -> Score:
    """Judge one answer."""
    shown = set(answer.issues)
    right = len(shown & truth)
    return Score(
        query,
        _recall(answer, right, len(truth)) if truth else None,
        right / len(shown) if shown else None,
        query.wanted in answer.issues[:_TOP] if query.wanted else None,
        None if answer.total is None else _is_right(answer.total, len(truth), answer.approximate),
    )


def mean(scores: Sequence[Score], value: Callable[[Score], float | None]) -> float | None:
    """Return the mean over the queries for which there is a value."""
    values = [found for score in scores if (found := value(score)) is not None]
    return sum(values) / len(values) if values else None


def _recall(answer: Answer, right: int, truth: int) -> float:
    """Of many results only some pages are read; then the total is taken at its word."""
    unread = answer.total is not None and answer.total > len(answer.issues)
    return min(answer.total or 0, truth) / truth if unread else right / truth


def _is_right(total: int, truth: int, approximate: bool) -> bool:
    return abs(total - truth) <= _TOLERANCE * truth if approximate else total == truth
