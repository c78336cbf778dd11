"""Issues → HTML. Their cards are of few kinds, so each kind is rendered once and then filled."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, lru_cache, partial
from itertools import takewhile
from typing import NamedTuple, TypeAlias

from markupsafe import Markup

from site_builder.notice.issue_text import Order
from site_builder.notice.model import IssuePart
from site_builder.outputs.moulds import HOLE, Marks, Mould, Pieces, moulds
from site_builder.outputs.pages import environment
from site_builder.views.feedback import Feedback
from site_builder.views.notice_page import IssueView

_MOST_KINDS = 1000


# A card


class _Common(NamedTuple):
    """What issue.html makes a difference of and the issues of one notice nearly always share."""

    labelled: tuple[tuple[IssuePart, bool], ...]
    mailbox: bool
    letter: str
    phone: bool
    stated: bool


# By the number of paragraphs of each part, the level in the outline, whether it has a number, and
# whether it is sustained: what stands before the measures and what behind, or the whole card.
_Cards: TypeAlias = Callable[[tuple[int, ...], int, bool, bool], tuple[Mould, ...]]


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
        self._order: Order | None = None

    def pour(self, into: Pieces, issue: IssueView) -> None:
        """Add the card of an issue."""
        printed, number = issue.printed, issue.number
        words = [
            *self._shared,
            issue.ordinal,
            issue.anchor,
            number,
            issue.subject,
            issue.status,
            issue.status_label,
            *printed.words,
        ]
        cards = self._cards(printed.order)
        card = cards(printed.counts, issue.outline, number != "", issue.sustained)
        card[0].pour(into, words)
        if len(card) > 1:
            words_of_measures, shape = printed.measures
            _list_mould(shape).pour(into, words_of_measures)
            card[1].pour(into, words)

    def _cards(self, order: Order) -> _Cards:
        if order is not self._order:
            self._order = order
            self._known = _cards_with(_Common(order.labelled, *self._answers))
        return self._known


@lru_cache(_MOST_KINDS)
def _cards_with(common: _Common) -> _Cards:
    """Return what makes the moulds of cards that have this in common, and keeps them."""
    return lru_cache(_MOST_KINDS)(partial(_card_moulds, common))


def _card_moulds(
    common: _Common, counts: tuple[int, ...], outline: int, numbered: bool, sustained: bool
) -> tuple[Mould, ...]:
    """Return what stands before the measures of a card and what behind them, or the whole card."""
    marks = Marks()
    feedback = Feedback(
        mailbox=marks.next(there=common.mailbox),
        letter=common.letter,
        phone=marks.next(there=common.phone),
        number=marks.next(),
        stated=common.stated,
    )
    issue = {
        "ordinal": marks.next(),
        "anchor": marks.next(),
        "number": marks.next(there=numbered),
        "subject": marks.next(),
        "status": marks.next(),
        "status_label": marks.next(),
        "outline": outline,
        "sustained": sustained,
        "parts": [
            {
                "name": name,
                "label": marks.next(there=labelled),
                "paragraphs": marks.some(0 if name == "measures" else count),
            }
            for (name, labelled), count in zip(common.labelled, counts, strict=True)
            if count
        ],
    }
    return moulds(_macro("issue_card", issue, feedback, HOLE))


# Its measures


@lru_cache(_MOST_KINDS)
def _list_mould(shape: tuple[int, ...]) -> Mould:
    """Return a list of measures of this shape, see `PrintedMeasures`."""
    (mould,) = moulds(_list(iter(shape), Marks()))
    return mould


def _list(shape: Iterator[int], marks: Marks) -> str:
    """Make a list of the measures up to the next end of one.

    Of pieces rendered once, for lists have many shapes, and to render each takes ten times as long.
    """
    first, second = Marks().some(2)
    items = []
    for kind in takewhile(bool, shape):
        marker, text = marks.some(2)
        html = _item(kind).replace(second, text).replace(first, marker)
        items.append(html.replace(HOLE, _list(shape, marks)) if kind & 4 else html)
    return _whole_list().replace(HOLE, "".join(items))


@cache
def _item(kind: int) -> str:
    """Return a measure of this kind, see `PrintedMeasures`, with a hole for those below it."""
    marks = Marks()
    measure = {"marker": marks.next(there=bool(kind & 1)), "text": marks.next(there=bool(kind & 2))}
    return str(_macro("measure_item", measure, HOLE if kind & 4 else ""))


@cache
def _whole_list() -> str:
    return str(_macro("measure_list", HOLE))


def _macro(name: str, *arguments: object) -> Markup:
    return Markup(getattr(environment().get_template("issue.html").module, name)(*arguments))
