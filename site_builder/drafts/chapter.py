"""The blocks of one chapter → its sections and issues."""

from __future__ import annotations

import re
from collections.abc import Sequence

from site_builder.drafts.blocks import RANKS, UNIT, Block
from site_builder.drafts.contact_labels import contact_at
from site_builder.drafts.contacts import names_contacts
from site_builder.drafts.issue_kind import IssueKind, is_headline
from site_builder.drafts.naming import names_issue
from site_builder.drafts.outline_drafts import IssueDraft, SectionDraft
from site_builder.drafts.passage import Passage
from site_builder.drafts.status_lists import lists_statuses
from site_builder.drafts.wording import is_closed, sentence_inside
from site_builder.notice.outline import marker_at_start

_RUN_IN_LENGTH = 50
_OUTLOOK = re.compile(r"下一步|下步|下一阶段|今后|工作打算|努力方向|整改打算")
_SECTIONS = (UNIT, "chapter", "group", "item")
_OUTER = ("chapter", "group")  # kinds that name what is no issue as well


class ChapterReader:
    """Reads the blocks of one chapter into sections and issues below `root`."""

    def __init__(self, root: SectionDraft, blocks: Sequence[Block], kind: IssueKind | None):
        self.blocks = blocks
        self.kind = kind
        self.open = [root]
        self.issue: IssueDraft | None = None
        self.run: Block | None = None  # the last measure numbered as issues are
        self.found: list[Block] = []
        cells = [block.cell for block in blocks if block.cell]
        self.rows = {cell.row for cell in cells if cell.column == "problem"}
        self.row: int | None = None  # of the issue that is open
        self.next_head = self._next_heads()

    def read(self) -> None:
        """Put every block where it belongs."""
        for index, block in enumerate(self.blocks):
            if self._leaves_issue(block):
                self.issue = self.run = None
            if block.cell:
                self._add_cell(block)
            elif self._begins_issue(index):
                self.found.append(block)
                self._open_issue(block)
            elif self._begins_section(index):
                self._open_section(index)
            elif self.issue:
                self._count_measure(block)
                self.issue.add(block)
            else:
                self.open[-1].add_text(block.passage, block.continues)

    def _next_heads(self) -> dict[str, list[int]]:
        """For every block, where the next label, issue, or head of each rank stands."""
        size = len(self.blocks)
        names = ["issue", "label", "measures", *map(str, RANKS.values())]
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
            found |= {"label", block.label.part}
        return found

    def _holds(self, index: int, what: str) -> bool:
        """Tell whether below the head at `index` there is an issue's head, or a label."""
        rank = str(self.blocks[index].rank)
        return self.next_head[what][index + 1] < self.next_head[rank][index + 1]

    # --- Issues

    def _leaves_issue(self, block: Block) -> bool:
        """Rows of a ledger, and lists of how far issues are, are no part of the issue above."""
        if not self.issue:
            return False
        if block.cell or self.issue.head.cell:
            return not (block.cell and self.issue.head.cell)
        if not block.prose or block.continues:
            return False
        if self.issue.ends_with_status() or lists_statuses(block.passage.text):
            return True
        # What one unit of several can be reached by stands below its last issue.
        return contact_at(block.passage.text) is not None and names_contacts(block.passage)

    def _add_cell(self, block: Block) -> None:
        """Cells of one row are one issue; a row without a problem goes on with the one above."""
        assert block.cell
        if self.issue and (block.cell.row == self.row or block.cell.row not in self.rows):
            self.issue.add(block)
            return
        self.row = block.cell.row
        self.issue = IssueDraft(block, labelled=False)
        self.open[-1].add_issue(self.issue)

    def _begins_issue(self, index: int) -> bool:
        block = self.blocks[index]
        if not self.kind or block.kind != self.kind.kind:
            return False
        if self._is_measure(index):
            self.run = block
            return False
        if self._is_outlook(index) or not self._may_be_issue(index):
            return False
        return bool(block.body.text) or self._has_words_after(index)

    def _may_be_issue(self, index: int) -> bool:
        """一、 and （一） are issues only if a label or their own words say so."""
        block = self.blocks[index]
        if block.kind not in _OUTER or block.label or self._holds(index, "label"):
            return True
        return names_issue(block.body.text) or (
            block.kind == "group" and self.kind is not None and not self.kind.labelled
        )

    def _is_measure(self, index: int) -> bool:
        """A number of the same kind may count the measures of the open issue: 1. … 1. 2."""
        block, issue = self.blocks[index], self.issue
        if not (issue and issue.head.marker and block.marker and issue.has("measures")):
            return False
        if block.label or self._holds(index, "measures"):
            return False
        # A status below the last measure is the open issue's, unless it has one.
        if self._holds(index, "label") and issue.has("status"):
            return False
        value = block.marker.value
        if self.run and self.run.marker:
            return value == self.run.marker.value + 1
        return value == 1 and value != issue.head.marker.value + 1 and not is_headline(block)

    def _count_measure(self, block: Block) -> None:
        """“整改情况：1.…” begins a count of measures in the paragraph of its label."""
        if block.label and self.kind and block.label.part == "measures":
            marker = marker_at_start(block.body.text)
            if marker and marker.kind == self.kind.kind and marker.value == 1:
                self.run = Block(block.body, marker, None, continues=True)

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
        if block.name:
            return True
        if not block.marker or not block.kind:
            return False
        if block.kind == "chapter" or (block.kind in _SECTIONS and self._is_outlook(index)):
            return True
        if self._counts_measures(block):
            return False
        if self.kind and block.rank < RANKS[self.kind.kind] and self._holds(index, "issue"):
            return True
        if self.issue:
            return self._goes_on(block) and self._reads_as_heading(index)
        return block.kind in _SECTIONS and self._reads_as_heading(index)

    def _counts_measures(self, block: Block) -> bool:
        """Tell whether a sentence goes on with a count among the measures of the open issue."""
        if not (self.issue and block.marker and self.issue.has("measures")) or is_headline(block):
            return False
        # 整改措施： alone on its line, and below it 1.…。2.…。
        if block.marker.value == 1 and self.issue.ends_with_label("measures"):
            return True
        last = self.issue.last_marker(block.marker.kind)
        return last is not None and last.value + 1 == block.marker.value

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
