"""What mkdocs.yml says to the checks, and the project's word list; read without MkDocs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from site_builder.reading.config_yaml import (
    GENERATIONS,
    PARENT,
    ConfigLoader,
    UnreadableError,
    parent_of,
    text_of,
)
from site_builder.reading.nodes import Place, is_null, place_of

_PLUGIN = "gongkai"


@dataclass(frozen=True, slots=True)
class PluginOptions:
    """The options of the plugin as written, and where each of its `waivers` begins."""

    values: Mapping[str, Any]
    waiver_places: tuple[Place, ...] = ()


def read_options(path: Path, generations: int = GENERATIONS) -> PluginOptions:
    """Return the options of the plugin in an mkdocs.yml, or in the one that it inherits from.

    Raises:
        UnreadableError: it cannot be read, or is no YAML.
    """
    with text_of(path) as text:
        loader = ConfigLoader(text)
        root = loader.get_single_node()
        plugins = _value(root, "plugins")
        parent = _value(root, PARENT)
        if plugins is None and parent is not None and generations:
            return read_options(parent_of(path, parent.value), generations - 1)
        node = _options_of(plugins)
        values = loader.construct_object(node, deep=True) if node else {}
    waivers = _value(node, "waivers")
    items = waivers.value if isinstance(waivers, yaml.SequenceNode) else ()
    return PluginOptions(
        values if isinstance(values, dict) else {}, tuple(place_of(item) for item in items)
    )


def read_words(path: Path) -> dict[str, str]:
    """Return a word list: what must not be written → what to write instead, "" if that depends.

    Written as `错词: 正词` lines, or as lists of words that are just not wanted; either may stand
    below headings of its own.

    Raises:
        UnreadableError: it cannot be read, or is no such list.
    """
    words: dict[str, str] = {}
    with text_of(path) as text:
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
        if root is not None:
            _add_words(root, words, path)
    return {wrong: right for wrong, right in words.items() if wrong.strip()}


def _add_words(node: yaml.Node, words: dict[str, str], path: Path) -> None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode) and isinstance(value, yaml.ScalarNode):
                words[key.value] = "" if is_null(value) else value.value
            else:
                _add_words(value, words, path)
    elif isinstance(node, yaml.SequenceNode) and all(
        isinstance(item, yaml.ScalarNode | yaml.MappingNode) for item in node.value
    ):
        for item in node.value:
            if isinstance(item, yaml.ScalarNode):
                words[item.value] = ""
            else:
                _add_words(item, words, path)
    else:
        place = place_of(node)
        raise UnreadableError(
            f"词表 {path} 第 {place.line} 行看不懂。每行写成“错词: 正词”，没有正词的写成“- 错词”。"
        )


def _options_of(plugins: yaml.Node | None) -> yaml.Node | None:
    """Return what stands below the plugin's name, in either way of listing plugins."""
    items = plugins.value if isinstance(plugins, yaml.SequenceNode) else [plugins]
    found: Iterator[yaml.Node | None] = (_value(item, _PLUGIN) for item in items)
    return next((options for options in found if options is not None), None)


def _value(node: Any, name: str) -> Any:
    """Return the node behind a key, None if there is no such mapping, key or value."""
    if not isinstance(node, yaml.MappingNode):
        return None
    return next((v for k, v in node.value if k.value == name and not is_null(v)), None)
