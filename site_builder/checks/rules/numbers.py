"""Rules about the numbers of sections, issues and measures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from site_builder.checks.lazy import lazily
from site_builder.checks.numbering import Item, Numbers, Slip, printed
from site_builder.checks.rule import Finding, rule
from site_builder.checks.subject import Subject
from site_builder.notice.diagnostics import Severity
from site_builder.notice.model import Issue, Measure, Section
from site_builder.notice.outline import KINDS, LEVELS, Marker, inline_markers, marker_at_start
from site_builder.notice.text import Path

_AFTER_ISSUE = lazily(r"问题(\d{1,3})")
_BARE = lazily(r"\s*(\d{1,3})\s*")
# What may be a marker inside a text, by the same grammar; more than `inline_markers` finds.
# It begins with a class of characters, and so skips to them, which it would not for `^`.
_MAYBE_INLINE = lazily(
    r"[\n。；;：:！？]\s*(?:"
    + "|".join(kind.pattern for kind in KINDS if kind.level >= LEVELS["sub_item"])
    + ")"
)

# The same few again and again.
_read_marker = lru_cache(1024)(marker_at_start)


@rule(
    "N124",
    Severity.WARNING,
    title="问题的序号重复、跳号或倒退",
    why="序号不连续，读者会以为有问题没有公开。各组从 1 重新编号、全文连续编号都是对的。",
    cure="对照原稿，补上漏掉的问题，或者改正序号。",
)
def issues_follow(subject: Subject) -> Iterator[Finding]:
    """Find issues whose numbers do not follow."""
    last: dict[str, Item] = {}
    for path, section in _sections((), subject.notice.sections):
        numbers = Numbers(last)
        for index, issue in enumerate(section.issues):
            yield from _findings(numbers.add(_issue_item((*path, "issues", index), issue)))


@rule(
    "N125",
    Severity.WARNING,
    title="章节的序号重复、跳号或倒退",
    why="标题的序号不连续，多半是漏了一节，或者复制之后没有改。",
    cure="对照原稿，补上漏掉的一节，或者改正序号。",
)
def sections_follow(subject: Subject) -> Iterator[Finding]:
    """Find headings whose numbers do not follow."""
    for slip in _headings((), subject.notice.sections, {}):
        # Where 一、 opens a mere paragraph, 二、 is the first heading.
        if not (slip.is_first and _opens_a_paragraph(subject, slip.item.marker)):
            yield from _findings([slip])


@rule(
    "N126",
    Severity.WARNING,
    title="措施的序号重复、跳号或倒退",
    why="（1）之后是（3），不是漏了一条，就是漏了序号。",
    cure="对照原稿，补上漏掉的措施或序号。",
)
def measures_follow(subject: Subject) -> Iterator[Finding]:
    """Find measures, and markers inside paragraphs, whose numbers do not follow."""
    notice = subject.notice
    yield from _paragraphs(("preamble",), notice.preamble)
    for path, section in _sections((), notice.sections):
        yield from _paragraphs((*path, "text"), section.text)
    for path, issue in subject.issues:
        yield from _paragraphs((*path, "details"), issue.details)
        if not _runs_plainly(issue.measures):
            yield from _findings(_measures(path, issue.measures, {}))
    yield from _paragraphs(("closing",), notice.closing)


def _findings(slips: Iterable[Slip]) -> Iterator[Finding]:
    for slip in slips:
        yield Finding(slip.item.path, slip.item.start, slip.item.end, slip.message)


def _sections(above: Path, sections: Sequence[Section]) -> Iterator[tuple[Path, Section]]:
    for index, section in enumerate(sections):
        path = (*above, "sections", index)
        yield path, section
        yield from _sections(path, section.sections)


def _issue_item(path: Path, issue: Issue) -> Item:
    if issue.number is None:
        marker = marker_at_start(issue.problem)
        length = marker.end if marker else 1
        return Item((*path, "problem"), marker.start if marker else 0, length, marker)
    marker = _read_marker(issue.number)
    if bare := _BARE.fullmatch(issue.number):
        marker = Marker("item", bare[1], int(bare[1]), 0, len(issue.number))
    elif marker and (numbered := _AFTER_ISSUE.search(issue.number)):
        marker = replace(marker, value=int(numbered[1]))
    return Item((*path, "number"), 0, len(issue.number), marker)


def _headings(above: Path, sections: Sequence[Section], last: dict[str, Item]) -> Iterator[Slip]:
    numbers = Numbers(last)
    for index, section in enumerate(sections):
        path = (*above, "sections", index)
        heading = section.heading or ""
        marker = marker_at_start(heading)
        start, end = (marker.start, marker.end) if marker else (0, 1)
        yield from numbers.add(Item((*path, "heading"), start, end, marker))
        yield from _headings(path, section.sections, last)


def _opens_a_paragraph(subject: Subject, marker: Marker | None) -> bool:
    first = printed(marker.kind, 1) if marker else ()
    return any(text.lstrip().startswith(first) for _, text in subject.parts)


def _paragraphs(path: Path, paragraphs: Sequence[str]) -> Iterator[Finding]:
    if not paragraphs:
        return
    numbers = Numbers({}, must_begin=False)
    for index, text in enumerate(paragraphs):
        yield from _findings(_in_text((*path, index), text, numbers))


def _runs_plainly(measures: Sequence[Measure]) -> bool:
    """Tell whether measures, and those below each, are numbered 1, 2, 3 and hold no markers.

    Nearly all lists are so, and such have no slips, whatever comes before them.
    """
    if not _follow(tuple([measure.marker for measure in measures])):
        return False
    if _MAYBE_INLINE.search("\n".join(["", *[measure.text or "" for measure in measures]])):
        return False
    return all(_runs_plainly(measure.measures) for measure in measures if measure.measures)


@lru_cache(1024)
def _follow(printed: tuple[str | None, ...]) -> bool:
    """Tell whether these are markers of one kind that count from 1."""
    markers = [marker_at_start(text or "") for text in printed]
    read = [(marker.kind, marker.value) for marker in markers if marker]
    return read == [(read[0][0], value) for value in range(1, len(printed) + 1)] if read else False


def _measures(above: Path, measures: Sequence[Measure], last: dict[str, Item]) -> Iterator[Slip]:
    numbers = Numbers(last, must_begin=False)
    for index, measure in enumerate(measures):
        path = (*above, "measures", index)
        if measure.marker is not None:
            marker = _read_marker(measure.marker)
            yield from numbers.add(
                Item((*path, "marker"), 0, len(measure.marker), marker, measure.text or "")
            )
        yield from _in_text((*path, "text"), measure.text or "", numbers, measure.marker is None)
        yield from _measures(path, measure.measures, last)


def _in_text(path: Path, text: str, numbers: Numbers, is_start: bool = True) -> Iterator[Slip]:
    """Go through a text: its marker at the start, if that belongs to it, and those inside."""
    first = marker_at_start(text) if is_start else None
    inside = [
        m for m in inline_markers(text) if not is_start or m.start > (first.end if first else 0)
    ]
    if is_start:
        end = inside[0].start if inside else len(text)
        start, behind = (first.start, first.end) if first else (0, 0)
        yield from numbers.add(Item(path, start, behind or 1, first, text[behind:end]))
    for index, marker in enumerate(inside):
        end = inside[index + 1].start if index + 1 < len(inside) else len(text)
        yield from numbers.add(Item(path, marker.start, marker.end, marker, text[marker.end : end]))
