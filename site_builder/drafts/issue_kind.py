"""Which markers begin the issues of a draft: it is read off the labels, not fixed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from site_builder.drafts.blocks import LABELLED, RANKS, Block
from site_builder.drafts.joining import HEADING_LENGTH
from site_builder.drafts.naming import (
    is_about_issues,
    is_about_leading,
    names_about,
    names_field,
    names_issue,
    names_task,
    title_end,
)
from site_builder.drafts.status_lists import status_of_heading
from site_builder.drafts.wording import is_closed, sentence_inside

# ① and 一是 number what is done about an issue, never issues.
_CANDIDATES = (
    *("chapter", "group", "item", "cross", "issue", "reference"),
    *(LABELLED, "sub_item", "half", "bullet", "first"),
)
_DONE = ("measures", "status")
_FEWEST = {"chapter": 2}  # one chapter with one label is a chapter about one issue
_DEEPEST_FIRST = ("half", "sub_item", "item", "group")
_USUAL_HEADS = ("item", "sub_item")
_BY_THEMSELVES = ("issue", "reference", LABELLED)
_ENOUGH = 0.8


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
        covered, stray = _coverage(chapter, usual.kind)
        if covered and covered >= _ENOUGH * (covered + stray):
            return usual
    if usual and not usual.labelled:
        return usual
    return by_labels(chapter) or _by_heads(chapter) or _by_wording(chapter, title)


def as_in_others(chapter: Sequence[Block], kind: IssueKind) -> bool:
    """Tell whether a chapter has issues as other chapters of the draft have, if only one."""
    heading = chapter[0].passage.text if chapter[0].kind in {"chapter", "group"} else ""
    heads = list(_with_next(chapter, kind.kind))
    if not heads or is_about_leading(heading):
        return False
    return all(names_issue(head.body.text) and _goes_on(head, after) for head, after in heads)


def by_labels(blocks: Sequence[Block]) -> IssueKind | None:
    """Choose the kind of which the most have their own labels of measures or of status.

    Where kinds are even, one that has labels of problems; then one whose words name issues and
    not fields; then the one that most seldom goes without; then the deepest.
    """
    best: tuple[tuple[float, ...], str] | None = None
    for kind in _CANDIDATES:
        heads = [block for block in blocks if block.kind == kind]
        covered, _ = _coverage(blocks, kind)
        if covered < _FEWEST.get(kind, 1):
            continue
        of_parts = _numbers_parts(blocks, kind)
        numbered = kind in _USUAL_HEADS or (kind != LABELLED and len(heads) > 1)
        share = covered / len(heads)
        words = [block.body.text for block in heads]
        fields = sum(map(names_field, words)) * 2 > len(heads)
        named = sum(map(names_issue, words)) * 2 > len(heads)
        # （一）问题描述, which numbers the label itself
        told = sum(bool(block.label and block.marker) for block in heads) * 2 > len(heads)
        score = (covered, not of_parts, told, not fields, named, share, numbered, RANKS[kind])
        if best is None or score > best[0]:
            best = (score, kind)
    return IssueKind(best[1], labelled=True) if best else None


def _numbers_parts(blocks: Sequence[Block], kind: str) -> bool:
    """Tell whether these markers number the parts of each issue: （1）存在问题 （2）整改情况."""
    first = {b.marker.value for b in blocks if b.kind == kind and b.marker} == {1}
    done = (block for block in blocks if block.label and block.label.part in _DONE)
    return first and any(block.marker and block.marker.kind == kind for block in done)


def by_chapters(blocks: Sequence[Block]) -> IssueKind | None:
    """Without any label: chapters that say they are issues, and hold no others."""
    heads = [
        block
        for block in blocks
        if block.kind == "chapter" and not is_about_leading(block.passage.text)
    ]
    inner = [block for block in blocks if block.kind in _DEEPEST_FIRST]
    named = [b for b in heads if names_issue(b.body.text, surely=bool(inner))]
    if len(named) < _FEWEST["chapter"] or len(named) < _ENOUGH * len(heads):
        return None
    # Ledgers below them, or how far all issues below them are: they stand above the issues.
    if any(block.cell for block in blocks) or any(map(_prints_status, named)):
        return None
    if any(names_field(block.body.text) for block in named):
        return None
    if sum(names_issue(block.body.text, surely=True) for block in inner) * 2 > len(inner) > 0:
        return None
    return IssueKind("chapter", labelled=False)


def _prints_status(head: Block) -> bool:
    begin = head.marker.end if head.marker else 0
    return status_of_heading(head.passage, begin) is not None


def _coverage(blocks: Sequence[Block], kind: str) -> tuple[int, int]:
    """Count the heads of a kind that have labels of their own, and the labels of no such head.

    A head that has the same label twice stands above several issues.
    """
    rank = RANKS[kind]
    covered = stray = 0
    words: list[str] | None = None  # the labels since the last head; None if there is no head
    for block in blocks:
        if block.kind and (block.kind == kind or block.rank <= rank):
            covered, stray = _count(words, covered, stray)
            words = [] if block.kind == kind else None
        elif block.label and block.label.part in _DONE:
            if words is None:
                stray += 1
            else:
                words.append(block.label.word)
    return _count(words, covered, stray)


def _count(words: list[str] | None, covered: int, stray: int) -> tuple[int, int]:
    if not words:
        return covered, stray
    if len(words) == len(set(words)):
        return covered + 1, stray
    return covered, stray + len(words)


def _by_heads(chapter: Sequence[Block]) -> IssueKind | None:
    """问题1： and 存在问题： say by themselves what they are."""
    kinds = {block.kind for block in chapter}
    found = next((kind for kind in _BY_THEMSELVES if kind in kinds), None)
    return IssueKind(found, labelled=False) if found else None


def _by_wording(chapter: Sequence[Block], title: str) -> IssueKind | None:
    """Without any label: what names issues, else what names tasks in a chapter about issues."""
    heading = chapter[0].passage.text if chapter[0].kind in {"chapter", "group"} else ""
    if is_about_leading(heading):
        return None
    about = is_about_issues(heading or title)
    for kind in _DEEPEST_FIRST:
        if kind == "group" and _ordinals_name_issues(chapter):
            return IssueKind("ordinal", labelled=False)
        heads = list(_with_next(chapter, kind))
        if heads and _all_name_issues(heads, about=about or is_about_issues(title)):
            fields = sum(names_field(head.body.text) for head, _ in heads)
            if fields < len(heads) or not _above_items(chapter, kind):
                return IssueKind(kind, labelled=False)
    return _by_tasks(chapter) if heading and about else None


def _ordinals_name_issues(chapter: Sequence[Block]) -> bool:
    """Tell whether below the names of fields every paragraph begins 一是针对…问题，制定…"""
    ordinals = list(_with_next(chapter, "ordinal"))
    groups = [block.body.text for block in chapter if block.kind == "group"]
    surely = all(names_about(head.body.text) and _goes_on(head, after) for head, after in ordinals)
    return len(ordinals) > 1 and surely and all(map(names_field, groups))


def _all_name_issues(heads: Sequence[tuple[Block, Block | None]], *, about: bool) -> bool:
    surely = sum(names_issue(head.body.text, surely=True) for head, _ in heads)
    named = sum(names_issue(head.body.text) for head, _ in heads) if about else surely
    enough = named >= _ENOUGH * len(heads) and (len(heads) > 1 or surely == 1)
    return enough and all(_goes_on(head, after) for head, after in heads)


def _by_tasks(chapter: Sequence[Block]) -> IssueKind | None:
    """Titles that say what was done about an issue, each with its text."""
    for kind in ("item", "group"):
        heads = list(_with_next(chapter, kind))
        titled = sum(names_task(head.body.text) and _goes_on(head, after) for head, after in heads)
        if len(heads) > 1 and titled >= _ENOUGH * len(heads):
            return IssueKind(kind, labelled=False)
    return None


def _above_items(chapter: Sequence[Block], kind: str) -> bool:
    rank = RANKS[kind]
    return any(block.kind in _DEEPEST_FIRST and block.rank > rank for block in chapter)


def _goes_on(head: Block, after: Block | None) -> bool:
    """Tell whether a head has text: in its own paragraph, or below it."""
    words = head.body.text
    return title_end(words) < len(words) or (after is not None and after.rank > head.rank)


def _with_next(chapter: Sequence[Block], kind: str) -> Iterator[tuple[Block, Block | None]]:
    for block, following in zip(chapter, [*chapter[1:], None], strict=True):
        if block.kind == kind:
            yield block, following


def is_headline(block: Block) -> bool:
    """Tell whether a block reads as a heading: short, and no sentence ends within it."""
    if block.name:
        return True
    text = block.passage.text.strip()
    return len(text) <= HEADING_LENGTH and not sentence_inside(text) and not is_closed(text)
