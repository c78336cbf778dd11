"""Paragraphs → blocks: a paragraph, or a part of one, with its marker and its label."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from site_builder.drafts.labels import Label, inline_labels, label_at
from site_builder.drafts.lines import Cell
from site_builder.drafts.naming import names_field
from site_builder.drafts.numbering import last_counted
from site_builder.drafts.passage import Passage, joined
from site_builder.drafts.wording import has_sentences, is_body, is_closed
from site_builder.notice.outline import LEVELS, Marker, marker_at_start
from site_builder.notice.status import read_status

LABELLED = "labelled"  # an issue that begins with a label alone: 存在问题：…
FIELD = "field"  # a group of issues named alone on its line, without a number: …方面
UNIT = "unit"  # the name of a unit alone on its line, above its own count of issues
# How deep what begins with each kind of marker lies. 问题1： stands below 1.关于…方面.
RANKS = {
    UNIT: 5,
    "chapter": 10,
    "group": 20,
    FIELD: 25,
    "item": 30,
    "cross": 32,
    "issue": 35,
    "reference": 36,
    LABELLED: 37,
    "sub_item": 40,
    "half": 45,
    "bullet": 47,
    "circled": 50,
    "ordinal": 60,
    "first": 60,
}
_UNIT_LENGTH = 30
# What stands above 一、 in notices of several rounds or units.
_PART = re.compile(
    r"(?:第[一二三四五六七八九十]{1,2}(?:部分|篇|编)(?:[\s:：、，,]|$)|[壹贰叁肆伍陆柒捌玖拾]{1,2}[、.．])"
)
_FIELD_LENGTH = 50
_FEWEST_UNITS = 2


@dataclass(frozen=True, slots=True)
class Block:
    """What one marker or one label opens. `continues`: the one before is of the same paragraph."""

    passage: Passage
    marker: Marker | None
    label: Label | None
    continues: bool
    name: str | None = None  # UNIT or FIELD, if it is the name of such alone on its line
    cell: Cell | None = None

    @property
    def kind(self) -> str | None:
        """What could make this the head of a section or of an issue; None if nothing does."""
        if self.name:
            return self.name
        if self.label and self.label.part != "problem":
            return None
        if self.marker:
            return self.marker.kind
        return LABELLED if self.label else None

    @property
    def rank(self) -> int:
        """How deep it lies as a head; deeper than any head if it is none."""
        return RANKS[self.kind] if self.kind else 100

    @property
    def prose(self) -> bool:
        """Whether it opens nothing: neither marker nor label."""
        return not (self.marker or self.label or self.name or self.cell)

    @property
    def number(self) -> str | None:
        """The marker as printed."""
        return self.marker.text if self.marker else None

    @property
    def label_text(self) -> str:
        """The label as printed, with the marker before it: （2）整改情况："""
        return self.passage.text[: self.label.end].strip() if self.label else ""

    @property
    def head_label(self) -> str:
        """The label as printed behind the marker, which is the number of what begins here."""
        begin = self.marker.end if self.marker else 0
        return self.passage.text[begin : self.label.end].strip() if self.label else ""

    @property
    def body(self) -> Passage:
        """What stands behind marker and label."""
        begin = self.label.end if self.label else self.marker.end if self.marker else 0
        return self.passage.cut(begin).stripped()


def blocks_of(
    paragraphs: Iterable[Passage], cells: Mapping[int, Cell] | None = None
) -> list[Block]:
    """Cut paragraphs where a label stands behind the end of a sentence, and name each part.

    `cells` says which paragraphs are cells of a ledger, by their offset in the stream.
    """
    blocks: list[Block] = []
    for paragraph in paragraphs:
        if cells and (cell := cells.get(paragraph.start)):
            blocks.append(Block(paragraph, None, None, continues=False, cell=cell))
            continue
        for part in paragraph.split(inline_labels(paragraph.text)):
            block = _block(part, continues=part.start > paragraph.start)
            if blocks and _is_number_of(blocks[-1], block):
                block = _numbered(blocks.pop(), block)
            blocks.append(block)
    return _with_names(_with_counted(blocks))


def _block(passage: Passage, *, continues: bool) -> Block:
    marker = None if continues else marker_at_start(passage.text)
    label = label_at(passage.text, marker.end if marker else 0)
    if label and marker and _is_heading(marker, label):
        label = None
    if label and label.part == "measures" and read_status(passage.text[label.end :]):
        label = replace(label, part="status")  # 整改进展：已完成
    return Block(passage, marker, label, continues)


def _is_heading(marker: Marker, label: Label) -> bool:
    """“二、整改情况” is a heading that happens to be worded as a label is."""
    if marker.level == LEVELS["chapter"]:
        return True
    return marker.level == LEVELS["group"] and label.part != "problem"


def _is_number_of(before: Block, block: Block) -> bool:
    """A number alone on its line belongs to the 存在问题： on the next."""
    alone = before.marker is not None and not before.label and not before.body.text
    problem = block.label is not None and block.label.part == "problem"
    return alone and problem and not block.marker and not block.continues


def _numbered(before: Block, block: Block) -> Block:
    assert block.label
    label = replace(block.label, end=block.label.end + len(before.passage.text))
    return Block(joined([before.passage, block.passage]), before.marker, label, continues=False)


def _with_counted(blocks: Sequence[Block]) -> list[Block]:
    """Take the markers off what goes on with a count that begins behind a label: 整改措施：（一）…

    Such a count is one of measures, however high its markers stand as heads elsewhere. Where it
    may as well go on with the count of heads before the label, nothing is said here.
    """
    heads: dict[str, int] = {}
    last: Marker | None = None
    found: list[Block] = []
    for block in blocks:
        marker = block.marker
        if block.label:
            measures = block.label.part == "measures" and not marker
            last = last_counted(block.body.text) if measures else None
        elif marker and _goes_on(last, marker, heads) and is_closed(block.passage.text):
            last, marker, block = marker, None, replace(block, marker=None)
        if marker:
            last = None if last and block.rank < RANKS[last.kind] else last
            heads[marker.kind] = marker.value
        found.append(block)
    return found


def _goes_on(last: Marker | None, marker: Marker, heads: Mapping[str, int]) -> bool:
    if last is None or marker.kind != last.kind or marker.value != last.value + 1:
        return False
    return heads.get(marker.kind) != last.value


def _with_names(blocks: list[Block]) -> list[Block]:
    """A name alone above a count that begins anew heads what one unit has rectified.

    So does the number of a part, 第一部分. The name of a field above a number heads a group.
    """
    blocks = [replace(block, name=UNIT) if _is_part(block) else block for block in blocks]
    units = [index for index in range(len(blocks) - 1) if _may_be_unit(blocks, index)]
    if len(units) >= _FEWEST_UNITS:
        for index in units:
            blocks[index] = replace(blocks[index], name=UNIT)
    for index in range(len(blocks) - 1):
        if _may_be_field(blocks, index):
            blocks[index] = replace(blocks[index], name=FIELD)
    return blocks


def _is_part(block: Block) -> bool:
    """Tell whether a block heads a part of the whole: 第一部分 …, 壹、…"""
    text = block.passage.text
    known = block.prose and not block.continues and len(text) <= _FIELD_LENGTH
    return known and not has_sentences(text) and _PART.match(text) is not None


def _may_be_field(blocks: Sequence[Block], index: int) -> bool:
    block, after = blocks[index], blocks[index + 1]
    text = block.passage.text
    if not block.prose or block.continues or len(text) > _FIELD_LENGTH or has_sentences(text):
        return False
    numbered = after.marker is not None and after.rank > RANKS[FIELD]
    return (numbered or after.kind == LABELLED) and names_field(text)


def _may_be_unit(blocks: Sequence[Block], index: int) -> bool:
    block, after = blocks[index], blocks[index + 1]
    if not block.prose or block.continues or len(block.passage.text) > _UNIT_LENGTH:
        return False
    begins = after.kind == LABELLED or (after.marker is not None and after.marker.value == 1)
    return begins and is_body(block.passage.text.strip().removeprefix("【").removesuffix("】"))
