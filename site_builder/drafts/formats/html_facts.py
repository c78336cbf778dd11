"""What a page prints beside the text: labels with values, buttons, and everything else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from site_builder.drafts.draft import FactName
from site_builder.drafts.facts import fact_of, is_fact_label, labelled
from site_builder.drafts.formats.html_blocks import Block
from site_builder.drafts.formats.html_page import bare
from site_builder.drafts.page_traces import BUTTON, BUTTONS_BEHIND, is_button

OUTSIDE = "网页正文之外的内容，如栏目、导航、版权"
LABEL = "元数据的标签，如“索引号”"
UNUSED = "通报不用的元数据"
HIDDEN = "网页上隐藏的文字"
HEADER = "表头"

_LONGEST, _LONG_BAR = 200, 1_000  # characters of a bar, and of a line of metadata
_DAY = re.compile(r"\d{4}\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}(?:\s*日)?")
_SOURCES = frozenset(("来源", "信息来源", "文章来源", "稿件来源"))
_NO_PUBLISHER = frozenset(("本网", "本站", "原创", "网络", "转载", "互联网", "本单位", "-", "无"))


@dataclass(slots=True)
class Beside:
    """Gathers what is no text of the notice: facts, and the rest with why."""

    facts: dict[FactName, tuple[str, int, bool]] = field(default_factory=dict)
    """Name → value, line in the file, and whether the label was a good one."""
    dropped: list[tuple[str, str, int]] = field(default_factory=list)
    """Text, why, line in the file."""

    def drop(self, text: str, why: str, number: int) -> None:
        """Leave a text out; pieces that follow each other for the same reason are one."""
        if not bare(text):
            return
        if self.dropped and self.dropped[-1][1] == why == OUTSIDE:
            before, _, first = self.dropped[-1]
            self.dropped[-1] = f"{before}\n{text.strip()}", why, first
        else:
            self.dropped.append((text.strip(), why, number))

    def read(self, blocks: Sequence[Block], rest: str = OUTSIDE) -> None:
        """Take facts from blocks, whose labels stand before their values or one block above."""
        label = ""
        for block in blocks:
            if block.hidden:
                self.drop(block.text, HIDDEN, block.number)
                continue
            short = len(block.text) < _LONG_BAR
            before, parts = labelled(block.text) if short else (block.text, ())
            if is_fact_label(block.text):
                self.drop(block.text, LABEL, block.number)
                label = block.text
                continue
            if label and before:
                self._value(label, before, block.number)
            else:
                self.drop(before, rest, block.number)
            label = ""
            for part in parts:
                self.drop(part.label, LABEL, block.number)
                if part.value.strip():
                    self._value(part.label, part.value, block.number)
                else:
                    label = part.label

    def _value(self, label: str, value: str, number: int) -> None:
        name = fact_of(label)
        buttons = BUTTONS_BEHIND.search(value) if name != "published" else None
        if buttons:
            value, behind = value[: buttons.start()], buttons[0]
        else:
            behind = ""
        kept = _kept(name, value)
        if name is None or kept is None:
            self.drop(value, UNUSED, number)
        else:
            good = not (name == "publisher" and _word(label) in _SOURCES)
            known = self.facts.get(name)
            if known and (known[2] or not good):
                self.drop(value, UNUSED, number)
            else:
                if known:
                    self.drop(known[0], UNUSED, known[1])
                begin = value.index(kept)
                self.drop(value[:begin] + value[begin + len(kept) :], UNUSED, number)
                self.facts[name] = kept, number, good
        self.drop(behind, BUTTON, number)


def _kept(name: FactName | None, value: str) -> str | None:
    """Return the part of a value that is the fact: of a time, the day."""
    if name == "published":
        day = _DAY.search(value)
        return day[0] if day else None
    text = value.strip()
    return None if not text or text in _NO_PUBLISHER else text


def _word(label: str) -> str:
    return re.sub(r"[\s：:\[\]【】]+", "", label)


def is_bar(text: str) -> bool:
    """Tell whether a block is a line of metadata: 发布时间：… 来源：…, and nothing before."""
    if len(text) >= _LONGEST:
        return False
    before, parts = labelled(text)
    return bool(parts) and not bare(before).strip("【[（(")


def parted(blocks: Iterable[Block], head: int = 8) -> tuple[list[Block], list[Block]]:
    """Part the blocks of an article: its text, and the bars and buttons around it."""
    text: list[Block] = []
    beside: list[Block] = []
    for block in blocks:
        bar = len(text) < head and is_bar(block.text)
        if block.hidden or (block.row is None and (bar or is_button(block.text))):
            beside.append(block)
        else:
            text.append(block)
    return text, beside
