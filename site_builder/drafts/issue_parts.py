"""One part of an issue as it is read: its name, its label and its words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from site_builder.drafts.blocks import Block
from site_builder.drafts.passage import Gathered, Passage, joined
from site_builder.notice.model import IssuePart


@dataclass(slots=True)
class Part:
    """One part of an issue: its name, its label as printed ("" if none is), and its words."""

    name: IssuePart
    label: str
    words: Gathered = field(default_factory=Gathered)
    blocks: list[Block] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The words of a part that is one wording; lines of it stay lines."""
        return "\n".join(paragraph.text for paragraph in self.words.paragraphs())

    def printed(self) -> Sequence[Passage]:
        """The part's label and words as they are printed."""
        paragraphs = self.words.paragraphs()
        head = self.blocks[0]
        if not self.label or not paragraphs:
            return paragraphs or [head.passage]
        between = paragraphs[0].start - head.passage.start
        label = head.passage.cut(0, between)
        return [joined([label, paragraphs[0]]), *paragraphs[1:]]
