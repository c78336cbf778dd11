"""The words of a notice, in printed order: what its page, its import and its search agree on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from site_builder.notice.model import (
    PRINTED_ORDER,
    Issue,
    IssuePart,
    Measure,
    Notice,
    NoticeLabels,
    Section,
)

# The way to a part through the model: ("sections", 0, "issues", 2, "problem").
Path = tuple[str | int, ...]


class Printed(NamedTuple):
    """A piece of a notice's words, and the way to it; a label also knows what it is printed before.

    The label of a whole notice is printed with every issue, and each time at the same path.
    """

    path: Path
    text: str
    before: Path | None = None


def label(part: str, notice_labels: NoticeLabels, issue: Issue) -> str:
    """Return the label printed before a part of an issue, "" if none is."""
    own: str | None = getattr(issue.labels, part)
    return (getattr(notice_labels, part) if own is None else own) or ""


def part_order(notice_labels: NoticeLabels, issue: Issue) -> tuple[IssuePart, ...]:
    """Return all parts of an issue in printed order; those not named in `order` come last."""
    named = issue.labels.order or notice_labels.order or ()
    return (*named, *(part for part in PRINTED_ORDER if part not in named))


def printed_text(notice: Notice) -> str:
    """Return the whole text of the document in its order, without any white space."""
    return "".join("".join(piece.text for piece in printed_pieces(notice)).split())


def printed_parts(notice: Notice) -> Iterator[tuple[Path, str]]:
    """Yield the way to every piece of the document, and its words, in printed order."""
    return ((piece.path, piece.text) for piece in printed_pieces(notice))


def issue_text(issue: Issue, labels: NoticeLabels) -> Iterator[str]:
    """Yield the words of one issue in printed order."""
    return (piece.text for piece in _issue(issue, labels, ()))


def printed_pieces(notice: Notice) -> Iterator[Printed]:
    """Yield every piece of the document in printed order."""
    yield from _one("letterhead", notice.letterhead)
    yield from _one("title", notice.title)
    yield from _one("edition", notice.edition)
    yield from _many("preamble", notice.preamble)
    for index, section in enumerate(notice.sections):
        yield from _section(section, notice.labels, ("sections", index))
    yield from _many("closing", notice.closing)
    if notice.contacts and notice.labels.contacts:
        yield Printed(("labels", "contacts"), notice.labels.contacts, ("contacts",))
    for index, contact in enumerate(notice.contacts):
        name = "value" if contact.text is None else "text"
        yield Printed(("contacts", index, name), contact.printed)
    for index, line in enumerate(notice.signature):
        yield Printed(("signature", index, "text"), line.text)


def _one(name: str, text: str | None, above: Path = ()) -> Iterator[Printed]:
    if text:
        yield Printed((*above, name), text)


def _many(name: str, texts: tuple[str, ...], above: Path = ()) -> Iterator[Printed]:
    for index, text in enumerate(texts):
        yield Printed((*above, name, index), text)


def _section(section: Section, labels: NoticeLabels, path: Path) -> Iterator[Printed]:
    yield from _one("heading", section.heading, path)
    yield from _many("text", section.text, path)
    for index, issue in enumerate(section.issues):
        yield from _issue(issue, labels, (*path, "issues", index))
    for index, inner in enumerate(section.sections):
        yield from _section(inner, labels, (*path, "sections", index))


def _issue(issue: Issue, labels: NoticeLabels, path: Path) -> Iterator[Printed]:
    yield from _one("number", issue.number, path)
    for part in part_order(labels, issue):
        words = list(_part(part, issue, path))
        if words:
            if before := label(part, labels, issue):
                above = () if getattr(issue.labels, part) is None else path
                yield Printed((*above, "labels", part), before, (*path, part))
            yield from words


def _part(part: IssuePart, issue: Issue, path: Path) -> Iterator[Printed]:
    match part:
        case "problem":
            yield Printed((*path, part), issue.problem)
        case "details":
            yield from _many(part, issue.details, path)
        case "owner" if issue.owner:
            yield Printed((*path, part), issue.owner)
        case "deadline" if issue.deadline:
            yield Printed((*path, part, "text"), issue.deadline.text)
        case "status" if issue.status and issue.status.place == "own":
            yield Printed((*path, part, "text"), issue.status.text)
        case "measures":
            yield from _measures(issue.measures, path)
        case _:
            return


def _measures(measures: tuple[Measure, ...], above: Path) -> Iterator[Printed]:
    for index, measure in enumerate(measures):
        path = (*above, "measures", index)
        yield from _one("marker", measure.marker, path)
        yield from _one("text", measure.text, path)
        yield from _measures(measure.measures, path)
