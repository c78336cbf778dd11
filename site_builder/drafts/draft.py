"""What every reader of a format returns: the lines of a draft, in the order of the document."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from site_builder.notice.model import IssuePart

# What a column of a ledger says its cells are.
Column = IssuePart | Literal["number"]
FactName = Literal[
    "index_number", "publisher", "published", "document_number", "disclosure", "region"
]


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A line or a paragraph as the source has it, bold marks and outer white space included.

    `number` counts from 1 the lines of the source, or where it has none, those read from it;
    `place` is how a person finds it there: 第3页第5行, 第12段, "" where `number` says it.
    `whole`: a paragraph by itself, which no page or line end broke. `row` and `column` are set
    for the cell of a ledger: which row, counted from 1 through the draft, and what it holds.
    """

    text: str
    number: int
    place: str = ""
    whole: bool = False
    row: int | None = None
    column: Column | None = None


@dataclass(frozen=True, slots=True)
class Dropped:
    """Characters of the source that are no part of the notice, and why, in Chinese."""

    text: str
    why: str
    number: int
    place: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A value printed beside the document, such as 索引号, and its line in the source."""

    name: FactName
    value: str
    number: int


@dataclass(frozen=True, slots=True)
class Draft:
    """A document that is not yet a notice.

    White space aside, its characters are those of `lines`, of the values of `facts` and of
    `dropped`, taken together: a reader loses nothing without saying so.
    """

    lines: tuple[DraftLine, ...]
    dropped: tuple[Dropped, ...] = ()
    facts: tuple[Fact, ...] = field(default=())
