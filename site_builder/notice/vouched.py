"""The validator of a notice without what its reader vouches for: it takes 0.6 of the time.

A notice has some three hundred texts and a hundred measures. To ask of each text whether it is
printable and not blank, and to call Python twice for each measure, takes nearly as long as all
other validation, though `reading/lines.py` takes only files in which every text is sound. The
schema is the model's own with less in it, so that whatever is added to the model is here too.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pydantic_core import SchemaValidator

from site_builder.notice.base import FILLED, PRINTABLE, surely_filled
from site_builder.notice.model import Measure, Notice, measure_fields, measure_words

# What a measure must have one of.
_WORDS = frozenset({"marker", "序号", "text", "内容"})
# What is asked of each text, and what is done below for all measures of a list at once.
_LEFT_OUT = (surely_filled, Measure.read, Measure.not_empty)
_PATTERNS = (FILLED, PRINTABLE)
_MEASURE = Measure.__pydantic_core_schema__.get("schema")
# What is in a schema and holds none.
_NO_SCHEMA = ("metadata", "config", "default")


def _read_measures(value: object) -> list[dict[str, Any]]:
    """Read the measures of a list; of what is none, the model knows what to say."""
    if type(value) is not list:
        raise ValueError
    return [measure_words(item) if type(item) is str else _read_measure(item) for item in value]


def _read_measure(value: object) -> dict[str, Any]:
    fields = measure_fields(value)
    if type(fields) is not dict or _WORDS.isdisjoint(fields):
        raise ValueError
    return fields


def _eased(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_eased(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if _function_of(schema) in _LEFT_OUT:
        inner = _eased(schema["schema"])
        return {**inner, "ref": schema["ref"]} if "ref" in schema else inner
    eased = {
        name: part if name in _NO_SCHEMA else _eased(part)
        for name, part in schema.items()
        if not (name == "pattern" and part in _PATTERNS)
    }
    if eased.get("items_schema") == [_MEASURE]:
        function = {"type": "no-info", "function": _read_measures}
        return {"type": "function-before", "function": function, "schema": eased}
    return eased


def _function_of(schema: dict[str, Any]) -> object:
    function = schema.get("function")
    return function.get("function") if isinstance(function, dict) else None


def validator() -> Callable[[Any], Notice]:
    """Make `vouched_notice`."""
    schema = _eased(Notice.__pydantic_core_schema__)
    try:
        # Models that are part of another are else taken as they are.
        return SchemaValidator(schema, _use_prebuilt=False).validate_python
    except TypeError:  # pydantic promises no such argument; without it all is validated
        return Notice.model_validate


vouched_notice = validator()
"""Return what `Notice.model_validate` returns, or raise `ValidationError`.

It is for mappings in which no text is empty or blank, or holds a character that a notice may not
hold; all mappings are dicts, and all lists lists.
"""
