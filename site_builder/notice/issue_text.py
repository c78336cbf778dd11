"""The words of an issue in printed order: the one walk that page, search and checks share."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import NamedTuple

from site_builder.notice.model import (
    PRINTED_ORDER,
    Issue,
    IssueLabels,
    IssuePart,
    Measure,
    Notice,
    NoticeLabels,
    Section,
)


class PrintedPart(NamedTuple):
    """A part of an issue: its name, the label printed before it ("" for none), and its words.

    Of the measures `words` gives none; without any, a part is not printed.
    """

    name: IssuePart
    label: str
    words: Callable[[Issue], tuple[str, ...]]


class Order(NamedTuple):
    """All parts of an issue in printed order; `labelled` says which have a label before them."""

    parts: tuple[PrintedPart, ...]
    labelled: tuple[tuple[IssuePart, bool], ...]


class PrintedIssue(NamedTuple):
    """The words of an issue in printed order, and `text`, which they make.

    `kind` tells what words these are. It begins with whether there is a number (1), and how many
    paragraphs each part in `order` has, 0 where it is not printed; the measures count as one.
    For each measure follows whether there is a marker (1), a text (2), and any below it (4); behind
    the last of those comes a 0.
    """

    issue: Issue
    order: Order
    words: list[str]
    text: str
    kind: tuple[int, ...]


class Orders:
    """In which order the parts of the issues of one notice are printed, and after which labels.

    Hardly an issue has labels of its own, so nearly all share one order: it is made once.
    """

    def __init__(self, labels: NoticeLabels) -> None:
        self._labels = labels
        self._own: IssueLabels | None = None
        self._order = Order((), ())

    def of(self, issue: Issue) -> Order:
        """Return that of an issue."""
        if issue.labels is not self._own:
            self._own = issue.labels
            parts = [
                PrintedPart(part, label(part, self._labels, issue), _WORDS[part])
                for part in part_order(self._labels, issue)
            ]
            labelled = [(part.name, part.label != "") for part in parts]
            self._order = Order(tuple(parts), tuple(labelled))
        return self._order


def label(part: str, notice_labels: NoticeLabels, issue: Issue) -> str:
    """Return the label printed before a part of an issue, "" if none is."""
    own: str | None = getattr(issue.labels, part)
    return (getattr(notice_labels, part) if own is None else own) or ""


def part_order(notice_labels: NoticeLabels, issue: Issue) -> tuple[IssuePart, ...]:
    """Return all parts of an issue in printed order; those not named in `order` come last."""
    named = issue.labels.order or notice_labels.order
    if not named:
        return PRINTED_ORDER
    return (*named, *(part for part in PRINTED_ORDER if part not in named))


def _status_words(issue: Issue) -> tuple[str, ...]:
    status = issue.status
    return (status.text,) if status and status.place == "own" else ()


_WORDS: dict[IssuePart, Callable[[Issue], tuple[str, ...]]] = {
    "problem": lambda issue: (issue.problem,),
    "details": attrgetter("details"),
    "owner": lambda issue: (issue.owner,) if issue.owner else (),
    "deadline": lambda issue: (issue.deadline.text,) if issue.deadline else (),
    "status": _status_words,
    "measures": lambda issue: (),
}


def printed_issues(notice: Notice) -> list[PrintedIssue]:
    """Return the words of every issue, in document order."""
    found: list[PrintedIssue] = []
    _add_issues(found, notice.sections, Orders(notice.labels))
    return found


def _add_issues(found: list[PrintedIssue], sections: tuple[Section, ...], orders: Orders) -> None:
    for section in sections:
        found += [printed_issue(issue, orders.of(issue)) for issue in section.issues]
        _add_issues(found, section.sections, orders)


def printed_issue(issue: Issue, order: Order) -> PrintedIssue:
    """Return the words of an issue."""
    fields = issue.__dict__  # to ask a model for each takes twice as long
    number = fields["number"]
    words: list[str] = [number] if number else []
    kind = [len(words)]
    shape: list[int] = []
    for name, before, words_of in order.parts:
        if not fields[name]:
            kind.append(0)
        elif name == "measures":
            if before:
                words.append(before)
            _add_measures(words, shape, fields[name])
            kind.append(1)
        elif own := words_of(issue):
            if before:
                words.append(before)
            words += own
            kind.append(len(own))
        else:
            kind.append(0)
    return PrintedIssue(issue, order, words, "".join(words), (*kind, *shape))


def _add_measures(words: list[str], shape: list[int], measures: tuple[Measure, ...]) -> None:
    for measure in measures:
        fields = measure.__dict__
        marker, text = fields["marker"], fields["text"]
        if marker:
            words.append(marker)
        if text:
            words.append(text)
        own = 3 if marker and text else 1 if marker else 2
        if below := fields["measures"]:
            shape.append(own + 4)
            _add_measures(words, shape, below)
            shape.append(0)
        else:
            shape.append(own)


def issue_text(issue: Issue, labels: NoticeLabels) -> list[str]:
    """Return the words of one issue in printed order."""
    return issue_words(issue, Orders(labels).of(issue))


def issue_words(issue: Issue, order: Order) -> list[str]:
    """Return the same where the order is known: all that checks need, in two thirds of the time."""
    fields = issue.__dict__
    number = fields["number"]
    words: list[str] = [number] if number else []
    for name, before, words_of in order.parts:
        if not fields[name]:
            continue
        if name == "measures":
            if before:
                words.append(before)
            _add_words(words, fields[name])
        elif own := words_of(issue):
            if before:
                words.append(before)
            words += own
    return words


def _add_words(words: list[str], measures: tuple[Measure, ...]) -> None:
    for measure in measures:
        fields = measure.__dict__
        if marker := fields["marker"]:
            words.append(marker)
        if text := fields["text"]:
            words.append(text)
        if below := fields["measures"]:
            _add_words(words, below)
