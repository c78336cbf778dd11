"""What an output follows from, as a digest: where it is the same, the bytes are the same."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields
from datetime import date
from functools import cache
from hashlib import blake2b
from operator import attrgetter
from typing import Any

_DIGEST = 16


def encoder(default: Callable[[Any], Any]) -> Callable[[Any], str]:
    """Return what writes a value in a form that follows from what it holds alone."""
    # No address of an object is in it, as pickle has them, nor the order of a set.
    return json.JSONEncoder(
        ensure_ascii=False, check_circular=False, separators=(",", ":"), default=default
    ).encode


def contents(value: Any) -> Any:
    """Return what an instance of a dataclass holds, or a day says."""
    return value.isoformat() if isinstance(value, date) else _getter(value.__class__)(value)


@cache
def _getter(kind: Any) -> attrgetter[Any]:
    # Of a single field attrgetter returns the value itself, which says as much.
    return attrgetter(*(field.name for field in fields(kind)))


_written = encoder(contents)


def digest_of(text: str) -> str:
    """Return the hex digest of a text."""
    return blake2b(text.encode(), digest_size=_DIGEST).hexdigest()


def key_of(*inputs: object) -> str:
    """Return the digest of inputs: text, numbers, days, tuples and dataclasses of these."""
    return digest_of(_written(inputs))
