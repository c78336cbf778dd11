"""Issues → HTML. Their cards are of few kinds, so each kind is rendered once and then filled."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from markupsafe import Markup

from site_builder.notice.model import IssuePart, Measure
from site_builder.notice.status import LABELS, StatusCode
from site_builder.outputs.moulds import HOLE, Marks, Mould, Pieces, moulds
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
    letter: str
    phone: bool
    stated: bool


class IssueCards:
    """The cards of the issues of one notice, which share its ways to answer."""

    def __init__(self, feedback: Feedback) -> None:
        self._answers = (
            bool(feedback.mailbox),
            feedback.letter,
            bool(feedback.phone),
            feedback.stated,
        )
        self._shared = (feedback.mailbox, feedback.phone, feedback.number)

    def pour(self, into: Pieces, issue: IssueView) -> None:
        """Add the card of an issue."""
        words = [*self._shared, issue.ordinal, issue.anchor, issue.number, issue.subject]
        parts = []
        measures: tuple[Measure, ...] = ()
        for name, label, paragraphs, own in issue.parts:
            parts.append((name, bool(label), len(paragraphs)))
            words.append(label)
            words += paragraphs
            measures = own or measures
        numbered = bool(issue.number)
        kind = _CardKind(
            issue.status, issue.sustained, issue.outline, numbered, tuple(parts), *self._answers
        )
        before, *after = _card_moulds(kind)
        before.pour(into, words)
        for behind in after:
            pour_measures(into, measures)
            behind.pour(into, words)


@lru_cache(_MOST_KINDS)
def _card_moulds(kind: _CardKind) -> tuple[Mould, ...]:
    """Return what stands before the measures of a card and what behind them, or the whole card."""
    marks = Marks()
    feedback = Feedback(
        mailbox=marks.next(there=kind.mailbox),
        letter=kind.letter,
        phone=marks.next(there=kind.phone),
        number=marks.next(),
        stated=kind.stated,
    )
    issue = IssueView(
        ordinal=marks.next(),
        anchor=marks.next(),
        number=marks.next(there=kind.numbered),
        subject=marks.next(),
        outline=kind.outline,
        problem="",  # stands in a part
        parts=tuple(
            PartView(name, marks.next(there=labelled), marks.some(count))
            for name, labelled, count in kind.parts
        ),
        status=kind.status,
        status_label=LABELS[kind.status],
        sustained=kind.sustained,
    )
    return moulds(_macro("issue_card", issue, feedback, HOLE))


# Its measures


def pour_measures(into: Pieces, measures: Sequence[Measure]) -> None:
    """Add the list of some measures; most lists have none below theirs, and are poured at once."""
    words: list[str] = []
    for one in measures:
        if one.measures:
            return _pour_nested(into, measures)
        words += (one.marker or "", one.text or "")
    return _flat_mould(tuple(map(bool, words))).pour(into, words)


def _pour_nested(into: Pieces, measures: Sequence[Measure]) -> None:
    begin, end = _list_moulds()
    begin.pour(into)
    for one in measures:
        marker, text = one.marker or "", one.text or ""
        before, *after = _item_moulds(bool(marker), bool(text), bool(one.measures))
        before.pour(into, (marker, text))
        for behind in after:
            pour_measures(into, one.measures)
            behind.pour(into)
    end.pour(into)


@lru_cache(_MOST_KINDS)
def _flat_mould(there: tuple[bool, ...]) -> Mould:
    """Return the list of measures of which these markers and texts are there, in turns."""
    marks = Marks()
    words = [marks.next(there=one) for one in there]
    items = [
        _macro("measure_item", {"marker": marker, "text": text}, "")
        for marker, text in zip(words[::2], words[1::2], strict=True)
    ]
    (mould,) = moulds(_macro("measure_list", Markup("").join(items)))
    return mould


@cache
def _item_moulds(with_marker: bool, with_text: bool, with_inner: bool) -> tuple[Mould, ...]:
    """Return a measure up to those below it, and what stands behind these, if there are any."""
    marks = Marks()
    measure = {"marker": marks.next(there=with_marker), "text": marks.next(there=with_text)}
    return moulds(_macro("measure_item", measure, HOLE if with_inner else ""))


@cache
def _list_moulds() -> tuple[Mould, Mould]:
    begin, end = moulds(_macro("measure_list", HOLE))
    return begin, end


def _macro(name: str, *arguments: object) -> Markup:
    return Markup(getattr(environment().get_template("issue.html").module, name)(*arguments))
