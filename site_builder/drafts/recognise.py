"""The tree of a draft → sections and issues of a notice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from site_builder.drafts.doubts import Doubts
from site_builder.drafts.elsewhere import Elsewhere
from site_builder.drafts.inside import status_inside
from site_builder.drafts.issue_parts import Part
from site_builder.drafts.issues import read_parts
from site_builder.drafts.measures import read_measures
from site_builder.drafts.notice_labels import issue_labels, notice_labels
from site_builder.drafts.numbering import Run
from site_builder.drafts.outline_drafts import IssueDraft, SectionDraft
from site_builder.drafts.passage import Passage
from site_builder.drafts.status_lists import status_of_heading
from site_builder.drafts.totals import check_totals
from site_builder.notice.dates import parse_date
from site_builder.notice.model import Issue, NoticeLabels, PrintedDate, Section, Status
from site_builder.notice.outline import marker_at_start
from site_builder.notice.status import is_immediate

# A status that says so gives the issue this tag.
_IMMEDIATE = ("立行立改",)


@dataclass(slots=True)
class _Read:
    """A section whose issues are taken apart; in `issues`, one that is none is its text."""

    draft: SectionDraft
    issues: list[tuple[IssueDraft, list[Part]]] = field(default_factory=list)
    text: list[Passage] = field(default_factory=list)
    sections: list[_Read] = field(default_factory=list)


def recognise(
    root: SectionDraft, contacts_label: str | None, around: Sequence[Passage], doubts: Doubts
) -> tuple[tuple[Section, ...], NoticeLabels]:
    """Return the sections of the notice and the labels that hold for all of it.

    `around` are the paragraphs before and behind the sections, which may speak of the issues.
    """
    tree = _read(root, doubts)
    all_parts = list(_all_parts(tree))
    labels = notice_labels(all_parts, contacts_label)
    if not all_parts:
        doubts.add_at("D114", 1, 1)
    _check_numbers(tree, doubts)
    make = _Maker(labels, doubts, _read_elsewhere(tree, around, doubts))
    nameless = (
        [Section(text=_texts(tree.text), issues=make.issues(tree))]
        if (tree.text or tree.issues)
        else []
    )
    sections = (*nameless, *(make.section(inner) for inner in tree.sections))
    check_totals([*around, *_all_texts(tree)], make.made, doubts)
    return sections, labels


def _read_elsewhere(tree: _Read, around: Sequence[Passage], doubts: Doubts) -> Elsewhere:
    elsewhere = Elsewhere(doubts)
    elsewhere.read_lists([*around, *_all_texts(tree)], list(_all_drafts(tree)))
    for section in _all_sections(tree):
        heading = section.draft.heading
        marker = marker_at_start(heading.text) if heading else None
        if heading and (wording := status_of_heading(heading, marker.end if marker else 0)):
            elsewhere.read_heading(wording, _all_drafts(section))
    return elsewhere


def _read(draft: SectionDraft, doubts: Doubts) -> _Read:
    read = _Read(draft, text=draft.text.paragraphs())
    for issue in draft.issues:
        parts = read_parts(issue, doubts)
        if parts:
            (read.sections[-1] if read.sections else read).issues.append((issue, parts))
        else:
            _keep_as_text(read, issue)
    read.sections += [_read(inner, doubts) for inner in draft.sections]
    return read


def _keep_as_text(read: _Read, issue: IssueDraft) -> None:
    """What has no problem is no issue: its words stay where they are, as text."""
    if read.issues or read.sections:
        into = _Read(SectionDraft())
        read.sections.append(into)
    else:
        into = read
    into.text += [block.passage.stripped() for block in (issue.head, *issue.rest)]


def _all_parts(tree: _Read) -> Iterator[list[Part]]:
    for _, parts in tree.issues:
        yield parts
    for inner in tree.sections:
        yield from _all_parts(inner)


def _all_drafts(tree: _Read) -> Iterator[IssueDraft]:
    for section in _all_sections(tree):
        for draft, _ in section.issues:
            yield draft


def _all_texts(tree: _Read) -> Iterator[Passage]:
    for section in _all_sections(tree):
        yield from section.text


def _texts(passages: Sequence[Passage]) -> tuple[str, ...]:
    return tuple(passage.text for passage in passages)


class _Maker:
    """Makes sections and issues of what was read."""

    def __init__(self, labels: NoticeLabels, doubts: Doubts, elsewhere: Elsewhere):
        self.labels = labels
        self.doubts = doubts
        self.elsewhere = elsewhere
        self.made: list[Issue] = []

    def section(self, read: _Read) -> Section:
        return Section(
            heading=read.draft.heading.text.strip() if read.draft.heading else None,
            text=_texts(read.text),
            issues=self.issues(read),
            sections=tuple(self.section(inner) for inner in read.sections),
        )

    def issues(self, read: _Read) -> tuple[Issue, ...]:
        made = tuple(self._issue(draft, parts) for draft, parts in read.issues)
        self.made += made
        return made

    def _issue(self, draft: IssueDraft, parts: list[Part]) -> Issue:
        by_name: dict[str, Part] = {part.name: part for part in parts}
        deadline, measures = by_name.get("deadline"), by_name.get("measures")
        if not measures:
            self.doubts.add("D112", draft.head.passage.start)
        paragraphs = measures.words.paragraphs() if measures else []
        status = self._status(draft, by_name, paragraphs)
        return Issue(
            number=draft.number,
            labels=issue_labels(parts, self.labels),
            problem=by_name["problem"].text,
            details=_texts(by_name["details"].words.paragraphs()) if "details" in by_name else (),
            owner=by_name["owner"].text if "owner" in by_name else None,
            deadline=_deadline(deadline.text) if deadline else None,
            status=status,
            measures=read_measures(paragraphs, self.doubts),
            tags=_IMMEDIATE if status and is_immediate(status.text) else (),
        )

    def _status(
        self, draft: IssueDraft, parts: Mapping[str, Part], measures: Sequence[Passage]
    ) -> Status | None:
        """The status of its own label comes first, then one in its words, then one elsewhere."""
        if "status" in parts:
            own: Status | None = Status.model_validate(parts["status"].text)
        else:
            problem = parts["problem"].words.paragraphs()[0]
            own = status_inside(problem, measures, self.doubts)
        return self.elsewhere.status_of(draft, own)


def _deadline(text: str) -> PrintedDate:
    return PrintedDate(text=text, date=parse_date(text.rstrip("。；;，,")))


def _check_numbers(tree: _Read, doubts: Doubts) -> None:
    """Sections count within their parent; issues run on, or begin anew in a new section."""
    issues = Run(doubts)
    _check_sections(tree, doubts)
    for section in _all_sections(tree):
        for place, (draft, _) in enumerate(section.issues):
            if draft.head.marker:
                start = draft.head.passage.start
                issues.follow(draft.head.marker, start, may_restart=place == 0)


def _check_sections(tree: _Read, doubts: Doubts) -> None:
    run = Run(doubts)
    for draft, _ in tree.issues:
        if draft.head.marker:
            run.know(draft.head.marker)
    for section in tree.sections:
        if (head := section.draft.head) and head.marker:
            run.follow(head.marker, head.passage.start)
        _check_sections(section, doubts)


def _all_sections(tree: _Read) -> Iterator[_Read]:
    yield tree
    for inner in tree.sections:
        yield from _all_sections(inner)
