"""The words of a notice, in printed order: what its page, its import and its search agree on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from site_builder.notice.contact import Contact
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


# A piece as it is collected: the way to what it is part of, its last step or steps, its words, and
# of a label what it is printed before. Nearly all who ask want the words alone, and hundreds of
# ways that nobody goes would take longer than the words.
Piece = tuple[Path, Path, str, Path | None]


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
    named = issue.labels.order or notice_labels.order
    if not named:
        return PRINTED_ORDER
    return (*named, *(part for part in PRINTED_ORDER if part not in named))


def printed_text(notice: Notice) -> str:
    """Return the whole text of the document in its order, without any white space."""
    return "".join("".join([text for _, _, text, _ in collected(notice)]).split())


def printed_parts(notice: Notice) -> Iterator[tuple[Path, str]]:
    """Yield the way to every piece of the document, and its words, in printed order."""
    return ((above + name, text) for above, name, text, _ in collected(notice))


def printed_pieces(notice: Notice) -> Iterator[Printed]:
    """Yield every piece of the document in printed order."""
    return (Printed(above + name, text, before) for above, name, text, before in collected(notice))


def issue_text(issue: Issue, labels: NoticeLabels) -> Iterator[str]:
    """Yield the words of one issue in printed order."""
    pieces: list[Piece] = []
    _issue(pieces, issue, labels, ())
    return (text for _, _, text, _ in pieces)


def contact_place(index: int, contact: Contact) -> Path:
    """Return the way to the words of a contact."""
    return ("contacts", index, "value" if contact.text is None else "text")


def collected(notice: Notice) -> list[Piece]:
    """Return every piece of the document in printed order."""
    pieces: list[Piece] = []
    for name in ("letterhead", "title", "edition"):
        if text := getattr(notice, name):
            pieces.append(((), (name,), text, None))
    _many(pieces, (), "preamble", notice.preamble)
    for index, section in enumerate(notice.sections):
        _section(pieces, section, notice.labels, ("sections", index))
    _many(pieces, (), "closing", notice.closing)
    if notice.contacts and notice.labels.contacts:
        pieces.append((("labels",), ("contacts",), notice.labels.contacts, ("contacts",)))
    for index, contact in enumerate(notice.contacts):
        pieces.append(((), contact_place(index, contact), contact.printed, None))
    for index, line in enumerate(notice.signature):
        pieces.append(((), ("signature", index, "text"), line.text, None))
    return pieces


def _many(pieces: list[Piece], above: Path, name: str, texts: tuple[str, ...]) -> None:
    pieces += [(above, (name, index), text, None) for index, text in enumerate(texts)]


def _section(pieces: list[Piece], section: Section, labels: NoticeLabels, path: Path) -> None:
    if section.heading:
        pieces.append((path, ("heading",), section.heading, None))
    _many(pieces, path, "text", section.text)
    for index, issue in enumerate(section.issues):
        _issue(pieces, issue, labels, (*path, "issues", index))
    for index, inner in enumerate(section.sections):
        _section(pieces, inner, labels, (*path, "sections", index))


def _issue(pieces: list[Piece], issue: Issue, labels: NoticeLabels, path: Path) -> None:
    if issue.number:
        pieces.append((path, ("number",), issue.number, None))
    for part in part_order(labels, issue):
        start = len(pieces)
        _part(pieces, part, issue, path)
        if len(pieces) > start and (before := label(part, labels, issue)):
            above = () if getattr(issue.labels, part) is None else path
            pieces.insert(start, (above, ("labels", part), before, (*path, part)))


def _part(pieces: list[Piece], part: IssuePart, issue: Issue, path: Path) -> None:
    if part == "problem":
        pieces.append((path, ("problem",), issue.problem, None))
    elif part == "measures":
        _measures(pieces, issue.measures, path)
    elif part == "details":
        _many(pieces, path, part, issue.details)
    elif part == "owner" and issue.owner:
        pieces.append((path, ("owner",), issue.owner, None))
    elif part == "deadline" and issue.deadline:
        pieces.append((path, ("deadline", "text"), issue.deadline.text, None))
    elif part == "status" and issue.status and issue.status.place == "own":
        pieces.append((path, ("status", "text"), issue.status.text, None))


def _measures(pieces: list[Piece], measures: tuple[Measure, ...], above: Path) -> None:
    for index, measure in enumerate(measures):
        path = (*above, "measures", index)
        if measure.marker:
            pieces.append((path, ("marker",), measure.marker, None))
        if measure.text:
            pieces.append((path, ("text",), measure.text, None))
        if measure.measures:
            _measures(pieces, measure.measures, path)
