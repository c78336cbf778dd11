"""The words of a notice, in printed order: what its page, its import and its search agree on."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.notice.model import (
    PRINTED_ORDER,
    Issue,
    IssuePart,
    Measure,
    Notice,
    NoticeLabels,
    Section,
)


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
    return "".join("".join(_notice(notice)).split())


def _notice(notice: Notice) -> Iterator[str]:
    yield notice.letterhead or ""
    yield notice.title
    yield notice.edition or ""
    yield from notice.preamble
    for section in notice.sections:
        yield from _section(section, notice.labels)
    yield from notice.closing
    if notice.contacts:
        yield notice.labels.contacts or ""
    for contact in notice.contacts:
        yield contact.printed
    for line in notice.signature:
        yield line.text


def _section(section: Section, labels: NoticeLabels) -> Iterator[str]:
    yield section.heading or ""
    yield from section.text
    for issue in section.issues:
        yield from issue_text(issue, labels)
    for inner in section.sections:
        yield from _section(inner, labels)


def issue_text(issue: Issue, labels: NoticeLabels) -> Iterator[str]:
    """Yield the words of one issue in printed order."""
    yield issue.number or ""
    for part in part_order(labels, issue):
        words = list(_part(part, issue))
        if words:
            yield label(part, labels, issue)
            yield from words


def _part(part: IssuePart, issue: Issue) -> Iterator[str]:
    match part:
        case "problem":
            yield issue.problem
        case "details":
            yield from issue.details
        case "owner" if issue.owner:
            yield issue.owner
        case "deadline" if issue.deadline:
            yield issue.deadline.text
        case "status" if issue.status and issue.status.place == "own":
            yield issue.status.text
        case "measures":
            for measure in issue.measures:
                yield from _measure(measure)
        case _:
            return


def _measure(measure: Measure) -> Iterator[str]:
    yield measure.marker or ""
    yield measure.text or ""
    for inner in measure.measures:
        yield from _measure(inner)
