"""Issues → HTML. Their cards are of few kinds, so each kind is rendered once and then filled."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache, partial
from itertools import takewhile
from typing import TypeAlias

from markupsafe import Markup

from site_builder.notice.issue_text import Order
from site_builder.notice.model import IssuePart
from site_builder.outputs.moulds import (
    HOLE,
    Marks,
    PageMould,
    Pieces,
    encoded,
    mould_in_order,
    moulds,
    picker,
)
from site_builder.outputs.pages import environment
from site_builder.views import urls
from site_builder.views.feedback import Feedback
from site_builder.views.notice_page import IssueView

_MOST_KINDS = 1000
_MOST_WORDS = 4096
# What stands in a card for the address of its page until that is known: no notice can hold it.
ADDRESS = b"\x0e"
# What stands in the foot of the cards of a notice for the ordinal of an issue and what letters say.
_ORDINAL, _SUBJECT = b"\x0f", b"\x10"
# Where measures are poured in.
_MEASURES = "\x11"

# The parts of an issue, and what picks from their words those that the table of contents shows.
_Parts: TypeAlias = tuple[PageMould, Callable[[Sequence[bytes]], Sequence[bytes]]]
_Labelled: TypeAlias = tuple[tuple[IssuePart, bool], ...]


class IssueCards:
    """The cards of the issues of one notice, which share its ways to answer."""

    def __init__(self, feedback: Feedback) -> None:
        self._foot = _foot(feedback)
        self._order: Order | None = None

    def pour(self, into: Pieces, issue: IssueView) -> Sequence[bytes]:
        """Add the card of an issue; return the words of it that the table of contents shows."""
        ordinal, anchor, outline, subject, status, label, sustained, printed = issue
        if printed.order is not self._order:
            self._order = printed.order
            self._known = _parts_with(printed.order.labelled)
        parts, shown = self._known(printed.kind)
        words = encoded(printed.words, printed.text)
        into.append(_head(ordinal, anchor, outline, status, label, sustained))
        parts.pour(into, words)
        foot = self._foot.replace(_ORDINAL, _word(ordinal)).replace(_SUBJECT, _word(subject))
        into.append(foot)
        return shown(words)


# What stands before the parts: of few words, which the issues of all notices have


@lru_cache(_MOST_WORDS)
def _head(
    ordinal: str, anchor: str, outline: int, status: str, label: str, sustained: bool
) -> bytes:
    return _head_mould(outline, sustained).fill((ordinal, anchor, status, label))


@cache
def _head_mould(outline: int, sustained: bool) -> PageMould:
    names = "ordinal", "anchor", "status", "status_label"
    words = dict(zip(names, Marks().some(4), strict=True))
    (mould,) = moulds(_macro("issue_head", {**words, "outline": outline, "sustained": sustained}))
    return mould


# What stands below them


def _foot(feedback: Feedback) -> bytes:
    mould = _foot_mould(
        bool(feedback.mailbox), feedback.letter, bool(feedback.phone), feedback.stated
    )
    return mould.fill((feedback.mailbox, feedback.phone, feedback.number))


@cache
def _foot_mould(mailbox: bool, letter: str, phone: bool, stated: bool) -> PageMould:
    marks = Marks()
    feedback = Feedback(
        mailbox=marks.next(there=mailbox),
        letter=letter,
        phone=marks.next(there=phone),
        number=marks.next(),
        stated=stated,
    )
    ordinal, subject = _ORDINAL.decode(), _SUBJECT.decode()
    issue = {"ordinal": ordinal, "anchor": urls.issue_anchor(ordinal), "subject": subject}
    (mould,) = moulds(_macro("issue_foot", issue, feedback, ADDRESS.decode()))
    return mould


@lru_cache(_MOST_WORDS)
def _word(word: str) -> bytes:
    return encoded((word,))[0]


# The parts


@lru_cache(_MOST_KINDS)
def _parts_with(labelled: _Labelled) -> Callable[[tuple[int, ...]], _Parts]:
    """Return what makes the moulds of issues with these labels, and keeps them."""
    return lru_cache(_MOST_KINDS)(partial(_parts, labelled))


def _parts(labelled: _Labelled, kind: tuple[int, ...]) -> _Parts:
    """Return the mould of the parts of an issue of a kind, see `PrintedIssue`.

    Of pieces rendered once, for lists of measures have many shapes, and to render each takes ten
    times as long.
    """
    numbered, counts, shape = kind[0], kind[1 : 1 + len(labelled)], kind[1 + len(labelled) :]
    html = _without_measures(labelled, numbered, counts).replace(_MEASURES, _list(iter(shape)))
    shown = [0] if numbered else []
    at = numbered
    for (name, has_label), count in zip(labelled, counts, strict=True):
        if name == "problem":
            shown.append(at + has_label)
        if count:
            own = count if name != "measures" else sum((one & 1) + (one >> 1 & 1) for one in shape)
            at += has_label + own
    return mould_in_order(html), picker(shown)


@lru_cache(_MOST_KINDS)
def _without_measures(labelled: _Labelled, numbered: int, counts: tuple[int, ...]) -> str:
    """Return the parts with a hole for each word, and another for all measures."""
    parts = [
        {"name": name, "label": HOLE if has_label else "", "paragraphs": [HOLE] * count}
        for (name, has_label), count in zip(labelled, counts, strict=True)
        if count
    ]
    return str(_macro("issue_parts", HOLE if numbered else "", parts, _MEASURES))


def _list(shape: Iterator[int]) -> str:
    """Make a list of the measures up to the next end of one, with a hole for each word."""
    items = []
    for kind in takewhile(bool, shape):
        html = _item(kind)
        items.append(html.replace(_MEASURES, _list(shape)) if kind & 4 else html)
    return _whole_list().replace(_MEASURES, "".join(items))


@cache
def _item(kind: int) -> str:
    """Return a measure of this kind, see `PrintedIssue`, with another hole for those below it."""
    measure = {"marker": HOLE if kind & 1 else "", "text": HOLE if kind & 2 else ""}
    return str(_macro("measure_item", measure, _MEASURES if kind & 4 else ""))


@cache
def _whole_list() -> str:
    return str(_macro("measure_list", _MEASURES))


def _macro(name: str, *arguments: object) -> Markup:
    return Markup(getattr(environment().get_template("issue.html").module, name)(*arguments))
