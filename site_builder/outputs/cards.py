"""Issues → HTML. Their cards are of few kinds, so each kind is rendered once and then filled."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from markupsafe import Markup, escape

from site_builder.notice.model import IssuePart, Measure
from site_builder.notice.status import LABELS, StatusCode
from site_builder.outputs.pages import environment
from site_builder.views.feedback import Feedback
from site_builder.views.notice_page import IssueView, PartView

# No word of a notice can hold this character.
_SIGN = "\x1a"
_MARK = re.compile(f"{_SIGN}([0-9]+){_SIGN}")
_MOST_KINDS = 1000


class _Mould:
    """What a template makes of marks in the places of words; to be filled with these."""

    def __init__(self, html: str) -> None:
        self._pieces = _MARK.split(html)
        self._numbers = [int(number) for number in self._pieces[1::2]]

    def fill(self, words: Sequence[str]) -> str:
        """Put words, which are HTML already, in the places of the marks of their numbers."""
        pieces = self._pieces.copy()
        pieces[1::2] = [words[number] for number in self._numbers]
        return "".join(pieces)


class _Marks:
    """Makes marks, numbered from 0."""

    def __init__(self) -> None:
        self._count = 0

    def next(self, *, there: bool = True) -> str:
        """Return the next mark; "" where there is no word, though it has a number too."""
        self._count += 1
        return f"{_SIGN}{self._count - 1}{_SIGN}" if there else ""


def _escaped(words: Iterable[str]) -> list[str]:
    """Escape some words at once, which takes far less than one by one."""
    return str(escape(_SIGN.join(words))).split(_SIGN)


# A card


class _CardKind(NamedTuple):
    """All that issue.html makes a difference of; parts with whether labelled, and paragraphs."""

    status: StatusCode
    sustained: bool
    outline: int
    numbered: bool
    parts: tuple[tuple[IssuePart, bool, int], ...]
    mailbox: bool
    phone: bool
    stated: bool


class IssueCards:
    """The cards of the issues of one notice, which share its ways to answer."""

    def __init__(self, feedback: Feedback) -> None:
        self._answers = bool(feedback.mailbox), bool(feedback.phone), feedback.stated
        self._shared = _escaped(
            (feedback.mailbox, feedback.letter, feedback.phone, feedback.number)
        )

    def card(self, issue: IssueView) -> Markup:
        """Render an issue."""
        parts = tuple((part.name, bool(part.label), len(part.paragraphs)) for part in issue.parts)
        kind = _CardKind(
            issue.status, issue.sustained, issue.outline, bool(issue.number), parts, *self._answers
        )
        words = [issue.index, issue.anchor, issue.number, issue.subject]
        measures = ""
        for part in issue.parts:
            words += (part.label, *part.paragraphs)
            if part.measures:
                measures = _measure_list(part.measures)
        return Markup(_card_mould(kind).fill([*self._shared, measures, *_escaped(words)]))


@lru_cache(_MOST_KINDS)
def _card_mould(kind: _CardKind) -> _Mould:
    marks = _Marks()
    feedback = Feedback(
        mailbox=marks.next(there=kind.mailbox),
        letter=marks.next(),
        phone=marks.next(there=kind.phone),
        number=marks.next(),
        stated=kind.stated,
    )
    measures = marks.next()
    issue = IssueView(
        index=marks.next(),
        anchor=marks.next(),
        number=marks.next(there=kind.numbered),
        subject=marks.next(),
        outline=kind.outline,
        problem="",  # stands in a part
        parts=tuple(
            PartView(name, marks.next(there=labelled), tuple(marks.next() for _ in range(count)))
            for name, labelled, count in kind.parts
        ),
        status=kind.status,
        status_label=LABELS[kind.status],
        sustained=kind.sustained,
    )
    return _Mould(_macro("issue_card", issue, feedback, measures))


# Its measures


def _measure_list(measures: Sequence[Measure]) -> str:
    return _filled_list(measures, iter(_escaped(_words_of(measures))))


def _words_of(measures: Sequence[Measure]) -> Iterator[str]:
    for one in measures:
        yield one.marker or ""
        yield one.text or ""
        if one.measures:
            yield from _words_of(one.measures)


def _filled_list(measures: Sequence[Measure], words: Iterator[str]) -> str:
    """Render measures; `words` come in the order of `_words_of`."""
    items = []
    for one in measures:
        marker, text = next(words), next(words)
        inner = _filled_list(one.measures, words) if one.measures else ""
        items.append(_item_mould(bool(marker), bool(text)).fill((marker, text, inner)))
    return _list_mould().fill(("".join(items),))


@cache
def _item_mould(with_marker: bool, with_text: bool) -> _Mould:
    marks = _Marks()
    measure = {"marker": marks.next(there=with_marker), "text": marks.next(there=with_text)}
    return _Mould(_macro("measure_item", measure, marks.next()))


@cache
def _list_mould() -> _Mould:
    return _Mould(_macro("measure_list", _Marks().next()))


def _macro(name: str, *arguments: object) -> str:
    return str(getattr(environment().get_template("issue.html").module, name)(*arguments))
