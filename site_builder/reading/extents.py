"""How many characters a fault is about: those of the key or the value that begins at its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import yaml

from site_builder.reading.fault import Fault
from site_builder.reading.nodes import Place, place_of

_ABOUT_KEYS = {"N103", "N104"}
_ABOUT_VALUES = {"N108", "N109", "N110", "N111"}


def measured(faults: Iterable[Fault], root: yaml.Node) -> list[Fault]:
    """Give faults about a key or a text its length on its line; leave the others as they are."""
    scalars = {
        place_of(node): (_length(node), is_key, is_first)
        for node, is_key, is_first in _scalars(root)
    }
    return [_measured(fault, scalars.get(Place(fault.line, fault.column))) for fault in faults]


def _measured(fault: Fault, scalar: tuple[int, bool, bool] | None) -> Fault:
    if scalar is None:
        return fault
    length, is_key, is_first = scalar
    # What begins with its first key may be meant as a whole.
    about_it = fault.code in (_ABOUT_KEYS if is_key and is_first else _ABOUT_KEYS | _ABOUT_VALUES)
    return replace(fault, length=max(length, 1)) if about_it else fault


def _length(node: yaml.ScalarNode) -> int:
    start, end = node.start_mark, node.end_mark
    if start.line == end.line:
        return int(end.column - start.column)
    return 1


def _scalars(root: yaml.Node) -> Iterator[tuple[yaml.ScalarNode, bool, bool]]:
    """Yield every scalar, whether it is a key, and whether something else begins with it."""
    waiting: list[tuple[yaml.Node, bool, bool]] = [(root, False, False)]
    seen: set[int] = set()
    while waiting:
        node, is_key, is_first = waiting.pop()
        if id(node) in seen:
            continue  # what an alias repeats, perhaps without end
        seen.add(id(node))
        if isinstance(node, yaml.ScalarNode):
            yield node, is_key, is_first
        elif isinstance(node, yaml.MappingNode):
            for index, (key, value) in enumerate(node.value):
                waiting += [(key, True, index == 0), (value, False, False)]
        else:
            waiting += [(item, False, False) for item in node.value]
