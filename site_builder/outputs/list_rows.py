"""What lists say of a notice or an issue → HTML. A notice stands in dozens of lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import chain, islice
from typing import Any

from site_builder.outputs.moulds import Marks, Mould, escaped
from site_builder.outputs.pages import environment
from site_builder.views.figures import StatusFigure
from site_builder.views.listing import NoticeItem, Notices
from site_builder.views.open_issues import OpenRow

# Places in what is rendered once: of the way up to the root, and of the issues that a list is of.
# No word of a notice can hold them, and they are no marks.
_ROOT = "\x1d"
_MATCHING = "\x1c"


class Rows:
    """The rows of lists of notices. Each is made when a page needs it first, and then kept.

    `item_at` gives the notice at a place.
    """

    def __init__(self, item_at: Callable[[int], NoticeItem]) -> None:
        self._item_at = item_at
        self._known: dict[int, tuple[bytes, bytes]] = {}

    def of(self, notices: Notices, label: str, root: str) -> bytes:
        """Return the rows of some notices in the list of what is called `label`.

        `root` is the way up from the page.
        """
        known = self._known
        rows = [known.get(place) or self._made(place) for place in notices.places]
        if notices.matching is None:
            return _with_root(chain.from_iterable(rows), root)
        matching = {count: _matching(count, label) for count in set(notices.matching)}
        counted = zip(rows, map(matching.__getitem__, notices.matching), strict=True)
        pieces = [piece for (before, after), at in counted for piece in (before, at, after)]
        return _with_root(pieces, root)

    def _made(self, place: int) -> tuple[bytes, bytes]:
        """Return what stands before and after the issues of a notice that match."""
        before, _, after = _row(self._item_at(place)).encode().partition(_MATCHING.encode())
        self._known[place] = before, after
        return before, after


def _with_root(pieces: Iterable[bytes], root: str) -> bytes:
    return b"".join(pieces).replace(_ROOT.encode(), root.encode())


def _row(item: NoticeItem) -> str:
    kinds = tuple([(figure.code, figure.label) for figure in item.figures])
    mould = _row_mould(bool(item.region), bool(item.date), kinds, len(item.marks))
    counts = [figure.count for figure in item.figures]
    words = (item.url, item.title, item.organization, item.region, item.date)
    return mould.fill(escaped((*words, *map(str, (item.issue_count, *counts)), *item.marks)))


@cache
def _row_mould(region: bool, date: bool, kinds: tuple[tuple[str, str], ...], notes: int) -> Mould:
    """Return the mould of the rows that state region and date, and have statuses of these kinds."""
    marks = Marks()
    url, title, organization = marks.some(3)
    where, when = marks.next(there=region), marks.next(there=date)
    count: Any = marks.next(there=bool(kinds))
    of_each: list[Any] = [marks.next() for _ in kinds]
    figures = tuple(
        StatusFigure(code, label, mark, 0, 0)
        for (code, label), mark in zip(kinds, of_each, strict=True)
    )
    item = NoticeItem(url, title, organization, where, when, count, figures, marks.some(notes))
    macros: Any = environment().get_template("notice_row.html").module
    return Mould(str(macros.row(item, _ROOT, _MATCHING)))


def _matching(count: int, label: str) -> bytes:
    return _matching_mould().fill(escaped((str(count), label))).encode()


@cache
def _matching_mould() -> Mould:
    macros: Any = environment().get_template("notice_row.html").module
    return Mould(str(macros.matching(*Marks().some(2))))


def open_rows(rows: Sequence[OpenRow], root: str) -> bytes:
    """Return the open issues of a group."""
    words = iter(escaped(word for row in rows for word in row))
    pieces = [
        _open_mould(row.code, row.label, bool(row.since), bool(row.duration)).fill(
            tuple(islice(words, len(row)))
        )
        for row in rows
    ]
    return _with_root([piece.encode() for piece in pieces], root)


@cache
def _open_mould(code: str, label: str, since: bool, duration: bool) -> Mould:
    marks = Marks()
    url, number, problem, *_ = marks.some(5)
    row = OpenRow(
        url, number, problem, code, label, marks.next(there=since), marks.next(there=duration)
    )
    macros: Any = environment().get_template("open_row.html").module
    return Mould(str(macros.open_row(row, _ROOT)))
