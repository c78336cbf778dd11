"""Issues → HTML. Their cards are of few kinds, so each kind is rendered once and then filled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from markupsafe import Markup

from site_builder.notice.model import IssuePart, Measure
from site_builder.notice.status import LABELS, StatusCode
from site_builder.outputs.moulds import Marks, Mould, escaped
from site_builder.outputs.pages import environment
from site_builder.views.feedback import Feedback
from site_builder.views.notice_page import IssueView, PartView

_MOST_KINDS = 1000


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
        self._shared = escaped((feedback.mailbox, feedback.letter, feedback.phone, feedback.number))

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
        return Markup(_card_mould(kind).fill([*self._shared, measures, *escaped(words)]))


@lru_cache(_MOST_KINDS)
def _card_mould(kind: _CardKind) -> Mould:
    marks = Marks()
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
    return Mould(_macro("issue_card", issue, feedback, measures))


# Its measures


def _measure_list(measures: Sequence[Measure]) -> str:
    return _filled_list(measures, iter(escaped(_words_of(measures))))


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
def _item_mould(with_marker: bool, with_text: bool) -> Mould:
    marks = Marks()
    measure = {"marker": marks.next(there=with_marker), "text": marks.next(there=with_text)}
    return Mould(_macro("measure_item", measure, marks.next()))


@cache
def _list_mould() -> Mould:
    return Mould(_macro("measure_list", Marks().next()))


def _macro(name: str, *arguments: object) -> str:
    return str(getattr(environment().get_template("issue.html").module, name)(*arguments))
