"""The blocks of one issue → its parts: problem, details, owner, deadline, status, measures."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.drafts.blocks import Block
from site_builder.drafts.doubts import Doubts
from site_builder.drafts.draft import Column
from site_builder.drafts.issue_parts import Part
from site_builder.drafts.naming import names_issue, says_what_was_done, title_end
from site_builder.drafts.outline_drafts import IssueDraft
from site_builder.drafts.passage import Passage
from site_builder.notice.model import IssuePart
from site_builder.notice.status import read_status

# Parts that hold paragraphs; the others hold one wording each.
_PARAGRAPHS: tuple[IssuePart, ...] = ("details", "measures")
_STATUS_LENGTH = 24  # no wording of a status is longer


def read_parts(draft: IssueDraft, doubts: Doubts) -> list[Part] | None:
    """Return the parts of an issue in printed order, or None if no problem is printed in it.

    Every word of the draft is in one of them: a label that cannot be one stays in the text.
    """
    reader = _Parts(doubts, draft)
    if draft.head.cell:
        return reader.row()
    blocks = list(_with_words(draft))
    if not blocks[0][1].text:
        return None
    reader.begin(*blocks[0], followed=any(block.prose for block, _ in blocks[1:]))
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

    def begin(self, block: Block, words: Passage, *, followed: bool) -> None:
        """Take the block with the problem; what is done may stand in the same paragraph."""
        cut = self._title_end(words, followed=followed)
        self._open("problem", block.head_label, block, words.cut(0, cut))
        if (rest := words.cut(cut)).text.strip():
            self._open("measures", "", block, rest)

    def _title_end(self, words: Passage, *, followed: bool) -> int:
        """Return where the problem ends in its own paragraph.

        Without a label, measures begin behind 关于…的问题。; behind another title only where
        nothing else is printed that could be measures, and the words say what was done.
        """
        whole = len(words.text)
        if self.draft.has("measures") or self.draft.head.label:
            return whole
        end = title_end(words.text)
        rest = words.text[end:]
        if names_issue(words.text, surely=True) or (not self.draft.labelled and not followed):
            return end
        if not followed and says_what_was_done(rest):
            return end
        return whole

    def row(self) -> list[Part] | None:
        """Take the cells of a row of a ledger, which have no labels: its headers say what they are.

        None if it has no cell with a problem.
        """
        cells = [self.draft.head, *self.draft.rest]
        columns = [block.cell.column for block in cells if block.cell]
        if "problem" not in columns:
            self.doubts.add("D120", self.draft.head.passage.start)
            return None
        for block, column in zip(cells, columns, strict=True):
            self._cell(block, column, last=self.parts[-1].name if self.parts else None)
        return self.parts

    def _cell(self, block: Block, column: Column, last: IssuePart | None) -> None:
        words = block.passage
        if column == "number":
            if block is not self.draft.head:
                self.doubts.add("D121", words.start, number=words.text[:20])
                self._literal(block, words)
        elif column == last == "status" and not read_status(f"{self.parts[-1].text}\n{words.text}"):
            self._unknown_status(block, words)
        elif column == last:
            self.parts[-1].words.add(words)
        elif self._has(column):
            self.doubts.add("D122", words.start, words=words.text[:20])
            self._literal(block, words)
        elif column == "status":
            self._status(block, words)
        else:
            self._open(column, "", block, words)

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
        return last.name != "problem" or not self._prose_behind_status()

    def _prose_behind_status(self) -> bool:
        """Where prose stands behind the status too, that before it belongs to the problem."""
        places = [i for i, b in enumerate(self.draft.rest) if b.label and b.label.part == "status"]
        return bool(places) and any(block.prose for block in self.draft.rest[places[0] + 1 :])

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
        if self._tells_measures(words):
            self._open("measures", block.label_text, block, words)
            return
        self._unknown_status(block, words)

    def _unknown_status(self, block: Block, words: Passage) -> None:
        self.doubts.add("D401", words.start, wording=words.text[:40])
        self._literal(block, words)

    def _tells_measures(self, words: Passage) -> bool:
        """“完成情况：” may name the measures, where nothing else does: it says what was done."""
        columns = {b.cell.column for b in (self.draft.head, *self.draft.rest) if b.cell}
        if self.draft.has("measures") or self._has("measures") or "measures" in columns:
            return False
        return len(words.text) > _STATUS_LENGTH and says_what_was_done(words.text)

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
        last = self.parts[-1] if self.parts else None
        if last and last.name in _PARAGRAPHS:
            return last
        for name in _PARAGRAPHS:
            if not self._has(name):
                self.parts.append(Part(name, "", blocks=[block]))
                return self.parts[-1]
        # Both were printed before: what stands between them and here is text as well.
        assert last
        self.parts.pop()
        into = self._text_part(block)
        for passage in last.printed():
            into.words.add(passage)
        return into
