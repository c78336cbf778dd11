"""The words behind 整改情况： → measures, nested as （1） ① 一是 are printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from site_builder.drafts.doubts import Doubts
from site_builder.drafts.numbering import Run, last_counted
from site_builder.drafts.passage import Passage
from site_builder.notice.model import Measure
from site_builder.notice.outline import LEVELS, Marker, inline_markers, marker_at_start

# ① stands below 一是 as often as 一是 stands below ①: whichever comes first is the outer one.
_LOOSE = LEVELS["circled"]
_LONGEST_MARKER = 16


@dataclass(slots=True)
class _Node:
    """A measure being read; without a marker, `kind` is "" and `level` 0."""

    marker: Marker | None
    text: Passage
    start: int  # in the stream, marker included
    children: list[_Node] = field(default_factory=list)

    @property
    def kind(self) -> str:
        return self.marker.kind if self.marker else ""

    @property
    def level(self) -> int:
        return _level(self.marker) if self.marker else 0

    def measure(self) -> Measure:
        return Measure(
            marker=self.marker.text if self.marker else None,
            text=self.text.text or None,
            measures=tuple(child.measure() for child in self.children),
        )


def read_measures(paragraphs: Sequence[Passage], doubts: Doubts) -> tuple[Measure, ...]:
    """Split paragraphs into measures. What stands before the first 一是 stays the parent's text."""
    top = _Node(None, Passage("", 0), 0)
    stack = [top]
    for paragraph, next_kind in zip(paragraphs, _following_kinds(paragraphs), strict=True):
        _read_paragraph(stack, paragraph, next_kind)
    _check_numbers(top, doubts)
    return tuple(node.measure() for node in top.children)


def _following_kinds(paragraphs: Sequence[Passage]) -> list[str]:
    """For each paragraph, the kind of the next marker that a later one begins with."""
    kinds, kind = [], ""
    for paragraph in reversed(paragraphs):
        kinds.append(kind)
        if marker := marker_at_start(paragraph.text):
            kind = marker.kind
    return kinds[::-1]


def _read_paragraph(stack: list[_Node], paragraph: Passage, next_kind: str) -> None:
    node: _Node | None = None
    begin = 0
    if marker_at_start(paragraph.text) is None:
        # An unnumbered paragraph stands beside those whose count goes on behind it.
        _climb_beside(stack, next_kind)
        node = _put(stack, _Node(None, paragraph, paragraph.start))
    for marker in _markers(paragraph.text):
        if node and not _counts(stack, marker):
            continue
        if node:
            node.text = paragraph.cut(begin, marker.start).stripped()
        _climb_for(stack, marker, at_start=node is None)
        printed = paragraph.cut(marker.start, marker.end)
        node = _put(stack, _Node(marker, printed, printed.start))
        begin = marker.end
    if node:
        node.text = paragraph.cut(begin).stripped()


def _markers(text: str) -> Iterator[Marker]:
    """Yield the markers of a paragraph, those right behind another one too: （1）一是, 三是①."""
    first = marker_at_start(text)
    at = 0
    for marker in (*([first] if first else []), *inline_markers(text)):
        if marker.start < at:
            continue
        yield marker
        at = marker.end
        while inner := marker_at_start(text[at : at + _LONGEST_MARKER]):
            if inner.level < LEVELS["sub_item"]:
                break
            yield Marker(inner.kind, inner.text, inner.value, at + inner.start, at + inner.end)
            at += inner.end


def _put(stack: list[_Node], node: _Node) -> _Node:
    stack[-1].children.append(node)
    stack.append(node)
    return node


def _place_of(stack: Sequence[_Node], kind: str) -> int | None:
    """Return where in the stack the open measure of this kind is, if one is."""
    places = (place for place, node in enumerate(stack) if place and kind and node.kind == kind)
    return next(places, None)


def _counts(stack: Sequence[_Node], marker: Marker) -> bool:
    """Tell whether a marker within a paragraph goes on with a count or begins one."""
    place = _place_of(stack, marker.kind)
    open_marker = stack[place].marker if place else None
    return marker.value > open_marker.value if open_marker else marker.value == 1


def _climb_beside(stack: list[_Node], kind: str) -> None:
    del stack[_place_of(stack, kind) or 1 :]


def _climb_for(stack: list[_Node], marker: Marker, *, at_start: bool) -> None:
    """Go up to where a marker belongs: beside its own kind, else below what is open."""
    if place := _place_of(stack, marker.kind):
        del stack[place:]
    elif at_start:
        while len(stack) > 1 and (not stack[-1].kind or stack[-1].level > _level(marker)):
            stack.pop()


def _level(marker: Marker) -> int:
    return min(marker.level, _LOOSE)


def _check_numbers(parent: _Node, doubts: Doubts) -> None:
    run = Run(doubts)
    unnumbered: int | None = None
    for child in parent.children:
        if child.marker:
            # A number is missed first where a paragraph stands that has none.
            at = child.start if unnumbered is None else unnumbered
            run.follow(child.marker, at)
            # 1.…。2.… of one paragraph is one measure here, but counts on.
            run.know(last_counted(child.marker.text + child.text.text) or child.marker)
            unnumbered = None
        elif unnumbered is None:
            unnumbered = child.start
        _check_numbers(child, doubts)
