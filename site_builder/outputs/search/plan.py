"""How the index is laid out and in which order; decided before anything of it is made."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from site_builder.library import Entry, Library

SMALL_SITE = 45  # notices; below this one file, searched from end to end, is less to load
EXACT_RECORDS = 60_000  # beyond this positions would be too much to load; totals say 约
RECORDS_A_SHARD = 32
# Fewer records than this that hold a pair are read rather than narrowed down by trigrams.
COMMON = 32
# With positions and without. There is more to a partition where these are not kept, so that there
# are more of them: of little change few are to be made anew.
FEWEST_PARTITION_BITS = {True: 6, False: 8}
HOT_BYTES = 4096
# The bits that tell the shard: the most of them for each kind, with and without positions, and
# how many fewer it has in any case, for there is less in it. And how many lists of a kind may have
# files of their own. Never more than 5,000 files in all.
MOST_BITS = {True: {"s": 10, "p": 11}, False: {"s": 11, "l": 11}}
FEWER_BITS = {"s": 1, "p": 0, "l": 0}
MOST_HOT = {"s": 576, "p": 512, "l": 256}


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
        """Whether positions are kept, so that every total is exact; trigrams where they are not."""
        return self.records <= EXACT_RECORDS

    @property
    def partition_bits(self) -> int:
        """How many first bits of a gram tell its partition; a `Layout` is made of it."""
        return max(FEWEST_PARTITION_BITS[self.exact], self.records.bit_length() - 15)

    @property
    def partitions(self) -> int:
        """How many partitions there are."""
        return 1 << self.partition_bits

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of shards there are; `index.py` says what they hold."""
        return () if self.small else tuple(MOST_BITS[self.exact])

    def shard_bits(self, kind: str) -> int:
        """How many bits number the shards of a kind; the first are those of the partition."""
        wanted = (self.records // RECORDS_A_SHARD).bit_length() - FEWER_BITS[kind]
        return max(self.partition_bits, min(wanted, MOST_BITS[self.exact][kind]))

    def most_hot(self, kind: str) -> int:
        """How many lists of a kind one partition may put in files of their own."""
        return MOST_HOT[kind] // self.partitions

    def sampled(self, number: int) -> bool:
        """Whether a notice is one of the 32 to 64 that stand for all.

        New ones change nothing about that until there are twice as many.
        """
        return number % (1 << max(0, self.notices.bit_length() - 6)) == 0


def plan_of(library: Library) -> tuple[Plan, list[Task], list[Entry]]:
    """Number the notices of a library from the oldest; return plan, tasks and entries."""
    entries = list(reversed(list(library)))
    tasks, record = [], 0
    for number, entry in enumerate(entries):
        dated = entry.dated.isoformat() if entry.dated else ""
        tasks.append(Task(entry.path, number, record, dated))
        record += 1 + len(entry.statuses)
    return Plan(len(entries), record), tasks, entries
