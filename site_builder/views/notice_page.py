"""What the template of a notice's page receives: the whole document in its own order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import count, islice
from typing import NamedTuple

from site_builder.notice import contact as contacts
from site_builder.notice.contact import Contact
from site_builder.notice.issue_text import PrintedIssue
from site_builder.notice.model import Notice, Section, SignatureLine
from site_builder.notice.outline import marker_at_start
from site_builder.notice.status import LABELS, StatusCode
from site_builder.views import urls
from site_builder.views.feedback import Feedback, feedback, subject, subject_beginning
from site_builder.views.figures import StatusFigure, status_figures
from site_builder.views.links import contact_href, quoted_for_browsers


class IssueView(NamedTuple):
    """An issue; `ordinal` counts from 1 through the notice, whatever number is printed.

    `outline` is the level that its number has in the outline, 0 if it has none. `subject` is that
    of a letter about it, ready for an address.
    """

    ordinal: str
    anchor: str
    number: str
    outline: int
    problem: str
    printed: PrintedIssue
    status: StatusCode
    status_label: str
    sustained: bool
    subject: str


class SectionView(NamedTuple):
    """A section; `level` is that of its heading in HTML, 2 to 6.

    `outline` is the level in the outline of official documents (1 is 一、) that its marker says,
    or else its depth: what it is printed in depends on it.
    """

    anchor: str
    level: int
    outline: int
    heading: str
    text: tuple[str, ...]
    issues: tuple[IssueView, ...]
    sections: tuple[SectionView, ...]


class ContactView(NamedTuple):
    """A contact: the words printed before and after the value, and where the value links to.

    `name` is our own name for its type, shown where no label was printed.
    """

    type: str
    name: str
    before: str
    value: str
    after: str
    href: str | None


class NoticePage(NamedTuple):
    """A notice's page. `facts` are (name, words) pairs known beside the text itself.

    `title_pieces` are the title cut where a line may end and the sense does not suffer.
    """

    url: str
    root: str
    title: str
    title_pieces: tuple[str, ...]
    letterhead: str
    edition: str
    organization: str
    facts: tuple[tuple[str, str], ...]
    figures: tuple[StatusFigure, ...]
    issue_count: int
    preamble: tuple[str, ...]
    sections: tuple[SectionView, ...]
    closing: tuple[str, ...]
    contacts_label: str
    contacts: tuple[ContactView, ...]
    feedback: Feedback
    signature: tuple[SignatureLine, ...]


def notice_page(notice: Notice, issues: Sequence[PrintedIssue]) -> NoticePage:
    """Make the view of a notice's page; `issues` are the words of all its issues."""
    url = urls.notice(notice.id)
    view = _Numbering(notice, issues)
    sections = tuple([view.section(section, 2) for section in notice.sections])
    return NoticePage(
        url=url,
        root=urls.to_root(url),
        title=notice.title,
        title_pieces=_pieces(notice.title),
        letterhead=notice.letterhead or "",
        edition=notice.edition or "",
        organization=notice.organization,
        facts=tuple(notice_facts(notice)),
        figures=status_figures(view.statuses),
        issue_count=len(view.statuses),
        preamble=notice.preamble,
        sections=sections,
        closing=notice.closing,
        contacts_label=notice.labels.contacts or "",
        contacts=tuple(_contact(contact, notice.title) for contact in notice.contacts),
        feedback=feedback(notice.contacts),
        signature=notice.signature,
    )


@dataclass(frozen=True, slots=True)
class WithdrawnPage:
    """The page of a notice that was withdrawn; `published` is ISO or ""."""

    url: str
    root: str
    title: str
    organization: str
    published: str


def withdrawn_page(notice: Notice) -> WithdrawnPage:
    """Make the view of the page of a notice that was withdrawn, without its text."""
    url = urls.notice(notice.id)
    published = notice.published.isoformat() if notice.published else ""
    return WithdrawnPage(url, urls.to_root(url), notice.title, notice.organization, published)


class _Numbering:
    """Counts issues and sections through one notice; `statuses` are those of its issues."""

    def __init__(self, notice: Notice, issues: Sequence[PrintedIssue]) -> None:
        self._issues = iter(issues)
        self._subject = subject_beginning(notice.title)
        self.statuses: list[StatusCode] = []
        self._section_index = count(1)

    def section(self, section: Section, level: int) -> SectionView:
        return SectionView(
            anchor=f"section-{next(self._section_index)}",
            level=min(level, 6),
            outline=_outline(section.heading or "") or level - 1,
            heading=section.heading or "",
            text=section.text,
            issues=tuple([self.issue(one) for one in islice(self._issues, len(section.issues))]),
            sections=tuple([self.section(inner, level + 1) for inner in section.sections]),
        )

    def issue(self, printed: PrintedIssue) -> IssueView:
        issue = printed.issue
        number, status = issue.number or "", issue.status
        code = status.code if status else StatusCode.UNSTATED
        self.statuses.append(code)
        ordinal = str(len(self.statuses))
        # By position, which takes a third less time; there are twenty of them in a notice.
        return IssueView(
            ordinal,
            urls.issue_anchor(ordinal),
            number,
            _outline(number),
            issue.problem,
            printed,
            code,
            LABELS[code],
            status is not None and status.sustained,
            subject(self._subject, ordinal, number),
        )


def _pieces(title: str) -> tuple[str, ...]:
    """Cut a title before its 关于, which stands between who writes and what about."""
    writer, about, rest = title.partition("关于")
    return (writer, about + rest) if writer and about else (title,)


@lru_cache(maxsize=4096)
def _outline(text: str) -> int:
    marker = marker_at_start(text)
    return marker.level if marker else 0


def _contact(contact: Contact, title: str) -> ContactView:
    before, value, after = contact.printed.partition(contact.value)
    return ContactView(
        type=str(contact.type),
        name="" if contact.text else contacts.LABELS[contact.type],
        before=before,
        value=value,
        after=after,
        href=contact_href(contact, f"关于《{title}》的意见建议", quoted_for_browsers),
    )


def notice_facts(notice: Notice) -> Iterator[tuple[str, str]]:
    """Yield what is known beside the text itself, each by its name."""
    inspection = notice.inspection
    facts = (
        ("索引号", notice.index_number),
        ("文号", notice.document_number),
        ("发布机构", notice.publisher or notice.organization),
        ("发布日期", notice.published and notice.published.isoformat()),
        ("巡察机构", inspection.body),
        ("巡察轮次", inspection.round),
        ("巡察类型", "、".join(inspection.kinds)),
        ("巡察时间", inspection.period and inspection.period.text),
        ("反馈时间", inspection.feedback_date and inspection.feedback_date.text),
        ("公开方式", notice.disclosure),
        ("地区", notice.region),
    )
    for name, words in facts:
        if words:
            yield name, words
