"""A refusal of the model → a fault with place, cause and cure in Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from difflib import get_close_matches
from typing import Any, get_args

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from site_builder.notice.base import FILLED, PRINTABLE, Paragraphs, Part
from site_builder.notice.contact import TYPE_KEYS, Contact
from site_builder.notice.model import (
    ID_PATTERN,
    Measure,
    Notice,
    PrintedDate,
    PrintedPeriod,
    Status,
)
from site_builder.reading.nodes import Broken, Place, Unquoted, is_null, place_of
from site_builder.reading.syntax import Fault, colon_fault

_EXPECTED = {
    "tuple_type": ("一个列表", "改成列表：每条另起一行，以“- ”开头。"),
    "model_type": ("一组“键: 内容”", "换行并缩进，写成“键: 内容”。"),
    "string_type": ("文字", "直接写文字；以“[”“{”开头或含“: ”的文字、true 这样的词加英文引号。"),
    "date_type": ("日期", "写成 2023-08-10。"),
    "bool_type": (" true 或 false", "写 true 或 false，不加引号。"),
}
# Each takes a search of its own; whoever made more slips mends these first.
MOST = 1000
# Refusals by our own validators of what is not a text.
_ABOUT_TEXTS = {"contact_value", "signature_text"}
# Those that may be written as a mere text.
_SHORT_FORMS = {Measure, PrintedDate, PrintedPeriod, Status}


def faults_of(error: ValidationError, root: yaml.Node) -> Iterator[Fault]:
    """Turn each refusal of a notice into one fault, and what follows from another into none."""
    details = error.errors(include_url=False)[:MOST]
    missing = [detail["loc"] for detail in details if detail["type"] == "missing"]
    meant = {
        detail["loc"]: _meant(detail["loc"], missing)
        for detail in details
        if detail["type"] == "extra_forbidden"
    }
    misspelt = {(loc[:-1], _names(loc[:-1], name)) for loc, name in meant.items() if name}
    for detail in details:
        loc = detail["loc"]
        if detail["type"] == "missing" and (loc[:-1], _names(loc[:-1], str(loc[-1]))) in misspelt:
            continue
        if loc in meant:
            yield _unknown_key(loc, meant[loc], root)
        elif fault := _fault(detail, root):
            yield fault


def _fault(detail: ErrorDetails, root: yaml.Node) -> Fault | None:
    loc, kind, given = detail["loc"], detail["type"], detail["input"]
    context: Mapping[str, Any] = detail.get("ctx", {})
    if isinstance(given, Broken):
        return None
    if "hint" in context:
        return _refusal(detail, context, root)
    if kind == "missing":
        return _missing_key(loc, root)
    place = _find(root, loc)
    if isinstance(given, Unquoted) and _may_be_text(loc, kind):
        return _unquoted(place, given)
    if kind == "string_pattern_mismatch":
        return _pattern(place, str(context.get("pattern")), given)
    if kind in {"enum", "literal_error"}:
        return _at(
            place,
            "N111",
            f"{_shown(given)}不在可选的范围内",
            f"可选：{_choices(str(context['expected']))}。",
        )
    if kind == "string_too_long":
        return _at(place, "N111", f"超过 {context['max_length']} 个字符", "缩短。")
    if kind == "model_type" and isinstance(given, str) and (colon := colon_fault(given, *place)):
        return colon
    if given is None:
        return _at(place, "N108", "这一条是空的", "填写内容，或者删去这一条。")
    what, cure = _EXPECTED.get(kind, ("另一种内容", "对照 docs/notice-format.md 中这一项的写法。"))
    return _at(place, "N108", f"{_named(loc)}应当是{what}，这里却是{_described(given)}", cure)


def _refusal(detail: ErrorDetails, context: Mapping[str, Any], root: yaml.Node) -> Fault | None:
    """Report what one of our own validators raised."""
    loc, at = detail["loc"], context["at"]
    place = _find_key(root, loc, at) if at else _find(root, loc)
    given = detail["input"].get(at) if isinstance(detail["input"], dict) else None
    if isinstance(given, Broken):
        return None
    if isinstance(given, Unquoted) and detail["type"] in _ABOUT_TEXTS:
        return _unquoted(_find(root, (*loc, at)), given)
    return _at(place, "N110", context["message"], context["hint"])


def _unquoted(place: Place, given: Unquoted) -> Fault:
    return _at(
        place,
        "N109",
        f"“{given}”没有加引号，YAML 会把它读成{given.taken_for}，不是文字",
        f"加上英文引号：'{given}'。",
    )


def _may_be_text(loc: Sequence[int | str], kind: str) -> bool:
    """Tell whether quotes would mend what was taken for a number or the like."""
    if kind in _EXPECTED:
        return kind == "string_type" or _model_at(loc) in _SHORT_FORMS or _is_paragraphs(loc)
    return kind not in {"enum", "literal_error"}


def _is_paragraphs(loc: Sequence[int | str]) -> bool:
    model = _model_at(loc[:-1])
    fields = model.model_fields.items() if model else ()
    return any(
        loc[-1] in (name, field.alias) and field.rebuild_annotation() == Paragraphs
        for name, field in fields
    )


def _at(place: Place, code: str, message: str, hint: str) -> Fault:
    return Fault(code, place.line, place.column, message, hint)


def _named(loc: Sequence[int | str]) -> str:
    return f"“{loc[-1]}”" if loc and isinstance(loc[-1], str) else "这一条"


def _described(given: object) -> str:
    if isinstance(given, bool):
        return "真假值"
    if isinstance(given, Unquoted):
        return f"“{given}”"
    if isinstance(given, str):
        return "一段文字"
    return "一个列表" if isinstance(given, list) else "一组键"


def _shown(given: object) -> str:
    return f"“{given}”" if isinstance(given, str) else _described(given)


def _choices(expected: str) -> str:
    return expected.replace("'", "").replace(" or ", "、").replace(", ", "、")


def _pattern(place: Place, pattern: str, given: object) -> Fault:
    if pattern in {FILLED, PRINTABLE} and str(given).strip():
        control = next(char for char in str(given) if not re.search(PRINTABLE, char))
        return _at(
            place,
            "N110",
            f"这段文字里有不能公开显示的控制字符 U+{ord(control):04X}",
            "删去双引号里以“\\”开头的这个字符。",
        )
    if pattern == FILLED:
        return _at(place, "N110", "此处没有内容", "填写内容，或者删去这一项。")
    assert pattern == ID_PATTERN
    return _at(
        place,
        "N111",
        f"编号“{given}”不能用在网址里",
        "只用小写字母、数字和连字符，如 kejiju-2023；文件名不合适时，在文件里写明“编号: …”。",
    )


def _missing_key(loc: Sequence[int | str], root: yaml.Node) -> Fault:
    """Point at the key if it stands there with nothing behind it, else at its mapping."""
    names = _names(loc[:-1], str(loc[-1]))
    chinese = str(loc[-1])
    parent = _node(root, loc[:-1])
    if isinstance(parent, yaml.MappingNode):
        for key_node, _ in parent.value:
            if key_node.value in names:
                return _at(
                    place_of(key_node), "N107", f"“{key_node.value}”后面没有内容", "填写内容。"
                )
    return _at(
        place_of(parent),
        "N107",
        f"缺少“{chinese}”" + (f"（{english}）" if (english := _other(names, chinese)) else ""),
        f"补上一行“{chinese}: …”。",
    )


def _other(names: frozenset[str], name: str) -> str:
    return next((other for other in names if other != name), "")


def _unknown_key(loc: Sequence[int | str], meant: str, root: yaml.Node) -> Fault:
    name = str(loc[-1])
    known = _keys(loc[:-1])
    if name in known:
        names = _names(loc[:-1], name)
        return _at(
            _find_last_key(root, loc[:-1], names),
            "N103",
            f"“{name}”与“{_other(names, name)}”是同一项，写了两次",
            "保留一处，另一处删去或并入。",
        )
    chinese = [key for key in known if not key.isascii()]
    hint = (
        f"是不是“{meant}”？"
        if meant
        else f"这里可用的有：{'、'.join(chinese)}。这一行若是文字，整段加英文引号。"
    )
    return _at(_find_last_key(root, loc[:-1], {name}), "N104", f"不认识“{name}”", hint)


def _meant(loc: Sequence[int | str], missing: Sequence[Sequence[int | str]]) -> str:
    """Return the key that an unknown one was probably meant to be, one that is missing first."""
    parent, name = loc[:-1], str(loc[-1])
    known = _keys(parent)
    if name in known:
        return ""
    lacking = [n for m in missing if m[:-1] == parent for n in _names(parent, str(m[-1]))]
    close = get_close_matches(name, lacking, n=1, cutoff=0.5)
    return (close or get_close_matches(name, known, n=1, cutoff=0.6) or [""])[0]


# What the model knows about the mapping at a place.


def _model_at(loc: Sequence[int | str]) -> type[BaseModel] | None:
    """Return the model that validates the mapping at `loc`."""
    model: type[BaseModel] | None = Notice
    for step in loc:
        if model is None:
            return None
        if isinstance(step, int):
            continue
        field = next((f for name, f in model.model_fields.items() if step in (name, f.alias)), None)
        model = part_in(field.annotation) if field else None
    return model


def part_in(annotation: Any) -> type[Part] | None:
    """Return the part that a field of this annotation holds, alone or in a list."""
    if isinstance(annotation, type) and issubclass(annotation, Part):
        return annotation
    return next((part for arg in get_args(annotation) if (part := part_in(arg))), None)


def _keys(loc: Sequence[int | str]) -> list[str]:
    model = _model_at(loc)
    if model is None:
        return []
    own = [key for name, field in model.model_fields.items() for key in (name, field.alias) if key]
    return own + (list(TYPE_KEYS) if model is Contact else [])


def _names(loc: Sequence[int | str], name: str) -> frozenset[str]:
    """Return both names of a field, whichever is given."""
    model = _model_at(loc)
    fields = model.model_fields.items() if model else ()
    return next(
        (frozenset((n, f.alias or n)) for n, f in fields if name in (n, f.alias)),
        frozenset((name,)),
    )


# Where a place of the values lies in the YAML.


def _node(root: yaml.Node, loc: Sequence[int | str]) -> yaml.Node:
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


def _find(root: yaml.Node, loc: Sequence[int | str]) -> Place:
    return place_of(_node(root, loc))


def _find_key(root: yaml.Node, loc: Sequence[int | str], name: str) -> Place:
    """Return where a key begins, by either of its names, else where its mapping does."""
    container = _node(root, loc[:-1]) if loc else root
    if loc and isinstance(container, yaml.MappingNode) and isinstance(loc[-1], int):
        entry = _step(container, loc[-1])  # contacts written as one mapping
        return place_of(entry[0] if entry else container)
    parent = _node(root, loc)
    for either in _names(loc, name):
        if isinstance(parent, yaml.MappingNode) and (entry := _step(parent, either)):
            return place_of(entry[0])
    return place_of(parent)


def _find_last_key(root: yaml.Node, loc: Sequence[int | str], names: Set[str]) -> Place:
    parent = _node(root, loc)
    entries = entries_of(parent) if isinstance(parent, yaml.MappingNode) else {}
    return max(
        (place_of(entries[name][0]) for name in names & entries.keys()), default=place_of(parent)
    )
