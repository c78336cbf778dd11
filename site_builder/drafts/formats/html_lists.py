"""The numbers that a browser prints before the items of a list."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from site_builder.drafts.formats.html_page import is_removed

_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([\w\s-]+)", re.IGNORECASE)
_DIGITS = "零一二三四五六七八九"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"))
_ROMAN_LOW = ((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def _letters(number: int) -> str:
    text = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("a") + rest) + text
    return text


def _roman(number: int) -> str:
    text = ""
    for value, sign in (*_ROMAN, *_ROMAN_LOW):
        while number >= value:
            text, number = text + sign, number - value
    return text


def _chinese(number: int) -> str:
    tens, units = divmod(number, 10)
    if tens > 9:
        return str(number)
    high = ("" if tens == 1 else _DIGITS[tens]) + "十" if tens else ""
    return high + (_DIGITS[units] if units or not tens else "")


# What list-style-type or type="" says → how a number is printed. Others print none.
_PRINTED: dict[str, Callable[[int], str]] = {
    "1": lambda number: f"{number}.",
    "decimal": lambda number: f"{number}.",
    "decimal-leading-zero": lambda number: f"{number:02}.",
    "a": lambda number: f"{_letters(number)}.",
    "lower-alpha": lambda number: f"{_letters(number)}.",
    "lower-latin": lambda number: f"{_letters(number)}.",
    "upper-alpha": lambda number: f"{_letters(number).upper()}.",
    "upper-latin": lambda number: f"{_letters(number).upper()}.",
    "i": lambda number: f"{_roman(number)}.",
    "lower-roman": lambda number: f"{_roman(number)}.",
    "upper-roman": lambda number: f"{_roman(number).upper()}.",
    "cjk-ideographic": lambda number: f"{_chinese(number)}、",
    "cjk-decimal": lambda number: (
        "".join("〇一二三四五六七八九"[int(d)] for d in str(number)) + "、"
    ),
    "simp-chinese-informal": lambda number: f"{_chinese(number)}、",
    "trad-chinese-informal": lambda number: f"{_chinese(number)}、",
}
_UPPER = {"A": "upper-alpha", "I": "upper-roman"}


def numbers_of(ordered: Any) -> dict[Any, str]:
    """Return for each item of an <ol> what is printed before it, "" for nothing."""
    items = [item for item in ordered if item.tag == "li" and not is_removed(item)]
    backwards = ordered.get("reversed") is not None
    number = _integer(ordered.get("start"), len(items) if backwards else 1)
    printed: dict[Any, str] = {}
    for item in items:
        number = _integer(item.get("value"), number)
        printed[item] = _print(_style(item) or _style(ordered) or "decimal", number)
        number += -1 if backwards else 1
    return printed


def _style(element: Any) -> str | None:
    found = _STYLE.search(element.get("style") or "")
    words = found[1].lower().split() if found else []
    known = [word for word in words if word in _PRINTED or word == "none"]
    kind = (element.get("type") or "").strip()
    if known:
        return known[0]
    return (_UPPER.get(kind) or kind.lower() or None) if not words else "none"


def _print(style: str, number: int) -> str:
    printed = _PRINTED.get(style)
    # Letters and Roman numerals begin with 1, and nobody numbers a list in millions.
    if printed is None:
        return ""
    return printed(number) if 0 < number < 4000 else f"{number}."


def _integer(text: str | None, default: int) -> int:
    try:
        return int(text) if text and len(text) < 9 else default
    except ValueError:
        return default
