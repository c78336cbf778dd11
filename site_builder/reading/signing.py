"""One more entry in the review trail of a notice file, which stays otherwise as it was written."""

from __future__ import annotations

from textwrap import indent
from typing import Any

import yaml

from site_builder.notice.model import Notice, SignOff
from site_builder.reading.nodes import is_null, read_document
from site_builder.reading.notice_file import parse_notice
from site_builder.reading.source import Edit, edited
from site_builder.reading.yaml_places import is_in_chinese

_KEYS = ("review", "审核")


def sign_off(text: str, default_id: str, entry: SignOff) -> Edit | None:
    """Return the edit that adds an entry to the YAML text of a notice.

    None where that cannot be done without changing anything else, such as in a text that ends
    with `...` or that is one pair of braces.
    """
    notice, _ = parse_notice(text, default_id)
    edit = _addition(text, entry)
    if notice is None or edit is None:
        return None
    after, _ = parse_notice(edited(text, [edit]), default_id)
    return edit if after == _signed(notice, entry) else None


def _signed(notice: Notice, entry: SignOff) -> Notice:
    return notice.model_copy(update={"review": (*notice.review, entry)})


def _addition(text: str, entry: SignOff) -> Edit | None:
    root = read_document(text).root
    if not isinstance(root, yaml.MappingNode) or root.flow_style:
        return None
    chinese = is_in_chinese(root)
    for key, value in root.value:
        if key.value in _KEYS:
            return _to_list(text, key, value, entry, chinese=key.value == _KEYS[1])
    gap = "" if not text or text.endswith("\n") else "\n"
    end = len(text)
    return Edit(end, end, f"{gap}{_KEYS[chinese]}:\n{_item(entry, 2, chinese)}\n")


def _to_list(
    text: str, key: yaml.Node, value: yaml.Node, entry: SignOff, *, chinese: bool
) -> Edit | None:
    if is_null(value):
        at = _line_end(text, key.end_mark.index)
        return Edit(at, at, "\n" + _item(entry, 2, chinese))
    if not isinstance(value, yaml.SequenceNode):
        return None
    if not value.value:
        return Edit(value.start_mark.index, value.end_mark.index, "\n" + _item(entry, 2, chinese))
    if value.flow_style:
        return None
    at = _line_end(text, _last_scalar(value).end_mark.index)
    return Edit(at, at, "\n" + _item(entry, value.start_mark.column, chinese))


def _item(entry: SignOff, column: int, chinese: bool) -> str:
    fields = {
        (field.alias or name) if chinese else name: getattr(entry, name)
        for name, field in SignOff.model_fields.items()
    }
    item: str = yaml.dump(
        [fields], Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=2**31 - 1
    )
    return indent(item.rstrip("\n"), " " * column)


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _last_scalar(node: Any) -> yaml.Node:
    while not isinstance(node, yaml.ScalarNode):
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    return node
