"""Which markers begin the issues of a draft: it is read off the labels, not fixed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from site_builder.drafts.blocks import LABELLED, RANKS, Block
from site_builder.drafts.joining import HEADING_LENGTH
from site_builder.drafts.wording import is_closed, sentence_inside
from site_builder.notice.model import IssuePart

# ① and 一是 number what is done about an issue, never issues.
_CANDIDATES = ("chapter", "group", "item", "issue", LABELLED, "sub_item")
_DONE: tuple[IssuePart, ...] = ("measures", "status")
_FEWEST = {"chapter": 2}  # one chapter with one label is a chapter about one issue
_WITHOUT_LABELS = ("item", "sub_item")
_ENOUGH = 0.8
_ABOUT_ISSUES = re.compile(r"整改.*(?:问题|反馈|情况|进展)|(?:问题|反馈|指出).*整改")
# Words by which a heading that names something amiss can be told from one that names a task.
_AMISS = re.compile(
    r"不|未|问题|缺|欠|弱|滞后|差距|薄弱|偏|短板|缓慢|流于|违规|违反|失察|松|虚|浮|漏|少|难"
)


@dataclass(frozen=True, slots=True)
class IssueKind:
    """The kind of marker that begins an issue; `labelled`: its measures have a label."""

    kind: str
    labelled: bool


def issue_kind(chapter: Sequence[Block], usual: IssueKind | None, title: str) -> IssueKind | None:
    """Return what begins an issue in a chapter, None if it holds none.

    `usual` is what does in the whole draft; a chapter of another shape gets its own.
    """
    if usual and usual.labelled:
        total = _labels(chapter)
        if total and _covered(chapter, usual.kind) >= _ENOUGH * total:
            return usual
    return by_labels(chapter) or _by_heads(chapter) or _by_wording(chapter, title)


def by_labels(blocks: Sequence[Block]) -> IssueKind | None:
    """Choose the kind of which the most have exactly one label of measures (or of status) each.

    Where kinds are even, the one that most seldom goes without; then the deepest.
    """
    best: tuple[tuple[float, ...], str] | None = None
    for kind in _CANDIDATES:
        heads = [block for block in blocks if block.kind == kind]
        covered = _covered(blocks, kind)
        if covered < _FEWEST.get(kind, 1):
            continue
        always_first = len(heads) > 1 and {b.marker.value for b in heads if b.marker} == {1}
        numbered = kind in _WITHOUT_LABELS or (kind != LABELLED and len(heads) > 1)
        share = covered / len(heads)
        score = (covered, not always_first, share, numbered, RANKS[kind])
        if best is None or score > best[0]:
            best = (score, kind)
    return IssueKind(best[1], labelled=True) if best else None


def _part(blocks: Sequence[Block]) -> IssuePart:
    """Return which labels say where an issue is: those of measures, or of status if more."""
    counts = Counter(block.label.part for block in blocks if block.label)
    return max(_DONE, key=counts.__getitem__)


def _labels(blocks: Sequence[Block]) -> int:
    part = _part(blocks)
    return sum(block.label is not None and block.label.part == part for block in blocks)


def _covered(blocks: Sequence[Block], kind: str) -> int:
    """Count the heads of this kind that have exactly one label before the next head."""
    part, rank = _part(blocks), RANKS[kind]
    covered, open_, labels = 0, False, 0
    for block in blocks:
        if block.kind and (block.kind == kind or block.rank <= rank):
            covered += open_ and labels == 1
            open_, labels = block.kind == kind, 0
        elif block.label and block.label.part == part:
            labels += 1
    return covered + (open_ and labels == 1)


def _by_heads(chapter: Sequence[Block]) -> IssueKind | None:
    """问题1： and 存在问题： say by themselves what they are."""
    kinds = {block.kind for block in chapter}
    found = next((kind for kind in ("issue", LABELLED) if kind in kinds), None)
    return IssueKind(found, labelled=False) if found else None


def _by_wording(chapter: Sequence[Block], title: str) -> IssueKind | None:
    """Without any label: only where the chapter is about issues and its items all name one."""
    heading = chapter[0].passage.text if chapter[0].kind == "chapter" else title
    if not _ABOUT_ISSUES.search(heading):
        return None
    for kind in _WITHOUT_LABELS:
        if _clear(list(_with_next(chapter, kind))):
            return IssueKind(kind, labelled=False)
    return None


def _with_next(chapter: Sequence[Block], kind: str) -> Iterator[tuple[Block, Block | None]]:
    for block, following in zip(chapter, [*chapter[1:], None], strict=True):
        if block.kind == kind:
            yield block, following


def _clear(heads: Sequence[tuple[Block, Block | None]]) -> bool:
    named = sum(_AMISS.search(head.passage.text) is not None for head, _ in heads)
    return (
        len(heads) > 1
        and named >= _ENOUGH * len(heads)
        and all(is_headline(head) for head, _ in heads)
        and all(after and after.rank > head.rank for head, after in heads)
    )


def is_headline(block: Block) -> bool:
    """Tell whether a block reads as a heading: short, and no sentence ends within it."""
    text = block.passage.text.strip()
    return len(text) <= HEADING_LENGTH and not sentence_inside(text) and not is_closed(text)
