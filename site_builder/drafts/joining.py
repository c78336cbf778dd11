"""Lines → paragraphs: what a page broke in two is put together, and every joint is a doubt."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from site_builder.drafts.contact_joints import (
    breaks_contact,
    breaks_value,
    ends_with_contact,
    is_whole_contact,
)
from site_builder.drafts.contact_labels import contact_at
from site_builder.drafts.doubts import Doubts
from site_builder.drafts.labels import label_at
from site_builder.drafts.lines import Source
from site_builder.drafts.passage import Passage, joined
from site_builder.drafts.wording import has_clauses, is_closed, is_signature, sentence_inside
from site_builder.drafts.wrapping import Wrapping, goes_on_into_label
from site_builder.notice.outline import LEVELS, Marker, marker_at_start
from site_builder.notice.status import read_status

HEADING_LENGTH = 60  # a line this long that begins with a marker is prose
_SHORT = 40  # an unnumbered line this short, without punctuation, is a name or a heading
_WRAPPED_HEADING = 16  # no page breaks a heading shorter than this
_FRAGMENT = 4
_FOOT = 6  # lines at the end among which names and dates stand alone
_NUMBERS = re.compile(r"\d{1,3}(?:[、，,]\d{1,3})*[。；;]?$")
_LONGEST_COUNT = 40
_CLOSING = "。；;，,、：:！？!?）)”’】》"  # nothing begins with these
_DIGITS_END = re.compile(r"\d+$")
_DIGITS_START = re.compile(r"\d+")


@dataclass(slots=True)
class _Open:
    """The paragraph that the next line may go on with."""

    lines: list[Passage]
    marker: Marker | None = field(init=False)
    heading: bool = field(init=False)
    prose: bool = field(init=False)
    length: int = 0

    def __post_init__(self) -> None:
        text = self.lines[0].text
        self.marker = marker_at_start(text)
        self.length = len(text)
        self.heading = self._is_heading(text)
        self.prose = not self.heading and (
            label_at(text) is not None or has_clauses(text) or len(text) > _SHORT
        )

    def _is_heading(self, text: str) -> bool:
        return (
            self.marker is not None
            and self.marker.level <= LEVELS["item"]
            and len(text) <= HEADING_LENGTH
            and not sentence_inside(text)
            and contact_at(text) is None
        )

    @property
    def bare_marker(self) -> bool:
        """A number alone on its line: what it numbers is on the next."""
        return self.marker is not None and self.marker.end == self.length and len(self.lines) == 1

    def stays_heading(self, line: str) -> bool:
        """Tell whether this is a heading, and still is one if `line` goes on with it."""
        return self.heading and not sentence_inside(
            "".join(part.text for part in self.lines) + line
        )

    def add(self, line: Passage) -> None:
        if self.bare_marker:
            # Judge by what the number stands before.
            whole = _Open([joined([*self.lines, line])])
            self.heading, self.prose = whole.heading, whole.prose
        elif self.heading and not self.stays_heading(line.text):
            self.heading, self.prose = False, True
        self.lines.append(line)
        self.length += len(line.text)


def join_lines(lines: Sequence[Passage], source: Source, doubts: Doubts) -> list[Passage]:
    """Return the paragraphs of a draft's lines. Joining inserts nothing and drops nothing."""
    wrapping = Wrapping.of(lines, source)
    paragraphs: list[Passage] = []
    current: _Open | None = None
    for index, line in enumerate(lines):
        near_foot = index >= len(lines) - _FOOT
        code = _code(current, line, near_foot, source, wrapping) if current else None
        if current and code:
            _report(code, current, line, doubts)
            current.add(line)
            continue
        if current:
            _report_unfinished(current, line, doubts)
            paragraphs.append(joined(current.lines))
        current = _Open([line])
    return [*paragraphs, joined(current.lines)] if current else paragraphs


