"""Blocks → a tree of sections and issues, in the order of the draft; nothing is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from site_builder.drafts.blocks import RANKS, Block
from site_builder.drafts.doubts import Doubts
from site_builder.drafts.issue_kind import IssueKind, by_labels, is_headline, issue_kind
from site_builder.drafts.passage import Gathered, Passage
from site_builder.drafts.wording import is_closed, sentence_inside

_RUN_IN_LENGTH = 50
_OUTLOOK = re.compile(r"下一步|下步|下一阶段|今后|工作打算|努力方向|整改打算")
_SECTIONS = ("chapter", "group", "item")


@dataclass(slots=True)
class IssueDraft:
    """An issue not yet taken apart: the block that begins it, and those that follow."""

    head: Block
    labelled: bool
    rest: list[Block] = field(default_factory=list)

    def has(self, part: str) -> bool:
        """Tell whether a label of this part was met."""
        return any(block.label and block.label.part == part for block in (self.head, *self.rest))


@dataclass(slots=True)
class SectionDraft:
    """A section not yet a `Section`: printed order is heading, text, issues, sections."""

    head: Block | None = None
    heading: Passage | None = None
    text: Gathered = field(default_factory=Gathered)
    issues: list[IssueDraft] = field(default_factory=list)
    sections: list[SectionDraft] = field(default_factory=list)

    def add_text(self, passage: Passage, continues: bool = False) -> None:
        """Add a paragraph; behind issues or sections it gets a section without a heading."""
        if self.issues or self.sections:
            self._nameless(for_issue=False).add_text(passage, continues)
        else:
            self.text.add(passage, continues)

    def add_issue(self, issue: IssueDraft) -> None:
        """Add an issue; behind sections it gets a section without a heading."""
        (self._nameless(for_issue=True) if self.sections else self).issues.append(issue)

    def _nameless(self, *, for_issue: bool) -> SectionDraft:
        last = self.sections[-1] if self.sections else None
        if last is None or last.heading or (last.issues and not for_issue):
            last = SectionDraft()
            self.sections.append(last)
        return last


def read_outline(blocks: Sequence[Block], title: str, doubts: Doubts) -> SectionDraft:
    """Return the whole as one section without heading, whose sections are the chapters."""
    root = SectionDraft()
    usual = by_labels(blocks)
    for chapter in _chapters(blocks, usual):
        kind = issue_kind(chapter, usual, title)
        if kind and not kind.labelled:
            heads = [block for block in chapter if block.kind == kind.kind]
            doubts.add("D113", heads[0].passage.start, count=len(heads))
        _Chapter(root, chapter, kind).read()
    return root


def _chapters(blocks: Sequence[Block], usual: IssueKind | None) -> Iterator[list[Block]]:
    """Cut at 一、二、… unless those are the issues themselves."""
    if usual and usual.kind == "chapter":
        yield list(blocks)
        return
    chapter: list[Block] = []
    for block in blocks:
        if block.kind == "chapter" and chapter:
            yield chapter
            chapter = []
        chapter.append(block)
    if chapter:
        yield chapter


class _Chapter:
    """Reads the blocks of one chapter into sections and issues below `root`."""

    def __init__(self, root: SectionDraft, blocks: Sequence[Block], kind: IssueKind | None):
        self.blocks = blocks
        self.kind = kind
        self.open = [root]
        self.issue: IssueDraft | None = None
        self.run: Block | None = None  # the last measure numbered as issues are
        self.next_head = self._next_heads()

    def read(self) -> None:
        for index, block in enumerate(self.blocks):
            if self._begins_issue(index):
                self._open_issue(block)
            elif self._begins_section(index):
                self._open_section(index)
            elif self.issue:
                self.issue.rest.append(block)
            else:
                self.open[-1].add_text(block.passage, block.continues)

    def _next_heads(self) -> dict[str, list[int]]:
        """For every block, where the next label, issue, or head of each rank stands."""
        size = len(self.blocks)
        names = ["issue", "label", *map(str, RANKS.values())]
        nearest: dict[str, list[int]] = {name: [size] * (size + 1) for name in names}
        for index in range(size - 1, -1, -1):
            found = self._stands_for(self.blocks[index])
            for name in names:
                nearest[name][index] = index if name in found else nearest[name][index + 1]
        return nearest

    def _stands_for(self, block: Block) -> set[str]:
        found = {str(rank) for rank in RANKS.values() if block.rank <= rank}
        if self.kind and block.kind == self.kind.kind:
            found.add("issue")
        if block.label and block.label.part != "problem":
            found.add("label")
        return found

    def _holds(self, index: int, what: str) -> bool:
        """Tell whether below the head at `index` there is an issue's head, or a label."""
        rank = str(self.blocks[index].rank)
        return self.next_head[what][index + 1] < self.next_head[rank][index + 1]

    # --- Issues

    def _begins_issue(self, index: int) -> bool:
        block = self.blocks[index]
        if not self.kind or block.kind != self.kind.kind:
            return False
        if self._is_measure(index):
            self.run = block
            return False
        if self._is_outlook(index):
            return False
        return bool(block.body.text) or self._has_words_after(index)

    def _is_measure(self, index: int) -> bool:
        """A number of the same kind may count the measures of the open issue: 1. … 1. 2."""
        block, issue = self.blocks[index], self.issue
        if not (issue and issue.head.marker and block.marker and issue.has("measures")):
            return False
        if self._holds(index, "label") or block.label:
            return False
        value = block.marker.value
        if self.run and self.run.marker:
            return value == self.run.marker.value + 1
        return value == 1 and value != issue.head.marker.value + 1 and not is_headline(block)

    def _is_outlook(self, index: int) -> bool:
        """What comes last, without any label, and speaks of what is next, is no issue."""
        size = len(self.blocks)
        block = self.blocks[index]
        if not self.kind or block.kind != self.kind.kind or block.label:
            return False
        last = self.next_head["label"][index + 1] == size
        return last and _OUTLOOK.search(block.passage.text[:60]) is not None

    def _has_words_after(self, index: int) -> bool:
        return index + 1 < len(self.blocks) and self.blocks[index + 1].prose

    def _open_issue(self, block: Block) -> None:
        self.issue = IssueDraft(block, self.kind is not None and self.kind.labelled)
        self.run = None
        while len(self.open) > 1 and self._rank_of(self.open[-1]) >= block.rank:
            self.open.pop()
        self.open[-1].add_issue(self.issue)

    # --- Sections

    def _begins_section(self, index: int) -> bool:
        block = self.blocks[index]
        if not block.marker or not block.kind:
            return False
        if block.kind == "chapter" or (block.kind in _SECTIONS and self._is_outlook(index)):
            return True
        if self.kind and block.rank < RANKS[self.kind.kind] and self._holds(index, "issue"):
            return True
        if self.issue:
            return self._goes_on(block) and self._reads_as_heading(index)
        return block.kind in _SECTIONS and self._reads_as_heading(index)

    def _goes_on(self, block: Block) -> bool:
        """Tell whether a marker is the next one after an open section's."""
        return any(
            section.head is not None
            and section.head.marker is not None
            and block.marker is not None
            and section.head.kind == block.kind
            and section.head.marker.value + 1 == block.marker.value
            for section in self.open
        )

    def _reads_as_heading(self, index: int) -> bool:
        block = self.blocks[index]
        after = self.blocks[index + 1] if index + 1 < len(self.blocks) else None
        if is_headline(block):
            return block.kind != "item" or (after is not None and after.rank > block.rank)
        short = len(block.passage.text) <= _RUN_IN_LENGTH
        one_sentence = not sentence_inside(block.passage.text)
        return short and one_sentence and after is not None and after.prose and not after.continues

    def _open_section(self, index: int) -> None:
        block = self.blocks[index]
        self.issue = self.run = None
        while len(self.open) > 1 and self._rank_of(self.open[-1]) >= block.rank:
            self.open.pop()
        section = SectionDraft(head=block, heading=block.passage)
        if block.kind == "chapter" and (cut := _run_in(block.passage)):
            section.heading = block.passage.cut(0, cut)
            section.text.add(block.passage.cut(cut))
        self.open[-1].sections.append(section)
        self.open.append(section)

    @staticmethod
    def _rank_of(section: SectionDraft) -> int:
        return section.head.rank if section.head else 0


def _run_in(passage: Passage) -> int | None:
    """Return where a chapter's heading ends if its text goes on in the same paragraph."""
    end = passage.text.find("。", 0, _RUN_IN_LENGTH) + 1
    runs_in = end and passage.text[end:].strip() and is_closed(passage.text)
    return end if runs_in else None
