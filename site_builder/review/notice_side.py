"""The right side of the review page: the words of the notice, marked, as what they were read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from site_builder.drafts.trace import Trace
from site_builder.notice.contact import LABELS as CONTACT_LABELS
from site_builder.notice.model import SIGNATURE_KEYS, Issue, Measure, Notice, Section
from site_builder.notice.status import LABELS
from site_builder.notice.text import Path, Printed
from site_builder.review.fields import chinese_name
from site_builder.review.marking import Mark, Words, marked
from site_builder.review.view import IssueView, MeasureView, PartView

# The fields that are printed above everything else.
HEAD = ("letterhead", "title", "edition")
_SIGNATURE = {type_: name for name, type_ in SIGNATURE_KEYS.items()}
_PLACES = {"inside": "写在文字里", "elsewhere": "印在通报别处"}


class NoticeSide:
    """Gives the parts of a notice by the way to them; issues in their order, for it counts them.

    `words` and `labels` are the marked words by the way to what they are, and to what they are
    printed before.
    """

    def __init__(self, notice: Notice, trace: Trace, marks: Sequence[Mark]) -> None:
        """Take marks at offsets in the stream of the draft."""
        self._notice = notice
        self.words, self.labels = _words(trace, marks)
        self._issues = 0

    def heading(self, key: Path) -> str:
        """Return the heading of a section for the page's own outline."""
        section = _at(self._notice, key)
        return section.heading or "没有标题的一节" if isinstance(section, Section) else ""

    def paragraphs(self, key: Path, pieces: Sequence[Printed]) -> Iterator[tuple[str, Words]]:
        """Yield what pieces are, "" where that needs no saying, and their words."""
        for piece in pieces:
            if piece.before or piece.path == (*key, "heading"):
                continue
            yield self._name(piece.path), self.words[piece.path]

    def _name(self, path: Path) -> str:
        if path[0] in HEAD:
            return chinese_name(Notice, str(path[0]))
        if path[0] == "contacts" and isinstance(path[1], int):
            return CONTACT_LABELS[self._notice.contacts[path[1]].type]
        if path[0] == "signature" and isinstance(path[1], int):
            return _SIGNATURE[self._notice.signature[path[1]].type]
        return ""

    def issue(self, key: Path, pieces: Sequence[Printed]) -> IssueView:
        """Return the next issue, its parts in printed order."""
        issue = _at(self._notice, key)
        assert isinstance(issue, Issue)
        self._issues += 1
        names = dict.fromkeys(str((piece.before or piece.path)[len(key)]) for piece in pieces)
        names.pop("number", None)
        status = issue.status
        place = _PLACES.get(status.place, "") if status else "没有印出，程序不推断"
        sustained = "·长期坚持" if status and status.sustained else ""
        return IssueView(
            index=self._issues,
            number=self.words.get((*key, "number"), ()),
            status=str(issue.status_code),
            status_label=LABELS[issue.status_code] + sustained,
            status_note=f"{place}：{status.text}" if status and place else place,
            parts=tuple(self._part(name, key, issue) for name in names),
        )

    def _part(self, name: str, key: Path, issue: Issue) -> PartView:
        path = (*key, name)
        places = (path, (*path, "text"), *((*path, i) for i in range(len(issue.details))))
        paragraphs = [self.words[place] for place in places if place in self.words]
        return PartView(
            name=name,
            title=chinese_name(Issue, name),
            label=self.labels.get(path, ()),
            paragraphs=tuple(paragraphs),
            measures=self._measures(issue.measures, path) if name == "measures" else (),
        )

    def _measures(self, measures: Sequence[Measure], above: Path) -> tuple[MeasureView, ...]:
        return tuple(
            MeasureView(
                self.words.get((*above, index, "marker"), ()),
                self.words.get((*above, index, "text"), ()),
                self._measures(measure.measures, (*above, index, "measures")),
            )
            for index, measure in enumerate(measures)
        )


def _words(trace: Trace, marks: Sequence[Mark]) -> tuple[dict[Path, Words], dict[Path, Words]]:
    """Return the marked words of every piece by its path, and those of the labels."""
    by_piece: defaultdict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        if found := trace.piece_at(mark.start):
            index, start = found
            end = trace.piece_at(mark.end - 1)
            length = len(trace.pieces[index].text)
            stop = end[1] + 1 if end and end[0] == index else length
            by_piece[index].append(Mark(mark.number, mark.severity, start, stop))
    words: dict[Path, Words] = {}
    labels: dict[Path, Words] = {}
    for index, piece in enumerate(trace.pieces):
        text = marked(piece.text, by_piece[index])
        if piece.before:
            labels[piece.before] = text
        else:
            words[piece.path] = text
    return words, labels


def _at(notice: Notice, path: Path) -> object:
    found: object = notice
    for step in path:
        if isinstance(step, int):
            assert isinstance(found, tuple)
            found = found[step]
        else:
            found = getattr(found, step)
    return found
