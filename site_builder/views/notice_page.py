"""What the template of a notice's page receives: the whole document in its own order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from site_builder.notice import contact as contacts
from site_builder.notice.contact import Contact
from site_builder.notice.issue_text import PrintedIssue
from site_builder.notice.model import Notice, Section, SignatureLine
from site_builder.notice.outline import level_of
from site_builder.notice.status import LABELS, StatusCode
from site_builder.views import urls
from site_builder.views.feedback import Feedback, end_of_subject, feedback
from site_builder.views.figures import StatusFigure, status_figures
from site_builder.views.links import contact_href, quoted_for_browsers


class IssueView(NamedTuple):
    """An issue; `ordinal` counts from 1 through the notice, whatever number is printed.

    `outline` is the level that its number has in the outline, 0 if it has none. `subject` ends that
    of a letter about it, ready for an address.
    """

    ordinal: str
    anchor: str
    outline: int
    subject: str
    status: StatusCode
    status_label: str
    sustained: bool
    printed: PrintedIssue


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
    view = _Numbering(issues)
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
        feedback=feedback(notice.contacts, notice.title),
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

    def __init__(self, issues: Sequence[PrintedIssue]) -> None:
        self._issues = issues
        self._sections = 0
        self.statuses: list[StatusCode] = []

    def section(self, section: Section, level: int) -> SectionView:
        self._sections += 1
        anchor = f"section-{self._sections}"
        heading = section.heading or ""
        first = len(self.statuses)
        own = self._issues[first : first + len(section.issues)]
        return SectionView(
            anchor,
            min(level, 6),
            level_of(heading) or level - 1,
            heading,
            section.text,
            tuple([self.issue(one) for one in own]),
            tuple([self.section(inner, level + 1) for inner in section.sections]),
        )

    def issue(self, printed: PrintedIssue) -> IssueView:
        status = printed.issue.status
        code = status.code if status else StatusCode.UNSTATED
        self.statuses.append(code)
        ordinal, anchor = _counted(len(self.statuses))
        outline, subject = _numbered(printed.issue.number or "", len(self.statuses))
        sustained = status is not None and status.sustained
        # By position, which takes a third less time; there are twenty of them in a notice.
        return IssueView(ordinal, anchor, outline, subject, code, LABELS[code], sustained, printed)


@lru_cache(maxsize=4096)
def _counted(ordinal: int) -> tuple[str, str]:
    """Return what an issue is called that comes at this place of a notice, and its anchor."""
    return str(ordinal), urls.issue_anchor(ordinal)


@lru_cache(maxsize=4096)
def _numbered(number: str, ordinal: int) -> tuple[int, str]:
    """Return the level of a number in the outline, and what a letter says of it.

    Most notices number their issues alike.
    """
    return level_of(number), end_of_subject(number, ordinal)


def _pieces(title: str) -> tuple[str, ...]:
    """Cut a title before its 关于, which stands between who writes and what about."""
    writer, about, rest = title.partition("关于")
    return (writer, about + rest) if writer and about else (title,)


def _contact(contact: Contact, title: str) -> ContactView:
    before, value, after = contact.printed.partition(contact.value)
    return ContactView(
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
