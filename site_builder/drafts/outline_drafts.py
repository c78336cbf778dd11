"""Issues and sections of a draft before they are taken apart: which blocks belong to which."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from site_builder.drafts.blocks import Block
from site_builder.drafts.passage import Gathered, Passage
from site_builder.notice.outline import Marker
from site_builder.notice.status import read_status


@dataclass(slots=True)
class IssueDraft:
    """An issue not yet taken apart: the block that begins it, and those that follow."""

    head: Block
    labelled: bool
    rest: list[Block] = field(default_factory=list)
    # Of all blocks: the parts that labels opened, and by kind the last marker.
    _parts: set[str] = field(default_factory=set)
    _markers: dict[str, Marker] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._note(self.head)

    def add(self, block: Block) -> None:
        """Add what follows."""
        self.rest.append(block)
        self._note(block)
        if block.kind and block.marker:
            self._markers[block.kind] = block.marker

    def _note(self, block: Block) -> None:
        if block.label:
            self._parts.add(block.label.part)

    def has(self, part: str) -> bool:
        """Tell whether a label of this part was met."""
        return part in self._parts

    def ends_with_label(self, part: str) -> bool:
        """Tell whether the last block is a label of this part and nothing else."""
        last = self.rest[-1] if self.rest else self.head
        return last.label is not None and last.label.part == part and not last.body.text

    def ends_with_status(self) -> bool:
        """Tell whether a status behind the measures comes last: nothing more belongs here."""
        if not self.has("measures") or not self.rest:
            return False
        last = self.rest[-1]
        label, words = last.label, last.body.text
        if last.prose and len(self.rest) > 1:  # a label alone on its line, the status on the next
            before = self.rest[-2]
            label = None if before.body.text else before.label
        status = label is not None and label.part == "status"
        return status and read_status(words) is not None

    def last_marker(self, kind: str) -> Marker | None:
        """Return the last marker of a kind behind the head."""
        return self._markers.get(kind)

    @property
    def number(self) -> str | None:
        """The number as printed, in a ledger that of the cell."""
        if self.head.cell and self.head.cell.column == "number":
            return self.head.passage.text
        return self.head.number

    @property
    def value(self) -> int | None:
        """What the number stands for."""
        if self.head.marker:
            return self.head.marker.value
        digits = re.search(r"\d{1,4}", self.number or "")
        return int(digits[0]) if digits else None


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
