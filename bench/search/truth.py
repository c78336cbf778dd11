"""What a search has to find: the issues whose folded text holds every folded term."""

from __future__ import annotations

from collections.abc import Sequence

from bench.search.issues import Issues
from site_builder.outputs.search.folding import fold


def truth(query: str, issues: Issues) -> frozenset[str]:
    """Return the ids of the issues that answer a query."""
    return frozenset(issues.ids[number] for number in holding(query, issues.folded))


def holding(query: str, folded: Sequence[str]) -> list[int]:
    """Return which of some folded texts hold all terms of a query."""
    terms = [term for typed in query.split() if (term := fold(typed))]
    found = [number for number in range(len(folded)) if terms]
    for term in sorted(terms, key=len, reverse=True):
        found = [number for number in found if term in folded[number]]
    return found
