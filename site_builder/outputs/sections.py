"""Sections → HTML: the text of a notice with the cards of its issues, and the table of contents.

Like the cards they are of few kinds, so each kind is rendered once and then filled.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from markupsafe import Markup

from site_builder.outputs.cards import IssueCards
from site_builder.outputs.moulds import HOLE, Marks, PageMould, Pieces, encoded, moulds
from site_builder.outputs.pages import environment
from site_builder.views.notice_page import IssueView, SectionView

_MOST_KINDS = 1000


def pour_sections(
    contents: Pieces, into: Pieces, sections: Sequence[SectionView], cards: IssueCards
) -> None:
    """Add sections with all that is in them, and what the table of `contents` has of them."""
    begin, end = _around("contents_list")
    contents.append(begin)
    for one in sections:
        before, after, name, close = _section_moulds(
            one.level, one.outline, bool(one.heading), len(one.text)
        )
        words = encoded((one.anchor, one.heading, *one.text))
        before.pour(into, words)
        name.pour(contents, words)
        if one.issues:
            _pour_issues(contents, into, one.issues, cards)
        if one.sections:
            pour_sections(contents, into, one.sections, cards)
        contents.append(close)
        into.append(after)
    contents.append(end)


def _pour_issues(
    contents: Pieces, into: Pieces, issues: Sequence[IssueView], cards: IssueCards
) -> None:
    begin, end = _around("contents_issues")
    contents.append(begin)
    for issue in issues:
        words = cards.pour(into, issue)
        before, after = _around("contents_issue", issue.anchor)
        contents += (before, *words, after)
    contents.append(end)


@lru_cache(_MOST_KINDS)
def _section_moulds(
    level: int, outline: int, headed: bool, texts: int
) -> tuple[PageMould, bytes, PageMould, bytes]:
    """Return what stands before and behind the inside of a section, there and in the contents."""
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
    name, close = moulds(_macro("contents_section", section, HOLE))
    return before, after.fill(()), name, close.fill(())


@lru_cache(_MOST_KINDS)
def _around(name: str, *arguments: str) -> tuple[bytes, bytes]:
    """Return what stands before and behind that which is put into a macro as its last argument."""
    before, after = moulds(_macro(name, *arguments, HOLE))
    return before.fill(()), after.fill(())


def _macro(name: str, *arguments: object) -> Markup:
    return Markup(getattr(environment().get_template("section.html").module, name)(*arguments))
