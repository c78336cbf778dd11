"""Where a character of a notice's text stands in its YAML file.

Asked only where something was found: composing a file with positions takes longer than reading
it. Follows the places of `notice.text` through either language of keys and every short form.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

import yaml

from site_builder.notice.base import Paragraphs, Part, part_in
from site_builder.notice.contact import TYPE_KEYS, Contact
from site_builder.notice.model import (
    Measure,
    Notice,
    PrintedDate,
    PrintedPeriod,
    SignatureLine,
    Status,
)
from site_builder.notice.outline import split_marker
from site_builder.reading.nodes import read_document
from site_builder.reading.scalars import source_offsets
from site_builder.reading.yaml_places import entries_of

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a file: offsets `start` to `end` in its text, and as people count, from 1.

    `length` is how much of it lies on that line. `verbatim` tells whether the file has these
    characters just as the notice has them: no escape, no folded line in between.
    """

    start: int
    end: int
    line: int
    column: int
    length: int
    verbatim: bool


class Locator:
    """The places of one notice in the YAML text that it was read from."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._line_starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self._root = read_document(text).root
        self._offsets: dict[int, Sequence[int] | None] = {}

    def span(self, path: Path, start: int = 0, end: int = 0) -> Span:
        """Return where characters `start` to `end` of the text at `path` stand.

        Without an `end` all of the text is meant; where `path` leads to a list or a group of keys,
        its key; of what is not written in the file (an id that the file's name gives), the key of
        what is around it.
        """
        if self._root is None or not path:
            return self._between(0, 0)
        found = _follow(self._root, path)
        if end and _part_at(path) in _PRINTED:
            found = self._printed(self._root, path)
        if found.base is None:
            return self._whole(found.node)
        first = found.base + start
        last = max(found.base + end, first + 1) if end else len(found.node.value)
        return self._part(found.node, first, last)

    def _printed(self, root: yaml.Node, path: Path) -> _Found:
        """Find the words of a part that has words as printed, and other things beside them."""
        words = _follow(root, (*path, "text"))
        return words if words.base is not None else _follow(root, (*path, "value"))

    def _whole(self, node: yaml.Node) -> Span:
        while not isinstance(node, yaml.ScalarNode) and node.value:
            first = node.value[0]
            node = first[0] if isinstance(first, tuple) else first
        return self._between(node.start_mark.index, node.end_mark.index)

    def _part(self, node: yaml.ScalarNode, first: int, last: int) -> Span:
        offsets = self._offsets_of(node)
        if not offsets or not 0 <= first < len(offsets):
            return self._whole(node)
        last = min(last, len(offsets))
        start, end = offsets[first], offsets[last - 1] + 1
        meant = node.value[first:last]
        return self._between(start, end, verbatim=self._text[start:end] == meant)

    def _offsets_of(self, node: yaml.ScalarNode) -> Sequence[int] | None:
        if id(node) not in self._offsets:
            self._offsets[id(node)] = source_offsets(self._text, node)
        return self._offsets[id(node)]

    def _between(self, start: int, end: int, *, verbatim: bool = False) -> Span:
        line = bisect_right(self._line_starts, start)
        line_start = self._line_starts[line - 1]
        line_end = self._text.find("\n", start)
        on_line = min(end, line_end if line_end >= 0 else len(self._text))
        return Span(
            start,
            end,
            line,
            start - line_start + 1,
            max(on_line - start, 1),
            verbatim,
        )


# From the place in the notice to the scalar in the YAML.


@dataclass(frozen=True, slots=True)
class _Found:
    """A node, and at which character of it the text begins; None where it is no text."""

    node: Any
    base: int | None


class _Field(NamedTuple):
    """A field as written in a file: its names, and what it holds."""

    names: tuple[str, str]
    part: type[Part] | None
    is_paragraphs: bool


# Parts that a place may lead to when it is their printed words that are meant.
_PRINTED = {Contact, PrintedDate, PrintedPeriod, SignatureLine, Status}
_UNKNOWN = _Field(("", ""), None, False)


@cache
def _fields(part: type[Part]) -> dict[str, _Field]:
    return {
        name: _Field(
            (name, field.alias or name),
            part_in(field.annotation),
            field.rebuild_annotation() == Paragraphs,
        )
        for name, field in part.model_fields.items()
    }


def _follow(root: yaml.Node, path: Path) -> _Found:
    """Follow a place as far as the file goes."""
    node: Any = root
    named: Any = root
    part: type[Part] | None = Notice
    field = _UNKNOWN
    for index, step in enumerate(path):
        if isinstance(node, yaml.ScalarNode):
            return _Found(node, _base_in_scalar(node, field, step))
        if isinstance(node, yaml.SequenceNode):
            if not isinstance(step, int) or step >= len(node.value):
                return _Found(named, None)
            node = named = node.value[step]
            continue
        if isinstance(step, int):
            return _one_a_line(node, step, path[index + 1 :], named)
        field = _fields(part).get(step, _UNKNOWN) if part else _UNKNOWN
        entry = _entry(node, part, step, field.names)
        if entry is None:
            return _Found(named, None)
        named, inner = entry
        if part is Measure and isinstance(inner, yaml.ScalarNode):
            return _Found(inner, _base_in_measure(node, inner, step))
        node, part = inner, field.part
    return _Found(node, 0) if isinstance(node, yaml.ScalarNode) else _Found(named, None)


def _part_at(path: Path) -> type[Part] | None:
    part: type[Part] | None = Notice
    for step in path:
        if isinstance(step, str):
            part = _fields(part).get(step, _UNKNOWN).part if part else None
    return part


def _entry(
    node: yaml.MappingNode, part: type[Part] | None, step: str, names: tuple[str, str]
) -> tuple[yaml.Node, yaml.Node] | None:
    """Return key and value of a field, which in a short form go by another name."""
    entries = entries_of(node)
    if entry := next((entries[name] for name in names if name in entries), None):
        return entry
    if part is Contact and step in {"type", "value"}:
        key, value = next((entries[name] for name in entries if name in TYPE_KEYS), (node, node))
        return (key, value) if step == "value" else (key, key)
    if part is SignatureLine and entries:
        key, value = next(iter(entries.values()))
        return (key, value) if step == "text" else (key, key)
    if part is Measure and step == "marker":
        return next((entries[name] for name in ("text", "内容") if name in entries), None)
    return None


def _one_a_line(node: yaml.MappingNode, index: int, rest: Path, named: yaml.Node) -> _Found:
    """Find an item of what is written as one mapping: contacts, the signature."""
    entries = list(entries_of(node).values())
    if index >= len(entries):
        return _Found(named, None)
    key, value = entries[index]
    return _Found(value, 0) if rest in {("text",), ("value",)} else _Found(key, None)


def _base_in_scalar(node: yaml.ScalarNode, field: _Field, step: str | int) -> int | None:
    """Return where in a mere text that part of it begins which a longer form has by itself."""
    if field.is_paragraphs and isinstance(step, int):
        return _start_of_line(node.value, step)
    if field.part is Measure and step == "text":
        return len(split_marker(node.value)[0])
    return 0 if step in {"text", "marker"} else None


def _base_in_measure(node: yaml.MappingNode, text: yaml.ScalarNode, step: str) -> int:
    if step != "text" or {"marker", "序号"} & entries_of(node).keys():
        return 0
    return len(split_marker(text.value)[0])


def _start_of_line(text: str, number: int) -> int | None:
    """Return where the line begins that is the paragraph of this number: blank ones are none."""
    start = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            if number == 0:
                return start
            number -= 1
        start += len(line)
    return None
