"""What stands around the sections of a notice → HTML: rendered once for each kind of notice.

Notices of one site are of few kinds, for they were written after the same model.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from site_builder.notice.status import LABELS, StatusCode
from site_builder.outputs.moulds import HOLE, Marks, PageMould, moulds
from site_builder.outputs.pages import environment
from site_builder.views.notice_page import NoticePage

_MOST_KINDS = 500


class _NoticeKind(NamedTuple):
    """All that notice.html makes a difference of; numbers are those of paragraphs or pieces."""

    root: str
    title_pieces: int
    letterhead: bool
    edition: bool
    facts: tuple[str, ...]
    figures: tuple[str, ...]
    preamble: int
    sections: bool
    closing: int
    labelled: bool
    contacts: tuple[tuple[str, bool], ...]
    signature: tuple[str, ...]


def notice_moulds(page: NoticePage) -> tuple[PageMould, ...]:
    """Return the moulds of a notice's page, to be filled with `notice_words`.

    Between them belong the table of contents and the sections, if there are any.
    """
    return _moulds(
        _NoticeKind(
            root=page.root,
            title_pieces=len(page.title_pieces),
            letterhead=bool(page.letterhead),
            edition=bool(page.edition),
            facts=tuple([name for name, _ in page.facts]),
            figures=tuple([figure.code for figure in page.figures]),
            preamble=len(page.preamble),
            sections=bool(page.sections),
            closing=len(page.closing),
            labelled=bool(page.contacts_label),
            contacts=tuple([(one.name, bool(one.href)) for one in page.contacts]),
            signature=tuple([line.type for line in page.signature]),
        )
    )


def notice_words(page: NoticePage) -> list[str]:
    """Return the words of a notice's page in the order of their marks."""
    words = [page.organization, *page.title_pieces, page.letterhead, page.edition]
    words += [fact for _, fact in page.facts]
    for figure in page.figures:
        words += (str(figure.count), str(figure.start))
    words += (str(page.issue_count), *page.preamble, *page.closing, page.contacts_label)
    for one in page.contacts:
        words += (one.before, one.value, one.after, one.href or "")
    words += [line.text for line in page.signature]
    return words


@lru_cache(_MOST_KINDS)
def _moulds(kind: _NoticeKind) -> tuple[PageMould, ...]:
    page = _marked(kind, Marks())
    html = environment().get_template("notice.html").render(page=page, contents=HOLE, sections=HOLE)
    return moulds(html)


def _marked(kind: _NoticeKind, marks: Marks) -> dict[str, object]:
    """Make what the template needs of a page, in the order of the marks that stand for words."""
    return {
        "root": kind.root,
        "organization": marks.next(),
        "title_pieces": marks.some(kind.title_pieces),
        "letterhead": marks.next(there=kind.letterhead),
        "edition": marks.next(there=kind.edition),
        "facts": [(name, marks.next()) for name in kind.facts],
        "figures": [_figure(code, marks) for code in kind.figures],
        "issue_count": marks.next(there=bool(kind.figures)),
        "preamble": marks.some(kind.preamble),
        "sections": kind.sections,
        "closing": marks.some(kind.closing),
        "contacts_label": marks.next(there=kind.labelled),
        "contacts": [_contact(*contact, marks) for contact in kind.contacts],
        "signature": [{"type": type_, "text": marks.next()} for type_ in kind.signature],
    }


def _figure(code: str, marks: Marks) -> dict[str, str]:
    label = LABELS[StatusCode(code)]
    count, start = marks.some(2)
    return {"code": code, "label": label, "count": count, "start": start}


def _contact(name: str, linked: bool, marks: Marks) -> dict[str, str]:
    before, value, after = marks.some(3)
    href = marks.next(there=linked)
    return {"name": name, "before": before, "value": value, "after": after, "href": href}
