"""What lets a rule pass over a notice at once: which characters and words occur in it at all.

Hardly any notice holds what most rules look for, and to ask for a word costs a tenth of a
search by pattern.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from site_builder.checks.subject import Subject

T = TypeVar("T")


def once(function: Callable[[Subject], T]) -> Callable[[Subject], T]:
    """Keep the result for the last notice: all rules look at one before the next has its turn."""
    kept: list[tuple[Subject, T]] = []

    def result(subject: Subject) -> T:
        # Taken once, for another thread may put its own notice there in between.
        for owner, value in kept[:1]:
            if owner is subject:
                return value
        value = function(subject)
        kept[:] = [(subject, value)]
        return value

    return result


@once
def joined(subject: Subject) -> str:
    """Return all texts of the notice, NUL between them."""
    return "\0".join(text for _, text in subject.parts)


def has_any(subject: Subject, words: Iterable[str]) -> bool:
    """Tell whether any of the words occurs in the notice."""
    return next(_occurring(subject, words), None) is not None


def words_in(subject: Subject, words: Iterable[str]) -> list[str]:
    """Return those of the words that occur in the notice."""
    return list(_occurring(subject, words))


def _occurring(subject: Subject, words: Iterable[str]) -> Iterator[str]:
    # A single character is looked for twenty times as fast as two, and mostly is not there.
    text = joined(subject)
    present = text.__contains__
    return (word for word in words if all(map(present, word)) and word in text)
