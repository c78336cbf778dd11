"""Blocks → a tree of sections and issues, in the order of the draft; nothing is left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from site_builder.drafts.blocks import RANKS, UNIT, Block
from site_builder.drafts.chapter import ChapterReader
from site_builder.drafts.doubts import Doubts
from site_builder.drafts.issue_kind import (
    IssueKind,
    as_in_others,
    by_chapters,
    by_labels,
    issue_kind,
)
from site_builder.drafts.outline_drafts import SectionDraft


def read_outline(blocks: Sequence[Block], title: str, doubts: Doubts) -> SectionDraft:
    """Return the whole as one section without heading, whose sections are the chapters.

    Chapters below the name of a unit, or of a part, are its sections.
    """
    root = SectionDraft()
    usual = by_labels(blocks) or by_chapters(blocks)
    chapters = list(_chapters(blocks, usual))
    kinds = [issue_kind(chapter, usual, title) for chapter in chapters]
    unit = root
    for chapter, kind in zip(chapters, _completed(chapters, kinds), strict=True):
        is_unit = chapter[0].kind == UNIT
        reader = ChapterReader(root if is_unit else unit, chapter, kind)
        reader.read()
        unit = root.sections[-1] if is_unit else unit
        if reader.found and kind and not kind.labelled:
            doubts.add("D113", reader.found[0].passage.start, count=len(reader.found))
    return root


def _completed(
    chapters: Sequence[Sequence[Block]], kinds: Sequence[IssueKind | None]
) -> Iterator[IssueKind | None]:
    """Where words alone tell issues, a chapter with one of them is judged by the others."""
    told = Counter(kind for kind in kinds if kind and not kind.labelled)
    usual = told.most_common(1)[0][0] if told else None
    for chapter, kind in zip(chapters, kinds, strict=True):
        yield usual if kind is None and usual and as_in_others(chapter, usual) else kind


def _chapters(blocks: Sequence[Block], usual: IssueKind | None) -> Iterator[list[Block]]:
    """Cut at units and at 一、二、…, or at （一）（二）… if there are none of those.

    Not where those are the issues themselves: then all is one chapter.
    """
    kinds = {block.kind for block in blocks}
    top = "chapter" if "chapter" in kinds else "group"
    if usual and RANKS[usual.kind] <= RANKS[top]:
        top = UNIT
    chapter: list[Block] = []
    for block in blocks:
        if block.kind in {UNIT, top} and chapter:
            yield chapter
            chapter = []
        chapter.append(block)
    if chapter:
        yield chapter
