"""Goals that nothing which is built on MkDocs can reach: its own start takes longer."""

from __future__ import annotations

from dataclasses import dataclass

from bench.fitting import fit
from bench.ratios import RATIOS
from bench.results import Bench

_BASE = "mkdocs-material"


@dataclass(frozen=True)
class Floor:
    """What the base takes without a notice, and the goals that leave less; in seconds.

    `goals` have the name of the ratio, the number of notices, and what is left.
    """

    base: str
    seconds: float
    goals: tuple[tuple[str, int, float], ...]


def floor(bench: Bench) -> Floor | None:
    """Return what no work of ours can change, None if there is no such goal, or it is not known."""
    line = fit(bench.of(_BASE, lambda entry: entry.seconds("cold")))
    if line is None:
        return None
    goals = tuple(
        (ratio.name, corpus.count, allowed)
        for ratio in RATIOS
        for corpus in bench.corpora
        if (allowed := ratio.allowed(corpus)) is not None and allowed < line.start
    )
    return Floor(bench.corpora[-1].entry(_BASE).name, line.start, goals) if goals else None
