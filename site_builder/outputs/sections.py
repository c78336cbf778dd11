"""Sections → HTML: the text of a notice with the cards of its issues, and the table of contents.

Like the cards they are of few kinds, so each kind is rendered once and then filled.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

from markupsafe import Markup

from site_builder.outputs.cards import IssueCards
from site_builder.outputs.moulds import HOLE, Marks, Mould, Pieces, moulds
from site_builder.outputs.pages import environment
from site_builder.views.notice_page import IssueView, SectionView

_MOST_KINDS = 1000


def pour_sections(into: Pieces, sections: Sequence[SectionView], cards: IssueCards) -> None:
    """Add sections with all that is in them."""
    for one in sections:
        kind = one.level, one.outline, bool(one.heading), len(one.text)
        before, after = _section_moulds(*kind)
        before.pour(into, (one.anchor, one.heading, *one.text))
        for issue in one.issues:
            cards.pour(into, issue)
        pour_sections(into, one.sections, cards)
        after.pour(into)


@lru_cache(_MOST_KINDS)
def _section_moulds(level: int, outline: int, headed: bool, texts: int) -> tuple[Mould, Mould]:
    """Return what stands before the issues of a section and the sections below, and behind them."""
    marks = Marks()
    section = SectionView(
        anchor=marks.next(),
        level=level,
        outline=outline,
        heading=marks.next(there=headed),
        text=marks.some(texts),
        issues=(),
        sections=(),
    )
    before, after = moulds(_macro("section_block", section, HOLE))
    return before, after


# The table of contents


def pour_contents(into: Pieces, sections: Sequence[SectionView]) -> None:
    """Add the table of contents of some sections."""
    begin, end = _contents_list()
    begin.pour(into)
    for one in sections:
        name, close = _contents_section(bool(one.heading))
        name.pour(into, (one.anchor, one.heading))
        if one.issues:
            _pour_issues(into, one.issues)
        if one.sections:
            pour_contents(into, one.sections)
        close.pour(into)
    end.pour(into)


def _pour_issues(into: Pieces, issues: Sequence[IssueView]) -> None:
    words: list[str] = []
    for issue in issues:
        words += (issue.anchor, issue.number, issue.problem)
    _issues_mould(len(issues)).pour(into, words)


@cache
def _contents_section(headed: bool) -> tuple[Mould, Mould]:
    marks = Marks()
    section = {"anchor": marks.next(), "heading": marks.next(there=headed)}
    name, close = moulds(_macro("contents_section", section, HOLE))
    return name, close


@lru_cache(_MOST_KINDS)
def _issues_mould(count: int) -> Mould:
    marks = Marks()
    names = "anchor", "number", "problem"
    issues = [dict(zip(names, marks.some(3), strict=True)) for _ in range(count)]
    items = Markup("").join(_macro("contents_issue", issue) for issue in issues)
    (mould,) = moulds(_macro("contents_issues", items))
    return mould


@cache
def _contents_list() -> tuple[Mould, Mould]:
    begin, end = moulds(_macro("contents_list", HOLE))
    return begin, end


def _macro(name: str, *arguments: object) -> Markup:
    return Markup(getattr(environment().get_template("section.html").module, name)(*arguments))
