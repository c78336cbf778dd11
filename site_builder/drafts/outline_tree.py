"""Blocks → a tree of sections and issues, in the order of the draft; nothing is left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from site_builder.drafts.blocks import RANKS, UNIT, Block
from site_builder.drafts.chapter import ChapterReader
from site_builder.drafts.doubts import Doubts
from site_builder.drafts.issue_kind import IssueKind, by_chapters, by_labels, issue_kind
from site_builder.drafts.outline_drafts import SectionDraft


def read_outline(blocks: Sequence[Block], title: str, doubts: Doubts) -> SectionDraft:
    """Return the whole as one section without heading, whose sections are the chapters."""
    root = SectionDraft()
    usual = by_labels(blocks) or by_chapters(blocks)
    for chapter in _chapters(blocks, usual):
        kind = issue_kind(chapter, usual, title)
        reader = ChapterReader(root, chapter, kind)
        reader.read()
        if reader.found and kind and not kind.labelled:
            doubts.add("D113", reader.found[0].passage.start, count=len(reader.found))
    return root


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
