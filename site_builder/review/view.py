"""What the template of the review page receives: the draft beside the notice, block by block."""

from __future__ import annotations

from dataclasses import dataclass

from site_builder.drafts.draft import Dropped
from site_builder.review.marking import Words


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line of the draft, or the part of one that belongs to a block.

    `place` is its number or how else a person finds it; `dropped` says why it is not in the
    notice, "" if it is.
    """

    place: str
    words: Words
    dropped: str = ""


@dataclass(frozen=True, slots=True)
class MeasureView:
    """A measure with its marker, and those below it."""

    marker: Words
    text: Words
    measures: tuple[MeasureView, ...]


@dataclass(frozen=True, slots=True)
class PartView:
    """A part of an issue: its name in Chinese, its label as printed, its words."""

    name: str
    title: str
    label: Words
    paragraphs: tuple[Words, ...]
    measures: tuple[MeasureView, ...]


@dataclass(frozen=True, slots=True)
class IssueView:
    """An issue; `status_note` says where its status is printed if not in a line of its own."""

    index: int
    number: Words
    status: str
    status_label: str
    status_note: str
    parts: tuple[PartView, ...]


@dataclass(frozen=True, slots=True)
class DoubtView:
    """A doubt; `marked` tells whether its mark is there to be linked to, in draft and notice.

    `before` and `after` are the numbers of the doubts next to it that need a look, 0 if none.
    """

    number: int
    severity: str
    severity_name: str
    code: str
    message: str
    hint: str
    place: str
    target: str
    marked: bool
    before: int = 0
    after: int = 0


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the draft beside what was read from it.

    `kind` is head, preamble, section, issue, closing, contacts or signature; `level` is that of
    its heading in HTML. A section has `heading`; contacts have `label`; `paragraphs` are what
    the others consist of, each with the name of what it is or "".
    """

    kind: str
    anchor: str
    title: str
    level: int
    source: tuple[SourceLine, ...]
    doubts: tuple[DoubtView, ...]
    infos: tuple[DoubtView, ...]
    heading: Words = ()
    label: Words = ()
    paragraphs: tuple[tuple[str, Words], ...] = ()
    issue: IssueView | None = None


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """The whole page. `fields` and `facts` are (name, value) pairs; `totals` has counts too.

    `doubts` and `infos` are about the whole draft; those with a place stand in their block.
    """

    title: str
    draft: str
    target: str
    version: str
    fields: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str], ...]
    statuses: tuple[tuple[str, str, int], ...]
    totals: tuple[tuple[str, int], ...]
    counts: str
    doubts: tuple[DoubtView, ...]
    infos: tuple[DoubtView, ...]
    blocks: tuple[Block, ...]
    first_doubt: int
    left_out: tuple[tuple[str, tuple[Dropped, ...]], ...]
