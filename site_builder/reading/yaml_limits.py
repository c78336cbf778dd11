"""How deep and how much a text may be as YAML: what exceeds it is refused before it is composed.

How large the notice in it may be, say `limits`.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from site_builder.reading.fault import Fault, place_in

# Deeper than any document goes; the C parser overruns its stack some ten thousand levels down.
NESTING = 60
TOO_DEEP = "N102"
TOO_MUCH = "N114"
# A notice of five thousand issues has less than a hundred thousand.
MAX_VALUES = 120_000
MAX_KEYS = 200
_BRACKETS = re.compile(r"[\[\]{}]")
# Blocks nest no deeper than twice the columns in which a line begins.
_STACKED = re.compile(rf"^[-?: \t]{{{NESTING}}}", re.MULTILINE)


def nesting_fault(text: str) -> Fault | None:
    """Refuse nesting that could overrun the composer, before the composer sees it."""
    return _deepest(text) if _may_nest_deeply(text) else None


def _may_nest_deeply(text: str) -> bool:
    depth = 0
    for bracket in _BRACKETS.finditer(text):
        depth = depth + 1 if bracket[0] in "[{" else max(depth - 1, 0)
        if depth > NESTING:
            return True
    return bool(_STACKED.search(text))


def _deepest(text: str) -> Fault | None:
    """Count for certain: brackets may stand in a text. The parser below keeps its own stack."""
    depth = 0
    event: Any
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if depth > NESTING:
                return too_deep(text, event.start_mark.index)
    except yaml.YAMLError:
        return None  # the composer stops there too
    return None


def number_fault(text: str) -> Fault | None:
    """Refuse more values than any notice has, before each of them takes memory."""
    # No value but one of these stands before it; only where there are many are they counted.
    if sum(map(text.count, ("\n", ",", ": ", "- ", "["))) <= MAX_VALUES:
        return None
    count = 0
    event: Any
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            count += isinstance(event, yaml.NodeEvent)
            if count > MAX_VALUES:
                return Fault(
                    TOO_MUCH,
                    *place_in(text, event.start_mark.index),
                    f"从这里往后，文件里的内容超过 {MAX_VALUES:,} 项",
                    "拆成几份；多半是复制时重复了许多遍。",
                )
    except yaml.YAMLError:
        return None  # the composer stops there too
    return None


def too_deep(text: str, offset: int) -> Fault:
    """Say that the text nests too deeply at `offset`."""
    return Fault(
        TOO_DEEP,
        *place_in(text, offset),
        f"嵌套超过 {NESTING} 层",
        "通报用不到这么多层；检查括号是否配对、缩进是否逐级加深。",
    )