def _code(
    current: _Open, line: Passage, near_foot: bool, source: Source, wrapping: Wrapping | None
) -> str | None:
    if source.whole and (line.start in source.whole or current.lines[-1].start in source.whole):
        return None
    last = current.lines[-1]
    if not line.text.strip(_CLOSING):
        return "D101"
    if wrapping and (goes_on := wrapping.goes_on(last, line)) is not None:
        signs = near_foot and is_signature(line.text)
        if not signs and breaks_contact(last.text, line.text):
            return "D101"
        if _goes_on_counting(last.text, line.text):
            return "D101"
        if not goes_on or signs:
            return None
        if ends_with_contact(last.text) and not breaks_value(last.text, line.text):
            return None
        return "D102" if current.stays_heading(line.text) else "D101"
    return _joint(current, line.text, near_foot)


def _joint(current: _Open, line: str, near_foot: bool) -> str | None:
    """Return the code of the doubt if `line` goes on with the current paragraph, else None."""
    marker = marker_at_start(line)
    if _goes_on_counting(current.lines[-1].text, line):
        return "D101"
    if current.bare_marker and not label_at(line):
        deeper = marker is None or (current.marker and marker.level > current.marker.level)
        return "D101" if deeper else None
    last = current.lines[-1].text
    if breaks_contact(last, line):
        return "D101"
    if goes_on_into_label(last, line):
        return "D102" if current.heading else "D101"
    if is_closed(last) or marker or label_at(line) or contact_at(line):
        return None
    if near_foot and is_signature(line):
        return None
    if _closes_quote(last, line):
        return "D102" if current.stays_heading(line) else "D101"
    if current.heading:
        fragment = len(line) <= _FRAGMENT and not has_clauses(line[:-1]) and not read_status(line)
        wrapped = _WRAPPED_HEADING <= current.length < HEADING_LENGTH
        if not (fragment and wrapped):
            return None
        return "D101" if is_closed(line) else "D102"
    first = current.lines[0].text
    if not current.prose or is_whole_contact(first) or _whole_part(first):
        return None
    return "D101"


def _closes_quote(before: str, line: str) -> bool:
    """Tell whether a line ends what the one before quotes: 针对“…超期轮 / 换”问题。"""
    begun, ended = before.rfind("“"), line.find("”")
    return begun > before.rfind("”") and ended >= 0 and "“" not in line[:ended]


def _goes_on_counting(before: str, line: str) -> bool:
    """Tell whether a line is nothing but the rest of a list of numbers: …有2个： / 4、7。"""
    return (
        before[-1] in "：:、，,"
        and len(line) <= _LONGEST_COUNT
        and _NUMBERS.match(line) is not None
    )


def _whole_part(text: str) -> bool:
    """An owner, a deadline, a known status and a label alone are whole without punctuation."""
    marker = marker_at_start(text)
    label = label_at(text, marker.end if marker else 0)
    if label and label.part in {"status", "measures"} and read_status(text[label.end :]):
        return True
    if label and label.bare:
        return True
    return label is not None and label.part in {"owner", "deadline"} and label.end < len(text)


def _report(code: str, current: _Open, line: Passage, doubts: Doubts) -> None:
    before = current.lines[-1].text
    left, right = _DIGITS_END.search(before[-20:]), _DIGITS_START.match(line.text)
    if code == "D102":
        heading = "".join(part.text for part in current.lines) + line.text
        doubts.add(code, line.start, heading=heading)
    elif left and right and not current.bare_marker:
        doubts.add("D104", line.start, number=left[0] + right[0][:20])
    else:
        doubts.add(code, line.start, before=before[-6:])


def _report_unfinished(current: _Open, line: Passage, doubts: Doubts) -> None:
    """A sentence that breaks off before the next number or label may have lost its end."""
    last = current.lines[-1]
    breaks_off = last.text[-1] in "，、,"
    numbered_next = marker_at_start(line.text) or label_at(line.text)
    if numbered_next and not is_closed(last.text) and (breaks_off or _is_long(current)):
        doubts.add("D103", last.end - 1)


def _is_long(current: _Open) -> bool:
    first = current.lines[0].text
    return current.prose and (len(current.lines) > 1 or sentence_inside(first))
