"""A reading of a draft → the view of its review page."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from site_builder import __version__
from site_builder.drafts.doubts import Doubt
from site_builder.drafts.draft import Dropped
from site_builder.drafts.importer import Reading
from site_builder.drafts.summary import by_reason, summarise
from site_builder.notice.contact import LABELS as CONTACT_LABELS
from site_builder.notice.diagnostics import Severity
from site_builder.notice.model import Inspection, Issue, Measure, Notice, Section
from site_builder.notice.status import LABELS
from site_builder.notice.text import Path, Printed
from site_builder.review.marking import Mark, Words, marked
from site_builder.review.view import (
    Block,
    DoubtView,
    IssueView,
    MeasureView,
    PartView,
    ReviewPage,
    SourceLine,
)

_NAMES = {Severity.ERROR: "错误", Severity.WARNING: "提醒", Severity.INFO: "说明"}
_HEAD = ("letterhead", "title", "edition")
_TITLES = {
    "head": "标题",
    "preamble": "前言",
    "closing": "结语",
    "contacts": "联系方式",
    "signature": "落款",
}
_FIELDS = (
    "id",
    "organization",
    "region",
    "document_number",
    "index_number",
    "publisher",
    "published",
    "disclosure",
)
_SIGNATURE = {"issuer": "单位", "signatory": "签名", "date": "日期", "other": "其他"}
_PLACES = {"inside": "写在文字里", "elsewhere": "印在通报别处"}


def review(reading: Reading, doubts: Sequence[Doubt], draft: str, target: str) -> ReviewPage:
    """Lay out the page; `draft` and `target` are how the two files are named."""
    notice = reading.notice
    summary = summarise(notice)
    views = _doubt_views(reading, doubts)
    blocks = tuple(_Layout(reading, doubts, views).blocks())
    return ReviewPage(
        title=notice.title,
        draft=draft.encode("utf-8", "replace").decode(),
        target=target,
        version=__version__,
        fields=tuple(_fields(notice)),
        facts=tuple((_alias(Notice, fact.name), fact.value) for fact in reading.facts),
        statuses=tuple((str(code), name, count) for code, name, count in summary.stated),
        totals=(
            ("问题", summary.issues),
            ("措施", summary.measures),
            ("联系方式", len(summary.contacts)),
        ),
        counts="、".join(_counted(doubts)),
        doubts=tuple(view for view in views if not view.marked and _weighs(view)),
        infos=tuple(view for view in views if not view.marked and not _weighs(view)),
        blocks=blocks,
        first_doubt=next((view.number for view in views if _weighs(view)), 0),
        left_out=tuple((why, tuple(all_)) for why, all_ in by_reason(reading.left_out).items()),
    )


def _counted(doubts: Sequence[Doubt]) -> Iterator[str]:
    for severity, name in _NAMES.items():
        count = sum(doubt.diagnostic.severity is severity for doubt in doubts)
        if count:
            yield f"{name} {count} 处"


def _weighs(view: DoubtView) -> bool:
    return view.severity != Severity.INFO


def _doubt_views(reading: Reading, doubts: Sequence[Doubt]) -> list[DoubtView]:
    weighty = [n for n, d in enumerate(doubts, 1) if d.diagnostic.severity is not Severity.INFO]
    before = dict(zip(weighty[1:], weighty, strict=False))
    after = dict(pairwise(weighty))
    return [
        _doubt_view(number, doubt, reading, before.get(number, 0), after.get(number, 0))
        for number, doubt in enumerate(doubts, 1)
    ]


def _doubt_view(number: int, doubt: Doubt, reading: Reading, before: int, after: int) -> DoubtView:
    said = doubt.diagnostic
    name = reading.places.name_of(said.line)
    place = (name or f"第 {said.line} 行") + f"第 {said.column} 字"
    if doubt.offset is None and (said.line, said.column) == (1, 1):
        place = "整份稿件"
    target = f"第 {said.target.line} 行第 {said.target.column} 字" if said.target else ""
    return DoubtView(
        number=number,
        severity=str(said.severity),
        severity_name=_NAMES[said.severity],
        code=said.code,
        message=said.message.removeprefix(f"{name}：") if name else said.message,
        hint=said.hint,
        place=place,
        target=target,
        marked=doubt.offset is not None,
        before=before,
        after=after,
    )


def _fields(notice: Notice) -> Iterator[tuple[str, str]]:
    """Yield what was read into fields, so that it can be held against the text."""
    for name in _FIELDS:
        if (value := getattr(notice, name)) is not None:
            yield _alias(Notice, name), str(value)
    for name in Inspection.model_fields:
        value = getattr(notice.inspection, name)
        text = "、".join(value) if isinstance(value, tuple) else getattr(value, "text", value)
        if text:
            yield _alias(Inspection, name), str(text)


def _alias(part: type[Notice] | type[Inspection] | type[Issue], name: str) -> str:
    return part.model_fields[name].alias or name


def _block_of(piece: Printed) -> Path:
    """Return which block a piece belongs to: that of the innermost issue or section."""
    path = piece.before or piece.path
    if path[0] in _HEAD:
        return ("head",)
    if path[0] != "sections":
        return path[:1]
    if "issues" in path:
        return path[: path.index("issues") + 2]
    return path[:-1] if path[-1] == "heading" else path[:-2]


class _Layout:
    """Cuts draft and notice into the same blocks, in printed order."""

    def __init__(self, reading: Reading, doubts: Sequence[Doubt], views: Sequence[DoubtView]):
        self.reading = reading
        self.notice = reading.notice
        self.trace = reading.trace
        self.views = views
        self.offsets = [doubt.offset for doubt in doubts]
        self.marks = [
            Mark(view.number, view.severity, at, at + doubt.diagnostic.length)
            for view, doubt in zip(views, doubts, strict=True)
            if (at := doubt.offset) is not None
        ]
        self.line_starts = [line.start for line in reading.lines]
        self.marks_of_line = self._marks_of_lines()
        self.words, self.labels = self._words()
        self.index = 0
        self.left_out = deque(left for left in reading.left_out if left.text.strip("*"))

    def blocks(self) -> Iterator[Block]:
        pieces = self.trace.pieces
        groups = [
            (key, [pieces[index] for index in indexes], self.trace.start_of(indexes[0]))
            for key, group in groupby(range(len(pieces)), lambda index: _block_of(pieces[index]))
            if (indexes := list(group))
        ]
        bounds = [0, *(start for _, _, start in groups[1:]), self.reading.lines[-1].end]
        about = self._doubts_of_blocks(bounds)
        for number, (key, found, _) in enumerate(groups):
            source = self._source(*bounds[number : number + 2], last=number == len(groups) - 1)
            yield self._block(f"b{number + 1}", key, found, tuple(source), about[number])

    def _doubts_of_blocks(self, bounds: Sequence[int]) -> defaultdict[int, list[DoubtView]]:
        about: defaultdict[int, list[DoubtView]] = defaultdict(list)
        for view, offset in zip(self.views, self.offsets, strict=True):
            if offset is not None:
                about[min(bisect_right(bounds, offset), len(bounds) - 1) - 1].append(view)
        return about

    def _marks_of_lines(self) -> defaultdict[int, list[Mark]]:
        found: defaultdict[int, list[Mark]] = defaultdict(list)
        for mark in self.marks:
            first = max(bisect_right(self.line_starts, mark.start) - 1, 0)
            for index in range(first, bisect_left(self.line_starts, mark.end)):
                found[index].append(mark)
        return found

    def _words(self) -> tuple[dict[Path, Words], dict[Path, Words]]:
        """Return the marked words of every piece by its path, and those of the labels."""
        by_piece: defaultdict[int, list[Mark]] = defaultdict(list)
        for mark in self.marks:
            if found := self.trace.piece_at(mark.start):
                index, start = found
                end = self.trace.piece_at(mark.end - 1)
                length = len(self.trace.pieces[index].text)
                stop = end[1] + 1 if end and end[0] == index else length
                by_piece[index].append(Mark(mark.number, mark.severity, start, stop))
        words: dict[Path, Words] = {}
        labels: dict[Path, Words] = {}
        for index, piece in enumerate(self.trace.pieces):
            text = marked(piece.text, by_piece[index])
            if piece.before:
                labels[piece.before] = text
            else:
                words[piece.path] = text
        return words, labels

    def _block(
        self,
        anchor: str,
        key: Path,
        pieces: Sequence[Printed],
        source: tuple[SourceLine, ...],
        about: Sequence[DoubtView],
    ) -> Block:
        kind = str(key[0]) if key[0] != "sections" else "issue" if "issues" in key else "section"
        depth = key.count("sections")
        issue = self._issue(key, pieces) if kind == "issue" else None
        heading = self.words.get((*key, "heading"), ()) if kind == "section" else ()
        return Block(
            kind=kind,
            anchor=anchor,
            title=self._title(kind, key, issue),
            level=min(depth + 1, 5) if kind == "section" else min(depth + 2, 6) if issue else 2,
            source=source,
            doubts=tuple(filter(_weighs, about)),
            infos=tuple(view for view in about if not _weighs(view)),
            heading=heading,
            label=self.labels.get(key, ()) if kind == "contacts" else (),
            paragraphs=() if issue else tuple(self._paragraphs(key, pieces)),
            issue=issue,
        )

    def _title(self, kind: str, key: Path, issue: IssueView | None) -> str:
        if issue:
            return f"第 {issue.index} 个问题"
        if kind == "section":
            section = _at(self.notice, key)
            return section.heading or "没有标题的一节" if isinstance(section, Section) else ""
        return _TITLES[kind]

    # --- The draft

    def _source(self, start: int, end: int, *, last: bool) -> Iterator[SourceLine]:
        """Yield the lines from `start` to `end`, and what was left out among them."""
        places = self.reading.places
        first = max(bisect_right(self.line_starts, start) - 1, 0)
        for index in range(first, bisect_left(self.line_starts, end)):
            line = self.reading.lines[index]
            part = line.cut(max(start - line.start, 0), min(end, line.end) - line.start)
            number, _ = places.at(part.start)
            yield from self._left_out_before(number)
            words = marked(part.text, self.marks_of_line[index], part.start)
            yield SourceLine(places.name_of(number) or str(number), words)
        if last:
            yield from map(_dropped_line, self.left_out)

    def _left_out_before(self, number: int) -> Iterator[SourceLine]:
        while self.left_out and self.left_out[0].number < number:
            yield _dropped_line(self.left_out.popleft())

    # --- The notice

    def _paragraphs(self, key: Path, pieces: Sequence[Printed]) -> Iterator[tuple[str, Words]]:
        for piece in pieces:
            if piece.before or piece.path == (*key, "heading"):
                continue
            yield self._name(piece.path), self.words[piece.path]

    def _name(self, path: Path) -> str:
        if path[0] in _HEAD:
            return _alias(Notice, str(path[0]))
        if path[0] == "contacts" and isinstance(path[1], int):
            return CONTACT_LABELS[self.notice.contacts[path[1]].type]
        if path[0] == "signature" and isinstance(path[1], int):
            return _SIGNATURE[self.notice.signature[path[1]].type]
        return ""

    def _issue(self, key: Path, pieces: Sequence[Printed]) -> IssueView:
        issue = _at(self.notice, key)
        assert isinstance(issue, Issue)
        self.index += 1
        names = dict.fromkeys(str((piece.before or piece.path)[len(key)]) for piece in pieces)
        names.pop("number", None)
        status = issue.status
        place = _PLACES.get(status.place, "") if status else "没有印出，程序不推断"
        sustained = "·长期坚持" if status and status.sustained else ""
        return IssueView(
            index=self.index,
            number=self.words.get((*key, "number"), ()),
            status=str(issue.status_code),
            status_label=LABELS[issue.status_code] + sustained,
            status_note=f"{place}：{status.text}" if status and place else place,
            parts=tuple(self._part(name, key, issue) for name in names),
        )

    def _part(self, name: str, key: Path, issue: Issue) -> PartView:
        path = (*key, name)
        places = (path, (*path, "text"), *((*path, i) for i in range(len(issue.details))))
        paragraphs = [self.words[place] for place in places if place in self.words]
        return PartView(
            name=name,
            title=_alias(Issue, name),
            label=self.labels.get(path, ()),
            paragraphs=tuple(paragraphs),
            measures=self._measures(issue.measures, path) if name == "measures" else (),
        )

    def _measures(self, measures: Sequence[Measure], above: Path) -> tuple[MeasureView, ...]:
        return tuple(
            MeasureView(
                self.words.get((*above, index, "marker"), ()),
                self.words.get((*above, index, "text"), ()),
                self._measures(measure.measures, (*above, index, "measures")),
            )
            for index, measure in enumerate(measures)
        )


def _at(notice: Notice, path: Path) -> object:
    found: object = notice
    for step in path:
        if isinstance(step, int):
            assert isinstance(found, tuple)
            found = found[step]
        else:
            found = getattr(found, step)
    return found


def _dropped_line(left: Dropped) -> SourceLine:
    return SourceLine(left.place or str(left.number), marked(left.text, ()), left.why)
