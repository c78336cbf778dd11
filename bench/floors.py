"""Goals that nothing which is built on MkDocs can reach: its own start takes longer."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from pathlib import Path

from bench.contestants.base import Contestant
from bench.contestants.mkdocs_material import MkdocsMaterial
from bench.ratios import RATIOS
from bench.results import Bench
from bench.runner import run_all

BASE: type[Contestant] = MkdocsMaterial


@dataclass(frozen=True)
class Floor:
    """What the base takes without a notice, and the goals that leave less; in seconds.

    `goals` have the name of the ratio, the number of notices, and what is left.
    """

    base: str
    seconds: float
    goals: tuple[tuple[str, int, float], ...]


def without_notices(base: Contestant, rounds: int, folder: Path) -> float:
    """Return the seconds in which a contestant makes a site of no notices; raises FailedError."""
    base.lay_out(folder)
    seconds = []
    for _ in range(rounds):
        base.clear(folder)
        seconds.append(run_all(base.commands(folder)).run.seconds)
    return statistics.median(seconds)


def floor(bench: Bench) -> Floor | None:
    """Return what no work of ours can change, None if there is no such goal."""
    if bench.base is None:
        return None
    goals = tuple(
        (ratio.name, corpus.count, allowed)
        for ratio in RATIOS
        for corpus in bench.corpora
        if (allowed := ratio.allowed(corpus)) is not None and allowed < bench.base
    )
    return Floor(BASE.name, bench.base, goals) if goals else None
