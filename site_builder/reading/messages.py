"""A refusal of the model → a fault with place, cause and cure in Chinese."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from site_builder.notice.base import FILLED, Paragraphs, control_in
from site_builder.notice.model import ID_PATTERN, Measure, PrintedDate, PrintedPeriod, Status
from site_builder.reading.fault import Fault
from site_builder.reading.model_keys import keys_at, model_at, names_at
from site_builder.reading.nodes import Broken, Place, Unquoted, place_of
from site_builder.reading.syntax import colon_fault, wide_indent_fault
from site_builder.reading.yaml_places import node_at, place_at, place_of_key, place_of_last_key

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
    misspelt = {(loc[:-1], names_at(loc[:-1], name)) for loc, name in meant.items() if name}
    for detail in details:
        loc = detail["loc"]
        if detail["type"] == "missing" and (loc[:-1], names_at(loc[:-1], str(loc[-1]))) in misspelt:
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
    place = place_at(root, loc)
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
    place = place_of_key(root, loc, at) if at else place_at(root, loc)
    given = detail["input"].get(at) if isinstance(detail["input"], dict) else None
    if isinstance(given, Broken):
        return None
    if isinstance(given, Unquoted) and detail["type"] in _ABOUT_TEXTS:
        return _unquoted(place_at(root, (*loc, at)), given)
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
        return kind == "string_type" or model_at(loc) in _SHORT_FORMS or _is_paragraphs(loc)
    return kind not in {"enum", "literal_error"}


def _is_paragraphs(loc: Sequence[int | str]) -> bool:
    model = model_at(loc[:-1])
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
    if control := control_in(str(given)):
        return _at(
            place,
            "N110",
            f"这段文字里有不能公开显示的控制字符 U+{ord(control[0]):04X}",
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
    names = names_at(loc[:-1], str(loc[-1]))
    chinese = str(loc[-1])
    parent = node_at(root, loc[:-1])
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
    known = keys_at(loc[:-1])
    if name in known:
        names = names_at(loc[:-1], name)
        return _at(
            place_of_last_key(root, loc[:-1], names),
            "N103",
            f"“{name}”与“{_other(names, name)}”是同一项，写了两次",
            "保留一处，另一处删去或并入。",
        )
    place = place_of_last_key(root, loc[:-1], {name})
    if indented := wide_indent_fault(f"{name}:", *place):
        return indented
    chinese = [key for key in known if not key.isascii()]
    hint = (
        f"是不是“{meant}”？"
        if meant
        else f"这里可用的有：{'、'.join(chinese)}。这一行若是文字，整段加英文引号。"
    )
    return _at(place, "N104", f"不认识“{name}”", hint)


def _meant(loc: Sequence[int | str], missing: Sequence[Sequence[int | str]]) -> str:
    """Return the key that an unknown one was probably meant to be, one that is missing first."""
    parent, name = loc[:-1], str(loc[-1])
    known = keys_at(parent)
    if name in known:
        return ""
    lacking = [n for m in missing if m[:-1] == parent for n in names_at(parent, str(m[-1]))]
    close = get_close_matches(name, lacking, n=1, cutoff=0.5)
    return (close or get_close_matches(name, known, n=1, cutoff=0.6) or [""])[0]
