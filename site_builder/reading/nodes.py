"""YAML text → plain values, with the place of each, and every fault of the YAML itself.

PyYAML's C parser composes the nodes; we turn them into values ourselves, because its own
constructor keeps the last of two equal keys, turns `no` into False, `012` into 10 and `12:30`
into 750. Dates stay the text that was typed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import Any, NamedTuple

import yaml

from site_builder.notice.diagnostics import Severity
from site_builder.reading.fault import Fault
from site_builder.reading.syntax import fault_of
from site_builder.reading.yaml_limits import (
    MAX_KEYS,
    NESTING,
    TOO_MUCH,
    nesting_fault,
    number_fault,
    too_deep,
)

_BEFORE_PROPERTY = frozenset(" \t\n\r,:[{")
_COMMENT = re.compile(r"[ \t]+(?P<sign>#)")
_PREFIX = "tag:yaml.org,2002:"
_NULL = _PREFIX + "null"
_STRING = _PREFIX + "str"
_MAPPING, _SEQUENCE = _PREFIX + "map", _PREFIX + "seq"
_BOOLEAN = _PREFIX + "bool"
_TRUTH = {"true": True, "false": False}
_LOOKALIKES = {_BOOLEAN: "真假值", _PREFIX + "int": "整数", _PREFIX + "float": "小数"}
_NOT_TEXT = {*_LOOKALIKES, _NULL}
# What numbers, truth values and null begin with in YAML 1.1.
_SUSPICIOUS = frozenset("+-.0123456789yYnNtTfFoO~")


class _Loader(yaml.CSafeLoader):
    """The C parser, which takes dates, `<<` and `=` for the text that they are."""

    def resolve(self, kind: type[yaml.Node], value: str | None, implicit: Any) -> str:
        """Return the tag of a node without one; asked for every node, so the usual come first."""
        if kind is not yaml.ScalarNode:
            return _MAPPING if kind is yaml.MappingNode else _SEQUENCE
        if not implicit[0] or (value and value[0] not in _SUSPICIOUS):
            return _STRING
        tag: str = super().resolve(kind, value, implicit)  # type: ignore[no-untyped-call]
        return tag if tag in _NOT_TEXT else _STRING


@dataclass(frozen=True, slots=True)
class Unquoted:
    """A scalar without quotes that YAML 1.1 takes for something else than text."""

    raw: str
    taken_for: str

    def __str__(self) -> str:
        return self.raw


class Broken(Enum):
    """What stands for a value that could not be read; why is among the faults already."""

    BROKEN = "broken"


class Place(NamedTuple):
    """A line and a column, counted from 1 in characters."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Document:
    """What a YAML text holds: its value, its root node, and the faults found on the way."""

    value: Any
    root: yaml.Node | None
    faults: tuple[Fault, ...]


def read_document(text: str) -> Document:
    """Turn YAML text into values; faults are returned, never raised."""
    if fault := nesting_fault(text) or number_fault(text):
        return Document(None, None, (fault,))
    loader = _Loader(text)
    try:
        root = loader.get_single_node()
    except yaml.YAMLError as error:
        return Document(None, None, (fault_of(error, text),))
    finally:
        loader.dispose()
    if root is None:
        return Document(None, None, ())
    walk = _Walk(text)
    value = walk.value(root, 0)
    return Document(value, root, tuple(walk.faults))


