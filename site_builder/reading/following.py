"""Which earlier issue some issues go on from, put into a notice file, which stays as it was."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from site_builder.notice.model import Issue, Notice, Section
from site_builder.reading.nodes import read_document
from site_builder.reading.notice_file import parse_notice
from site_builder.reading.source import Edit, edited
from site_builder.reading.yaml_places import entries_of, is_in_chinese

_ISSUES, _SECTIONS = ("issues", "问题"), ("sections", "章节")
_FOLLOWS = ("follows", "承接")


def follow(text: str, default_id: str, references: Mapping[int, str]) -> list[Edit] | None:
    """Return the edits that make issues, by index from 0, go on from others.

    None where that cannot be done without changing anything else.
    """
    notice, _ = parse_notice(text, default_id)
    root = read_document(text).root
    if notice is None or not isinstance(root, yaml.MappingNode):
        return None
    nodes = list(_issue_nodes(root))
    edits = [
        _edit(nodes[index], reference) if index < len(nodes) else None
        for index, reference in sorted(references.items())
    ]
    done = [edit for edit in edits if edit]
    if len(done) < len(references):
        return None
    after, _ = parse_notice(edited(text, done), default_id)
    return done if after == _following(notice, references) else None


def _issue_nodes(node: yaml.MappingNode) -> list[yaml.MappingNode]:
    """Return the mappings of all issues below a notice or a section, in document order."""
    found = []
    for section in _items(node, _SECTIONS):
        found += _items(section, _ISSUES)
        found += _issue_nodes(section)
    return found


def _items(node: yaml.MappingNode, names: tuple[str, str]) -> list[Any]:
    entries = entries_of(node)
    value = next((entries[name][1] for name in names if name in entries), None)
    return list(value.value) if isinstance(value, yaml.SequenceNode) else []


def _edit(node: yaml.MappingNode, reference: str) -> Edit | None:
    """Put a line in front of an issue's first key; into braces, a pair in front of the first."""
    if any(key.value in _FOLLOWS for key, _ in node.value):
        return None
    first = node.value[0][0].start_mark
    between = ", " if node.flow_style else "\n" + " " * first.column
    # In braces a colon or a bracket would end it, and a reference has neither.
    return Edit(first.index, first.index, f"{_FOLLOWS[is_in_chinese(node)]}: {reference}{between}")


def _following(notice: Notice, references: Mapping[int, str]) -> Notice:
    counter = iter(range(1_000_000))

    def issue(one: Issue) -> Issue:
        reference = references.get(next(counter))
        return one.model_copy(update={"follows": reference}) if reference else one

    def section(one: Section) -> Section:
        issues = tuple(map(issue, one.issues))
        inner = tuple(map(section, one.sections))
        return one.model_copy(update={"issues": issues, "sections": inner})

    return notice.model_copy(update={"sections": tuple(map(section, notice.sections))})
