"""Notices → the records that a search finds: one for the notice itself, one for each issue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypedDict

from site_builder.notice.model import Issue, Notice, NoticeLabels, Section
from site_builder.notice.status import StatusCode
from site_builder.notice.text import issue_text

STATUSES = tuple(StatusCode)
_NUMBERS = {code: number for number, code in enumerate(STATUSES)}


class Record(NamedTuple):
    """What is searched: `text`, of which the `head` (problem or title) from `start` weighs more."""

    text: str
    head: str
    start: int

    def parts(self) -> tuple[str, str, str]:
        """Return what stands before the head, the head, and what stands behind it."""
        end = self.start + len(self.head)
        return self.text[: self.start], self.head, self.text[end:]


def records(notice: Notice) -> list[Record]:
    """Return the record of the notice itself, then one for each issue in document order."""
    labels = notice.labels
    return [
        Record("\n".join(_about(notice)), notice.title, 0),
        *(_record(issue, labels) for issue in notice.issues()),
    ]


def _record(issue: Issue, labels: NoticeLabels) -> Record:
    text = "".join(issue_text(issue, labels))
    return Record(text, issue.problem, text.index(issue.problem))


def _about(notice: Notice) -> Iterator[str]:
    """Yield all words of a notice that belong to no issue, a line a paragraph."""
    yield notice.title
    yield from filter(None, (notice.organization, notice.letterhead, notice.edition))
    yield from notice.preamble
    yield from _narrative(notice.sections)
    yield from notice.closing
    if notice.contacts:
        yield (notice.labels.contacts or "") + "".join(c.printed for c in notice.contacts)
    yield from (line.text for line in notice.signature)


def _narrative(sections: tuple[Section, ...]) -> Iterator[str]:
    for section in sections:
        yield from filter(None, (section.heading,))
        yield from section.text
        yield from _narrative(section.sections)


class Shown(TypedDict):
    """What the browser needs to show results of a notice, but for its date."""

    id: str
    title: str
    org: str
    region: str
    text: str
    issues: list[list[str | int]]


def shown(notice: Notice, found: Sequence[Record]) -> Shown:
    """Return what the browser needs of a notice; `found` are its records."""
    own, *of_issues = found
    return {
        "id": notice.id,
        "title": notice.title,
        "org": notice.organization,
        "region": notice.region or "",
        "text": own.text,
        "issues": [
            [
                issue.number or "",
                _NUMBERS[issue.status_code],
                int(bool(issue.status and issue.status.sustained)),
                _units(record.text[: record.start]),
                _units(record.head),
                record.text,
            ]
            for issue, record in zip(notice.issues(), of_issues, strict=True)
        ],
    }


def _units(text: str) -> int:
    """Return how long a browser takes a text to be."""
    return len(text.encode("utf-16-le")) // 2
