"""What the model knows of the mapping at a place: the part that it makes, and its keys."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel

from site_builder.notice.base import part_in
from site_builder.notice.contact import TYPE_KEYS, Contact
from site_builder.notice.model import Notice


def model_at(loc: Sequence[int | str]) -> type[BaseModel] | None:
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


def keys_at(loc: Sequence[int | str]) -> list[str]:
    """Return all keys that the mapping at `loc` may have, in both languages."""
    model = model_at(loc)
    if model is None:
        return []
    own = [key for name, field in model.model_fields.items() for key in (name, field.alias) if key]
    return own + (list(TYPE_KEYS) if model is Contact else [])


def names_at(loc: Sequence[int | str], name: str) -> frozenset[str]:
    """Return both names of a field, whichever is given."""
    model = model_at(loc)
    fields = model.model_fields.items() if model else ()
    return next(
        (frozenset((n, f.alias or n)) for n, f in fields if name in (n, f.alias)),
        frozenset((name,)),
    )
