"""Where in the YAML a place of the values lies: `loc` is pydantic's way to it, keys and indexes."""

from __future__ import annotations

from collections.abc import Sequence, Set

import yaml

from site_builder.reading.model_keys import names_at
from site_builder.reading.nodes import Place, is_null, place_of


def node_at(root: yaml.Node, loc: Sequence[int | str]) -> yaml.Node:
    """Follow `loc` as far as the YAML goes: short forms have fewer levels than the model."""
    node = root
    for step in loc:
        inner = _step(node, step)
        if inner is None:
            return node
        node = inner[1]
    return node


def _step(node: yaml.Node, step: int | str) -> tuple[yaml.Node, yaml.Node] | None:
    """Return the nodes of a key and its value; of an item, the item twice."""
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int):
        return (node.value[step],) * 2 if step < len(node.value) else None
    if isinstance(node, yaml.MappingNode):
        filled_in = entries_of(node)
        if isinstance(step, int):  # contacts written as one mapping
            return list(filled_in.values())[step] if step < len(filled_in) else None
        return filled_in.get(step)
    return None


def entries_of(node: yaml.MappingNode) -> dict[str, tuple[yaml.Node, yaml.Node]]:
    """Return the entries that make a value: the first of equal keys, none with nothing behind."""
    entries: dict[str, tuple[yaml.Node, yaml.Node]] = {}
    for key_node, value_node in node.value:
        entries.setdefault(key_node.value, (key_node, value_node))
    return {name: entry for name, entry in entries.items() if not is_null(entry[1])}


def is_in_chinese(node: yaml.MappingNode) -> bool:
    """Tell in which language most keys of a mapping are, for one that is to be added."""
    names = [key.value for key, _ in node.value]
    return sum(not str(name).isascii() for name in names) * 2 > len(names)


def place_at(root: yaml.Node, loc: Sequence[int | str]) -> Place:
    """Return where a value begins, or the innermost one around it that is there."""
    return place_of(node_at(root, loc))


def place_of_key(root: yaml.Node, loc: Sequence[int | str], name: str) -> Place:
    """Return where a key begins, by this name or its other one, else where its mapping does."""
    container = node_at(root, loc[:-1]) if loc else root
    if loc and isinstance(container, yaml.MappingNode) and isinstance(loc[-1], int):
        entry = _step(container, loc[-1])  # contacts written as one mapping
        return place_of(entry[0] if entry else container)
    parent = node_at(root, loc)
    for either in (name, *(names_at(loc, name) - {name})):
        if isinstance(parent, yaml.MappingNode) and (entry := _step(parent, either)):
            return place_of(entry[0])
    return place_of(parent)


def place_of_last_key(root: yaml.Node, loc: Sequence[int | str], names: Set[str]) -> Place:
    """Return where the last of some keys begins, else where their mapping does."""
    parent = node_at(root, loc)
    entries = entries_of(parent) if isinstance(parent, yaml.MappingNode) else {}
    return max(
        (place_of(entries[name][0]) for name in names & entries.keys()), default=place_of(parent)
    )
