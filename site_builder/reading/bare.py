"""What a text without quotes means, as the two quick ways of reading take it."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from yaml import ScalarNode
from yaml.resolver import Resolver

from site_builder.reading.nodes import Unquoted, value_of

# Into so few characters do not go as many issues (each eight at least) and values as are too many.
LONGEST = 40_000
# What keys and dates have at most; longer texts are not worth remembering.
_SHORT = 40
_RESOLVER = Resolver()


class DoubtError(Exception):
    """Something is not plainly sound: a slower way of reading shall look at it."""


def bare_value(text: str) -> Any:
    """Return what a text without quotes means: text, a truth value or None.

    What YAML takes for something else than text is ASCII throughout: only such need be asked for.

    Raises:
        DoubtError: YAML takes it for something that is refused where text is meant.
    """
    return _known(text) if len(text) <= _SHORT else _meant(text)


def _meant(text: str) -> Any:
    tag = _RESOLVER.resolve(ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
    meant = value_of(tag, text)
    if isinstance(meant, Unquoted):
        raise DoubtError
    return meant


# The same keys and dates are in many files.
_known = lru_cache(maxsize=1000)(_meant)