class _Walk:
    def __init__(self, text: str) -> None:
        self._text = text
        # Most texts can do without the looking for anchors, tags and comments behind values.
        self._careful = may_drop_text(text)
        self.faults: list[Fault] = []
        self._seen: set[int] = set()

    def value(self, node: yaml.Node, depth: int) -> Any:
        if self._careful and self._is_refused(node):
            return Broken.BROKEN
        if isinstance(node, yaml.ScalarNode):
            return value_of(node.tag, node.value)
        if depth >= NESTING:
            self.faults.append(too_deep(self._text, node.start_mark.index))
            return Broken.BROKEN
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, depth)
        return [self.value(item, depth + 1) for item in node.value]

    def _is_refused(self, node: yaml.Node) -> bool:
        if id(node) in self._seen:
            return True  # what an alias repeats; its anchor has been reported
        self._seen.add(id(node))
        if isinstance(node, yaml.ScalarNode):
            self._note_comment(node)
        return self._has_property(node)

    def _mapping(self, node: yaml.MappingNode, depth: int) -> dict[str, Any] | Broken:
        if len(node.value) > MAX_KEYS:
            self._fault(
                TOO_MUCH,
                node,
                f"一组里有 {len(node.value):,} 个键，超过上限 {MAX_KEYS}",
                "检查缩进：多半是该写成列表的写成了键。",
            )
            return Broken.BROKEN
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self._fault(
                    "N104", key_node, "键不是文字", "文字以“{”或“[”开头时，整段加英文引号。"
                )
                return Broken.BROKEN
            if self.value(key_node, depth) is Broken.BROKEN:
                return Broken.BROKEN
            key = key_node.value
            value = self.value(value_node, depth + 1)
            if key in result:
                self._fault(
                    "N103", key_node, f"“{key}”写了两次", "保留一处，另一处删去或并入前一处。"
                )
            else:
                result[key] = value
        # A key with nothing behind it is a field not filled in.
        return {key: value for key, value in result.items() if value is not None}

    def _has_property(self, node: yaml.Node) -> bool:
        """Refuse `&name` and `!name`: YAML would drop them, and they may be meant as text."""
        start = node.start_mark.index
        sign = self._text[start : start + 1]
        if sign == "&":
            self._fault(
                "N106",
                node,
                "这里用了 YAML 的引用（& 和 *）",
                "把被引用的内容原样再写一遍；文字本身以“&”开头时，整段加英文引号。",
            )
        elif sign == "!":
            name = self._text[start : node.end_mark.index].split()[0]
            self._fault(
                "N105",
                node,
                f"不支持 YAML 标记“{name}”",
                "删去以“!”开头的标记；文字本身以“!”开头时，整段加英文引号。",
            )
        return sign in {"&", "!"}

    def _note_comment(self, node: yaml.ScalarNode) -> None:
        """Point out `text # more text`, of which YAML drops the second half."""
        if comment := _COMMENT.match(self._text, node.end_mark.index):
            line = node.end_mark.line + 1
            column = node.end_mark.column + 1 + comment.start("sign") - comment.start()
            self.faults.append(
                Fault(
                    "N113",
                    line,
                    column,
                    "“#”和它后面的文字被 YAML 当作注释，不会公开",
                    "如果是通报的文字，整段加英文引号；如果是注释，移到单独的一行。",
                    Severity.WARNING,
                )
            )

    def _fault(self, code: str, node: yaml.Node, message: str, hint: str) -> None:
        place = place_of(node)
        self.faults.append(Fault(code, place.line, place.column, message, hint))


def may_drop_text(text: str) -> bool:
    """Tell whether there may be an anchor, a tag or a comment behind a value, all dropped."""
    return " #" in text or "\t#" in text or _may_mark(text, "&") or _may_mark(text, "!")


def _may_mark(text: str, sign: str) -> bool:
    """Tell whether a sign may begin an anchor or a tag somewhere: the one in R&D does not."""
    at = text.find(sign)
    while at > 0 and text[at - 1] not in _BEFORE_PROPERTY:
        at = text.find(sign, at + 1)
    return at >= 0


def value_of(tag: str, text: str) -> Any:
    """Return what a scalar with a tag means: None, a truth value, text, or what is `Unquoted`."""
    if tag == _NULL:
        return None
    if text in _TRUTH and tag == _BOOLEAN:
        return _TRUTH[text]
    if tag in _LOOKALIKES:
        return Unquoted(text, _LOOKALIKES[tag])
    return text


def is_null(node: yaml.Node) -> bool:
    """Tell whether nothing (or `~`, `null`) stands there."""
    return bool(node.tag == _NULL)


def place_of(node: yaml.Node) -> Place:
    """Return where a node begins."""
    return Place(node.start_mark.line + 1, node.start_mark.column + 1)
