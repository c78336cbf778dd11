"""Draft and notice, cut into the same blocks, in printed order."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby

from site_builder.drafts.doubts import Doubt
from site_builder.drafts.importer import Reading
from site_builder.drafts.trace import Trace
from site_builder.notice.text import Path, Printed, issue_of
from site_builder.review.doubt_views import weighs
from site_builder.review.draft_side import DraftSide
from site_builder.review.marking import Mark
from site_builder.review.notice_side import HEAD, NoticeSide
from site_builder.review.view import Block, DoubtView, SourceLine

_TITLES = {
    "head": "标题",
    "preamble": "前言",
    "closing": "结语",
    "contacts": "联系方式",
    "signature": "落款",
}


def blocks(
    reading: Reading, doubts: Sequence[Doubt], views: Sequence[DoubtView]
) -> Iterator[Block]:
    """Yield the blocks; `views` are those of the doubts, one each."""
    marks = [
        Mark(view.number, view.severity, at, at + doubt.diagnostic.length)
        for view, doubt in zip(views, doubts, strict=True)
        if (at := doubt.offset) is not None
    ]
    draft_side = DraftSide(reading, marks)
    notice_side = NoticeSide(reading.notice, reading.trace, marks)
    groups = list(_groups(reading.trace))
    bounds = [0, *(start for _, _, start in groups[1:]), reading.lines[-1].end]
    about = _doubts_of_blocks(bounds, doubts, views)
    for number, (key, pieces, _) in enumerate(groups):
        last = number == len(groups) - 1
        source = draft_side.lines(bounds[number], bounds[number + 1], last=last)
        yield _block(f"b{number + 1}", key, pieces, notice_side, tuple(source), about[number])


def _groups(trace: Trace) -> Iterator[tuple[Path, list[Printed], int]]:
    """Yield the way to each block, its pieces, and where in the stream they begin."""
    pieces = trace.pieces
    for key, group in groupby(range(len(pieces)), lambda index: _block_of(pieces[index])):
        indexes = list(group)
        yield key, [pieces[index] for index in indexes], trace.start_of(indexes[0])


def _block_of(piece: Printed) -> Path:
    """Return which block a piece belongs to: that of the innermost issue or section."""
    path = piece.before or piece.path
    if path[0] in HEAD:
        return ("head",)
    if path[0] != "sections":
        return path[:1]
    if issue := issue_of(path):
        return issue
    return path[:-1] if path[-1] == "heading" else path[:-2]


def _doubts_of_blocks(
    bounds: Sequence[int], doubts: Sequence[Doubt], views: Sequence[DoubtView]
) -> defaultdict[int, list[DoubtView]]:
    about: defaultdict[int, list[DoubtView]] = defaultdict(list)
    for view, doubt in zip(views, doubts, strict=True):
        if doubt.offset is not None:
            about[min(bisect_right(bounds, doubt.offset), len(bounds) - 1) - 1].append(view)
    return about


def _block(
    anchor: str,
    key: Path,
    pieces: Sequence[Printed],
    notice_side: NoticeSide,
    source: tuple[SourceLine, ...],
    about: Sequence[DoubtView],
) -> Block:
    kind = str(key[0]) if key[0] != "sections" else "issue" if "issues" in key else "section"
    depth = key.count("sections")
    issue = notice_side.issue(key, pieces) if kind == "issue" else None
    if issue:
        title, level = f"第 {issue.index} 个问题", min(depth + 2, 6)
    elif kind == "section":
        title, level = notice_side.heading(key), min(depth + 1, 5)
    else:
        title, level = _TITLES[kind], 2
    return Block(
        kind=kind,
        anchor=anchor,
        title=title,
        level=level,
        source=source,
        doubts=tuple(filter(weighs, about)),
        infos=tuple(view for view in about if not weighs(view)),
        heading=notice_side.words.get((*key, "heading"), ()) if kind == "section" else (),
        label=notice_side.labels.get(key, ()) if kind == "contacts" else (),
        paragraphs=() if issue else tuple(notice_side.paragraphs(key, pieces)),
        issue=issue,
    )
