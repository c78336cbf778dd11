"""Paragraphs → blocks: a paragraph, or a part of one, with its marker and its label."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from site_builder.drafts.labels import Label, inline_labels, label_at
from site_builder.drafts.passage import Passage
from site_builder.notice.outline import LEVELS, Marker, marker_at_start

LABELLED = "labelled"  # an issue that begins with a label alone: 存在问题：…
# How deep what begins with each kind of marker lies. 问题1： stands below 1.关于…方面.
RANKS = {
    "chapter": 10,
    "group": 20,
    "item": 30,
    "issue": 35,
    LABELLED: 37,
    "sub_item": 40,
    "circled": 50,
    "ordinal": 60,
}


@dataclass(frozen=True, slots=True)
class Block:
    """What one marker or one label opens. `continues`: the one before is of the same paragraph."""

    passage: Passage
    marker: Marker | None
    label: Label | None
    continues: bool

    @property
    def kind(self) -> str | None:
        """What could make this the head of a section or of an issue; None if nothing does."""
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
        return not self.marker and not self.label

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


def blocks_of(paragraphs: Iterable[Passage]) -> Iterator[Block]:
    """Cut paragraphs where a label stands behind the end of a sentence, and name each part."""
    for paragraph in paragraphs:
        for part in paragraph.split(inline_labels(paragraph.text)):
            yield _block(part, continues=part.start > paragraph.start)


def _block(passage: Passage, *, continues: bool) -> Block:
    marker = None if continues else marker_at_start(passage.text)
    label = label_at(passage.text, marker.end if marker else 0)
    if label and marker and _is_heading(marker, label):
        label = None
    return Block(passage, marker, label, continues)


def _is_heading(marker: Marker, label: Label) -> bool:
    """“二、整改情况” is a heading that happens to be worded as a label is."""
    if marker.level == LEVELS["chapter"]:
        return True
    return marker.level == LEVELS["group"] and label.part != "problem"
