"""Notices → the records that a search finds: one for the notice itself, one for each issue."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypedDict

from site_builder.notice.issue_text import PrintedIssue, printed_issues
from site_builder.notice.model import Notice, Section
from site_builder.notice.status import StatusCode

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
    return records_of(notice, printed_issues(notice))


def records_of(notice: Notice, issues: Sequence[PrintedIssue]) -> list[Record]:
    """Return the same, where the words of the issues are known."""
    return [Record("\n".join(_about(notice)), notice.title, 0), *map(_record, issues)]


def _record(printed: PrintedIssue) -> Record:
    text, problem = printed.text, printed.issue.problem
    return Record(text, problem, text.index(problem))


def _about(notice: Notice) -> list[str]:
    """Return all words of a notice that belong to no issue, a line a paragraph."""
    lines = [notice.title]
    lines += filter(None, (notice.organization, notice.letterhead, notice.edition))
    lines += notice.preamble
    _add_narrative(lines, notice.sections)
    lines += notice.closing
    if notice.contacts:
        lines.append((notice.labels.contacts or "") + "".join(c.printed for c in notice.contacts))
    lines += [line.text for line in notice.signature]
    return lines


def _add_narrative(lines: list[str], sections: tuple[Section, ...]) -> None:
    for section in sections:
        if section.heading:
            lines.append(section.heading)
        lines += section.text
        _add_narrative(lines, section.sections)


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
