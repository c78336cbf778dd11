"""The words of a notice, in printed order: what its page, its import and its search agree on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from site_builder.notice.model import (
    PRINTED_ORDER,
    Issue,
    IssuePart,
    Measure,
    Notice,
    NoticeLabels,
    Section,
)

# Where a text stands in a notice: ("sections", 0, "issues", 2, "problem").
Path = tuple[str | int, ...]
PrintedPart = tuple[Path, str]


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
    return "".join("".join(text for _, text in printed_parts(notice)).split())


def printed_parts(notice: Notice) -> Iterator[PrintedPart]:
    """Yield every text of the document in printed order, with its place; none is empty.

    A label has the place where it is written: in the issue, or in the notice's `labels`.
    """
    yield from _present(("letterhead",), notice.letterhead)
    yield ("title",), notice.title
    yield from _present(("edition",), notice.edition)
    yield from _paragraphs(("preamble",), notice.preamble)
    yield from _sections((), notice.sections, notice.labels)
    yield from _paragraphs(("closing",), notice.closing)
    if notice.contacts:
        yield from _present(("labels", "contacts"), notice.labels.contacts)
    for index, contact in enumerate(notice.contacts):
        printed = "value" if contact.text is None else "text"
        yield ("contacts", index, printed), contact.printed
    for index, line in enumerate(notice.signature):
        yield ("signature", index, "text"), line.text


def issue_text(issue: Issue, labels: NoticeLabels) -> Iterator[str]:
    """Yield the words of one issue in printed order."""
    return (text for _, text in _issue((), issue, labels))


def _present(path: Path, text: str | None) -> Iterator[PrintedPart]:
    if text:
        yield path, text


def _paragraphs(path: Path, paragraphs: Iterable[str]) -> Iterator[PrintedPart]:
    for index, paragraph in enumerate(paragraphs):
        yield (*path, index), paragraph


def _sections(
    parent: Path, sections: Iterable[Section], labels: NoticeLabels
) -> Iterator[PrintedPart]:
    for index, section in enumerate(sections):
        path = (*parent, "sections", index)
        yield from _present((*path, "heading"), section.heading)
        yield from _paragraphs((*path, "text"), section.text)
        for number, issue in enumerate(section.issues):
            yield from _issue((*path, "issues", number), issue, labels)
        yield from _sections(path, section.sections, labels)


def _issue(path: Path, issue: Issue, labels: NoticeLabels) -> Iterator[PrintedPart]:
    yield from _present((*path, "number"), issue.number)
    for part in part_order(labels, issue):
        words = list(_part(path, part, issue))
        if words:
            yield from _present(_label_path(path, part, issue), label(part, labels, issue))
            yield from words


def _label_path(path: Path, part: IssuePart, issue: Issue) -> Path:
    own = getattr(issue.labels, part) is not None
    return (*path, "labels", part) if own else ("labels", part)


def _part(path: Path, part: IssuePart, issue: Issue) -> Iterator[PrintedPart]:
    match part:
        case "problem":
            yield (*path, part), issue.problem
        case "details":
            yield from _paragraphs((*path, part), issue.details)
        case "owner":
            yield from _present((*path, part), issue.owner)
        case "deadline" if issue.deadline:
            yield (*path, part, "text"), issue.deadline.text
        case "status" if issue.status and issue.status.place == "own":
            yield (*path, part, "text"), issue.status.text
        case "measures":
            yield from _measures(path, issue.measures)
        case _:
            return


def _measures(parent: Path, measures: Iterable[Measure]) -> Iterator[PrintedPart]:
    for index, measure in enumerate(measures):
        path = (*parent, "measures", index)
        yield from _present((*path, "marker"), measure.marker)
        yield from _present((*path, "text"), measure.text)
        yield from _measures(path, measure.measures)
