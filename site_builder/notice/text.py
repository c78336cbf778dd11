"""The words of a notice, in printed order: what its page, its import and its search agree on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from site_builder.notice.contact import Contact
from site_builder.notice.issue_text import Order, Orders
from site_builder.notice.model import Issue, IssuePart, Measure, Notice, Section

# The way to a part through the model: ("sections", 0, "issues", 2, "problem").
Path = tuple[str | int, ...]

# The last steps to the words of those parts that are one piece.
_ENDS: dict[IssuePart, Path] = {
    "problem": ("problem",),
    "owner": ("owner",),
    "deadline": ("deadline", "text"),
    "status": ("status", "text"),
}

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


def printed_text(notice: Notice) -> str:
    """Return the whole text of the document in its order, without any white space."""
    return "".join("".join([text for _, _, text, _ in collected(notice)]).split())


def printed_pieces(notice: Notice) -> Iterator[Printed]:
    """Yield every piece of the document in printed order."""
    return (Printed(above + name, text, before) for above, name, text, before in collected(notice))


def contact_place(index: int, contact: Contact) -> Path:
    """Return the way to the words of a contact."""
    return ("contacts", index, "value" if contact.text is None else "text")


def issue_of(path: Path) -> Path:
    """Return the way to the issue that a text is part of, () if it is of none."""
    return path[: path.index("issues") + 2] if "issues" in path else ()


def collected(notice: Notice) -> list[Piece]:
    """Return every piece of the document in printed order."""
    pieces: list[Piece] = []
    for name in ("letterhead", "title", "edition"):
        if text := getattr(notice, name):
            pieces.append(((), (name,), text, None))
    _many(pieces, (), "preamble", notice.preamble)
    orders = Orders(notice.labels)
    for index, section in enumerate(notice.sections):
        _section(pieces, section, orders, ("sections", index))
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


def _section(pieces: list[Piece], section: Section, orders: Orders, path: Path) -> None:
    if section.heading:
        pieces.append((path, ("heading",), section.heading, None))
    _many(pieces, path, "text", section.text)
    for index, issue in enumerate(section.issues):
        _issue(pieces, issue, orders.of(issue), (*path, "issues", index))
    for index, inner in enumerate(section.sections):
        _section(pieces, inner, orders, (*path, "sections", index))


def _issue(pieces: list[Piece], issue: Issue, order: Order, path: Path) -> None:
    if issue.number:
        pieces.append((path, ("number",), issue.number, None))
    for part, before, words_of in order.parts:
        words = words_of(issue)
        measures = issue.measures if part == "measures" else ()
        if not words and not measures:
            continue
        if before:
            above = () if getattr(issue.labels, part) is None else path
            pieces.append((above, ("labels", part), before, (*path, part)))
        if part == "details":
            _many(pieces, path, part, words)
        elif words:
            pieces.append((path, _ENDS[part], words[0], None))
        _measures(pieces, measures, path)


def _measures(pieces: list[Piece], measures: tuple[Measure, ...], above: Path) -> None:
    for index, measure in enumerate(measures):
        path = (*above, "measures", index)
        if measure.marker:
            pieces.append((path, ("marker",), measure.marker, None))
        if measure.text:
            pieces.append((path, ("text",), measure.text, None))
        if measure.measures:
            _measures(pieces, measure.measures, path)
