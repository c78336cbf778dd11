"""Drafts whose lines were all cut at one width, as e-mails and PDFs have them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from site_builder.drafts.contact_labels import contact_at
from site_builder.drafts.labels import label_at
from site_builder.drafts.lines import Source
from site_builder.drafts.passage import Passage
from site_builder.drafts.wording import is_closed
from site_builder.notice.outline import marker_at_start

# In widths of a Chinese character; nothing narrower or wider is a page of text.
_NARROWEST, _WIDEST = 20, 60
_RAGGED = 3  # a number or a bracket that may not be parted moves to the next line
_FEWEST = 4  # full lines that break off in a sentence
_SHARE = 0.15  # of all lines
_INDENTED = (0.15, 0.85)  # between these, white space in front says where paragraphs begin
_BRACKETS = "（("
_MID = "，,、《〈“‘「【〔[" + _BRACKETS


@dataclass(frozen=True, slots=True)
class Wrapping:
    """How wide the lines are, and which of them begin with white space, if that says anything.

    Some programs count letters, others their widths: `size` is what makes more of the lines full.
    """

    width: float
    size: Callable[[str], float]
    indented: frozenset[int] | None

    @classmethod
    def of(cls, lines: Sequence[Passage], source: Source) -> Wrapping | None:
        """Return how a draft was wrapped, None if it was not."""
        lines = [line for line in lines if line.start not in source.whole]
        count, size, width = max(
            (_count_full(lines, size) for size in (_width, len)), key=lambda found: found[0]
        )
        if count < max(_FEWEST, _SHARE * len(lines)):
            return None
        share = sum(line.start in source.indented for line in lines) / len(lines)
        telling = _INDENTED[0] <= share <= _INDENTED[1]
        return cls(width, size, source.indented if telling else None)

    def goes_on(self, before: Passage, line: Passage) -> bool | None:
        """Tell whether a line goes on with the one before; None if their widths do not say."""
        if self.size(before.text) < self.width - _RAGGED:
            return None
        if self.indented is not None and line.start in self.indented:
            return False
        if goes_on_into_label(before.text, line.text):
            return True
        if label_at(line.text) or contact_at(line.text):
            return False
        if before.text[-1] in _MID or is_open(before.text):
            return True
        if marker_at_start(line.text):
            return False
        if is_closed(before.text):
            return self.indented is not None
        return True


def goes_on_into_label(before: str, line: str) -> bool:
    """Tell whether a line is no label but the end of a heading: …存在问题的 / 整改情况"""
    label = label_at(line)
    return label is not None and label.bare and before.endswith("的")


def _count_full(
    lines: Sequence[Passage], size: Callable[[str], float]
) -> tuple[int, Callable[[str], float], float]:
    """Count the full lines that break off in a sentence; return how they were measured too."""
    sizes = [size(line.text) for line in lines]
    width = max(sizes, default=0)
    if not _NARROWEST <= width <= _WIDEST:
        return 0, size, width
    full = (
        of_line >= width - _RAGGED and not is_closed(line.text)
        for line, of_line in zip(lines, sizes, strict=True)
    )
    return sum(full), size, width


def _width(text: str) -> float:
    wide = sum(unicodedata.east_asian_width(char) in "WFA" for char in text)
    return (len(text) + wide) / 2


def is_open(text: str) -> bool:
    """Tell whether the last bracket of a line has not been closed."""
    last = max(text.rfind(char) for char in _BRACKETS)
    return last >= 0 and not any(char in text[last:] for char in "）)")
