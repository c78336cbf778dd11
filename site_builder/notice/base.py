"""What every part of a notice shares: strict keys in two languages, text kept as it is."""

from __future__ import annotations

import re
from typing import Annotated, Any, get_args

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictStr,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)
from pydantic_core import PydanticCustomError


class Part(BaseModel):
    """A part of a notice: immutable, refuses unknown keys, takes English and Chinese keys."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, validate_by_name=True, validate_by_alias=True
    )


def part_in(annotation: Any) -> type[Part] | None:
    """Return the part that a field of this annotation holds, alone or in a list."""
    if isinstance(annotation, type) and issubclass(annotation, Part):
        return annotation
    return next((part for arg in get_args(annotation) if (part := part_in(arg))), None)


def key(chinese: str, description: str, default: Any = ..., **kwargs: Any) -> Any:
    """Declare a field: its Chinese key, and what it holds (Chinese, for schema and docs)."""
    return Field(default, alias=chinese, title=chinese, description=description, **kwargs)


def fault(kind: str, message: str, hint: str, at: str = "") -> PydanticCustomError:
    """Make a fault for a validator to raise: cause and cure in Chinese.

    `at` names the key inside the refused mapping that the fault is about, if it is about one.
    """
    # Pydantic fills {…} in the template from the context, so the words go in by way of it.
    return PydanticCustomError(
        kind,
        "{message}",
        {"message": message, "hint": hint, "at": at},
    )


def filled_in(data: Any, name: str) -> Any:
    """Take a mere text as the part's `name`, and leave out of a mapping what is not filled in."""
    if isinstance(data, str):
        return {name: data}
    if isinstance(data, dict):
        return {key: value for key, value in data.items() if value is not None}
    return data


def _lines(value: object) -> object:
    """Take a text as its lines: with `|`, one line is one paragraph."""
    if isinstance(value, str):
        return [line for line in value.splitlines() if line.strip()]
    return value


# No page, feed or table can hold these; YAML lets them in as "\0".
_CONTROLS = r"\x00-\x08\x0e-\x1f\x7f\ufffe\uffff"
PRINTABLE = rf"^[^{_CONTROLS}]*$"
FILLED = rf"^[^{_CONTROLS}]*[^\s{_CONTROLS}][^{_CONTROLS}]*$"
_CONTROL = re.compile(f"[{_CONTROLS}]")


def control_in(text: str) -> re.Match[str] | None:
    """Find the first character for which a text would be refused."""
    return _CONTROL.search(text)


def surely_filled(text: object, ask_pattern: ValidatorFunctionWrapHandler) -> object:
    """Ask the pattern only about a text that it may refuse: that takes twice as long."""
    if type(text) is str and text.isprintable() and text and not text.isspace():
        return text
    return ask_pattern(text)


Label = Annotated[StrictStr, Field(pattern=PRINTABLE)]
Text = Annotated[StrictStr, Field(pattern=FILLED), WrapValidator(surely_filled)]
Paragraphs = Annotated[tuple[Text, ...], BeforeValidator(_lines)]
Words = tuple[Text, ...]
