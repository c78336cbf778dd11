"""What the tables of the open data hold of a notice: the cells of each column, in its order.

Where all rows have one cell it stands alone.
"""

from __future__ import annotations

from datetime import date

from site_builder.library import dated
from site_builder.notice.model import Issue, Measure, Notice, Section
from site_builder.notice.status import StatusCode
from site_builder.views import urls
from site_builder.views.columns import Columns, columns

# How several words stand in one cell; paragraphs and measures stand a line each.
_BETWEEN = "、"
_BETWEEN_HEADINGS = " / "
_CODES = tuple(StatusCode)
_UNSTATED = str(StatusCode.UNSTATED)


def notice_columns(notice: Notice, site_url: str) -> Columns:
    """Return the one row of a notice in the table of notices."""
    inspection = notice.inspection
    codes = [issue.status_code for issue in notice.issues()]
    return columns(
        1,
        *zip(
            (
                notice.id,
                f"{site_url}{urls.notice(notice.id)}",
                notice.title,
                notice.organization,
                notice.region,
                _iso(notice.published),
                _iso(dated(notice)),
                notice.publisher,
                notice.index_number,
                notice.document_number,
                notice.disclosure,
                inspection.body,
                inspection.round,
                _BETWEEN.join(inspection.kinds) or None,
                inspection.period.text if inspection.period else None,
                inspection.feedback_date.text if inspection.feedback_date else None,
                len(codes),
                *map(codes.count, _CODES),
            )
        ),
    )


def issue_columns(notice: Notice, site_url: str) -> Columns:
    """Return the rows of its issues, in document order."""
    headings: list[str | None] = []
    issues: list[Issue] = []
    _add_headed(headings, issues, notice.sections, ())
    numbers = list(range(1, len(issues) + 1))
    anchors = [urls.issue_anchor(number) for number in numbers]
    url = f"{site_url}{urls.notice(notice.id)}"
    deadlines = [issue.deadline for issue in issues]
    statuses = [issue.status for issue in issues]
    return columns(
        len(issues),
        [f"{notice.id}#{anchor}" for anchor in anchors],
        [f"{url}#{anchor}" for anchor in anchors],
        (notice.id,),
        numbers,
        (notice.organization,),
        (notice.region,),
        (notice.title,),
        (_iso(dated(notice)),),
        headings,
        [issue.number for issue in issues],
        [issue.problem for issue in issues],
        ["\n".join(issue.details) or None for issue in issues],
        [issue.owner for issue in issues],
        [one.text if one else None for one in deadlines],
        [_iso(one.date) if one else None for one in deadlines],
        [one.text if one else None for one in statuses],
        [str(one.code) if one else _UNSTATED for one in statuses],
        [one.sustained if one else None for one in statuses],
        ["\n".join(_lines(issue.measures)) or None for issue in issues],
        [_BETWEEN.join(issue.tags) or None for issue in issues],
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _add_headed(
    headings: list[str | None],
    issues: list[Issue],
    sections: tuple[Section, ...],
    above: tuple[str, ...],
) -> None:
    """Add every issue with the headings over it, in document order."""
    for section in sections:
        here = (*above, section.heading) if section.heading else above
        issues += section.issues
        headings += [_BETWEEN_HEADINGS.join(here) or None] * len(section.issues)
        _add_headed(headings, issues, section.sections, here)


def _lines(measures: tuple[Measure, ...]) -> list[str]:
    lines = []
    for one in measures:
        lines.append(f"{one.marker or ''}{one.text or ''}")
        if one.measures:
            lines += _lines(one.measures)
    return lines


def contact_columns(notice: Notice, site_url: str) -> Columns:
    """Return the rows of its contacts, in printed order."""
    contacts = notice.contacts
    numbers = list(range(1, len(contacts) + 1))
    return columns(
        len(contacts),
        [f"{notice.id}#contact-{number}" for number in numbers],
        (f"{site_url}{urls.notice(notice.id)}#contact",),
        (notice.id,),
        numbers,
        (notice.organization,),
        (notice.region,),
        [str(contact.type) for contact in contacts],
        [contact.value for contact in contacts],
        [contact.printed for contact in contacts],
    )
