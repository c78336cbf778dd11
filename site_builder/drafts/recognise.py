"""The tree of a draft → sections and issues of a notice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from site_builder.drafts.doubts import Doubts
from site_builder.drafts.issues import Part, read_parts
from site_builder.drafts.measures import read_measures
from site_builder.drafts.notice_labels import issue_labels, notice_labels
from site_builder.drafts.numbering import Run
from site_builder.drafts.outline_tree import IssueDraft, SectionDraft
from site_builder.drafts.passage import Passage
from site_builder.notice.dates import parse_date
from site_builder.notice.model import Issue, NoticeLabels, PrintedDate, Section, Status
from site_builder.notice.status import read_status

# A sentence that begins so speaks of the whole issue, not of one measure.
_WHOLE_ISSUE = ("该问题", "该项问题", "此问题", "上述问题")


@dataclass(slots=True)
class _Read:
    """A section whose issues are taken apart; in `issues`, one that is none is its text."""

    draft: SectionDraft
    issues: list[tuple[IssueDraft, list[Part]]] = field(default_factory=list)
    text: list[Passage] = field(default_factory=list)
    sections: list[_Read] = field(default_factory=list)


def recognise(
    root: SectionDraft, contacts_label: str | None, doubts: Doubts
) -> tuple[tuple[Section, ...], NoticeLabels]:
    """Return the sections of the notice and the labels that hold for all of it."""
    tree = _read(root, doubts)
    all_parts = list(_all_parts(tree))
    labels = notice_labels(all_parts, contacts_label)
    if not all_parts:
        doubts.add_at("D114", 1, 1)
    _check_numbers(tree, doubts)
    nameless = (
        [Section(text=_texts(tree.text), issues=_issues(tree, labels, doubts))]
        if (tree.text or tree.issues)
        else []
    )
    return (*nameless, *(_section(inner, labels, doubts) for inner in tree.sections)), labels


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


def _texts(passages: Sequence[Passage]) -> tuple[str, ...]:
    return tuple(passage.text for passage in passages)


def _section(read: _Read, labels: NoticeLabels, doubts: Doubts) -> Section:
    return Section(
        heading=read.draft.heading.text.strip() if read.draft.heading else None,
        text=_texts(read.text),
        issues=_issues(read, labels, doubts),
        sections=tuple(_section(inner, labels, doubts) for inner in read.sections),
    )


def _issues(read: _Read, labels: NoticeLabels, doubts: Doubts) -> tuple[Issue, ...]:
    return tuple(_issue(draft, parts, labels, doubts) for draft, parts in read.issues)


def _issue(draft: IssueDraft, parts: list[Part], labels: NoticeLabels, doubts: Doubts) -> Issue:
    by_name = {part.name: part for part in parts}
    status, deadline, measures = (
        by_name.get("status"),
        by_name.get("deadline"),
        by_name.get("measures"),
    )
    if not measures:
        doubts.add("D112", draft.head.passage.start)
    paragraphs = measures.words.paragraphs() if measures else []
    return Issue(
        number=draft.head.number,
        labels=issue_labels(parts, labels),
        problem=by_name["problem"].text,
        details=_texts(by_name["details"].words.paragraphs()) if "details" in by_name else (),
        owner=by_name["owner"].text if "owner" in by_name else None,
        deadline=_deadline(deadline.text) if deadline else None,
        status=_status(status.text) if status else _status_inside(paragraphs, doubts),
        measures=read_measures(paragraphs, doubts),
    )


def _deadline(text: str) -> PrintedDate:
    return PrintedDate(text=text, date=parse_date(text.rstrip("。；;，,")))


def _status(text: str) -> Status:
    return Status.model_validate(text)


def _status_inside(measures: Sequence[Passage], doubts: Doubts) -> Status | None:
    """Return a status that the last sentence of the measures prints: 该问题已完成整改。"""
    if not measures:
        return None
    last = measures[-1]
    begin = last.text.rfind("。", 0, len(last.text) - 1) + 1
    sentence = last.cut(begin).stripped()
    reading = read_status(sentence.text)
    if not (reading and sentence.text.startswith(_WHOLE_ISSUE)):
        return None
    doubts.add("D403", sentence.start, wording=sentence.text)
    return Status.model_validate({"text": sentence.text, "place": "inside"})


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
