"""How the index is laid out and in which order; decided before anything of it is made."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from site_builder.library import Entry, Library

SMALL_SITE = 45  # notices; below this one file, searched from end to end, is less to load
EXACT_RECORDS = 60_000  # beyond this positions would be too many files' worth; totals say 约
RECORDS_A_SHARD = 24
MOST_SHARDS = 2400
PARTITIONS = 64
HOT_BYTES, HOT_BYTES_LARGE = 4096, 12_288


@dataclass(frozen=True, slots=True)
class Task:
    """A notice to be written and indexed: its file, number, first record and date (ISO or "")."""

    path: Path
    number: int
    first_record: int
    dated: str


@dataclass(frozen=True, slots=True)
class Plan:
    """How the index is laid out; follows from how much there is to index alone."""

    notices: int
    records: int

    @property
    def small(self) -> bool:
        """Whether one file does for all."""
        return self.notices <= SMALL_SITE

    @property
    def exact(self) -> bool:
        """Whether positions are kept, so that every total is exact."""
        return self.records <= EXACT_RECORDS

    @property
    def shards(self) -> int:
        """The number of shards, a multiple of the number of partitions."""
        wanted = min(self.records // RECORDS_A_SHARD, MOST_SHARDS)
        return max(1, wanted // PARTITIONS) * PARTITIONS

    @property
    def hot_bytes(self) -> int:
        """How long a list may be to stay in its shard."""
        return HOT_BYTES if self.exact else HOT_BYTES_LARGE


def plan_of(library: Library) -> tuple[Plan, list[Task], list[Entry]]:
    """Number the notices of a library from the oldest; return plan, tasks and entries."""
    entries = list(reversed(list(library)))
    tasks, record = [], 0
    for number, entry in enumerate(entries):
        dated = entry.dated.isoformat() if entry.dated else ""
        tasks.append(Task(entry.path, number, record, dated))
        record += 1 + len(entry.statuses)
    return Plan(len(entries), record), tasks, entries
