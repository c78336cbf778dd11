"""The blocks of one issue → its parts: problem, details, owner, deadline, status, measures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from site_builder.drafts.blocks import Block
from site_builder.drafts.doubts import Doubts
from site_builder.drafts.outline_tree import IssueDraft
from site_builder.drafts.passage import Gathered, Passage, joined
from site_builder.notice.model import IssuePart
from site_builder.notice.status import read_status

# Parts that hold paragraphs; the others hold one wording each.
_PARAGRAPHS: tuple[IssuePart, ...] = ("details", "measures")


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


def read_parts(draft: IssueDraft, doubts: Doubts) -> list[Part] | None:
    """Return the parts of an issue in printed order, or None if no problem is printed in it.

    Every word of the draft is in one of them: a label that cannot be one stays in the text.
    """
    reader = _Parts(doubts, draft)
    blocks = list(_with_words(draft))
    if not blocks[0][1].text:
        return None
    reader.begin(*blocks[0])
    for block, words in blocks[1:]:
        if block.label:
            reader.label(block, words)
        else:
            reader.prose(block)
    return reader.finish()


def _with_words(draft: IssueDraft) -> Iterator[tuple[Block, Passage]]:
    """Yield each block with its words; a label alone on its line takes the next line's."""
    blocks = [draft.head, *draft.rest]
    index = 0
    while index < len(blocks):
        block, words = blocks[index], blocks[index].body
        single = index == 0 or (block.label and block.label.part not in _PARAGRAPHS)
        after = blocks[index + 1] if index + 1 < len(blocks) else None
        if single and not words.text and after and after.prose:
            words, index = after.passage.stripped(), index + 1
        yield block, words
        index += 1


class _Parts:
    """Puts the blocks of an issue into parts, each of which is printed in one place only."""

    def __init__(self, doubts: Doubts, draft: IssueDraft):
        self.doubts = doubts
        self.draft = draft
        self.parts: list[Part] = []

    def begin(self, block: Block, words: Passage) -> None:
        self._open("problem", block.head_label, block, words)

    def label(self, block: Block, words: Passage) -> None:
        """Take a labelled block: it opens its part, or stays as printed where it cannot."""
        assert block.label
        name = "details" if block.label.part == "problem" else block.label.part
        if not words.text and name not in _PARAGRAPHS:
            self.doubts.add("D115", block.passage.start, label=block.label_text)
            self._literal(block, words)
        elif name == self.parts[-1].name == "owner":
            self._literal_in(self.parts[-1], block, words)
        elif self._has(name):
            code = "D402" if name == "status" else "D116"
            self.doubts.add(code, block.passage.start, label=block.label_text, wording=words.text)
            self._literal(block, words)
        elif name == "status":
            self._status(block, words)
        else:
            self._open(name, block.label_text, block, words)

    def prose(self, block: Block) -> None:
        """Take a block without a label: it goes on with the part, or begins the measures."""
        last = self.parts[-1]
        if last.name in _PARAGRAPHS:
            last.words.add(block.passage, block.continues)
        elif self._measures_begin(last) and not self._has("measures"):
            self._open("measures", "", block, block.passage)
        else:
            self._text_part(block).words.add(block.passage, block.continues)

    def finish(self) -> list[Part]:
        """Return the parts; a label without words is none, and stays in the text."""
        for part in self.parts:
            if not part.words:
                self.doubts.add("D115", part.blocks[0].passage.start, label=part.label)
                part.words.add(part.blocks[0].passage)
                part.label = ""
                part.name = part.name if self._has("details") else "details"
        return self.parts

    def _measures_begin(self, last: Part) -> bool:
        """Without their own label, measures begin behind owner, deadline or status."""
        if self.draft.has("measures"):
            return False
        return last.name != "problem" or not self.draft.labelled

    def _status(self, block: Block, words: Passage) -> None:
        """A status is taken only if the vocabulary has it, alone or as the first sentence."""
        if read_status(words.text):
            self._open("status", block.label_text, block, words)
            return
        end = words.text.find("。") + 1
        if end and read_status(words.text[:end]):
            self._open("status", block.label_text, block, words.cut(0, end))
            rest = Block(words.cut(end), None, None, continues=False)
            self.prose(rest)
            return
        self.doubts.add("D401", words.start, wording=words.text[:40])
        self._literal(block, words)

    def _open(self, name: IssuePart, label: str, block: Block, words: Passage) -> None:
        part = Part(name, label, blocks=[block])
        if words.text:
            part.words.add(words)
        self.parts.append(part)

    def _has(self, name: IssuePart) -> bool:
        return any(part.name == name for part in self.parts)

    def _literal(self, block: Block, words: Passage) -> None:
        """Leave a labelled block as it is printed, in the text where it is printed."""
        self._literal_in(self._text_part(block), block, words)

    @staticmethod
    def _literal_in(part: Part, block: Block, words: Passage) -> None:
        part.words.add(block.passage, block.continues)
        if words.start >= block.passage.end:
            part.words.add(words, continues=True)

    def _text_part(self, block: Block) -> Part:
        """Return a part at the end that can take paragraphs."""
        last = self.parts[-1]
        if last.name in _PARAGRAPHS:
            return last
        for name in _PARAGRAPHS:
            if not self._has(name):
                self.parts.append(Part(name, "", blocks=[block]))
                return self.parts[-1]
        # Both were printed before: what stands between them and here is text as well.
        self.parts.pop()
        into = self._text_part(block)
        for passage in _printed(last):
            into.words.add(passage)
        return into


def _printed(part: Part) -> Sequence[Passage]:
    """Return a part's label and words as they are printed."""
    paragraphs = part.words.paragraphs()
    head = part.blocks[0]
    if not part.label or not paragraphs:
        return paragraphs or [head.passage]
    between = paragraphs[0].start - head.passage.start
    label = head.passage.cut(0, between)
    return [joined([label, paragraphs[0]]), *paragraphs[1:]]
