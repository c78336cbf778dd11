"""Printed lines → paragraphs, by where lines begin and end and how far apart they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from site_builder.drafts.formats.pdf_columns import Frame, has_gap
from site_builder.drafts.formats.pdf_habits import Habits, are_alike
from site_builder.drafts.formats.pdf_lines import Line, joined_text
from site_builder.drafts.paragraph_ends import opens, told_whole
from site_builder.drafts.wording import is_closed
from site_builder.notice.outline import LEVELS, marker_at_start

_RAGGED = 2.0  # how far lines cut by counting characters may stay behind, in sizes of the font


class Joint(Enum):
    """What stands between two lines: nothing, the end of a paragraph, or nobody can tell."""

    JOINED = "joined"
    PARTED = "parted"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The lines of a paragraph; `whole` if it is certain that no other belongs to it."""

    lines: tuple[Line, ...]
    whole: bool

    @property
    def text(self) -> str:
        """The lines one after another."""
        return joined_text(self.lines)


def paragraphs_of(frames: Sequence[Frame], habits: Habits) -> list[Paragraph]:
    """Put the lines of frames that follow each other together into paragraphs."""
    lines = [(line, index) for index, frame in enumerate(frames) for line in frame.lines]
    if not lines:
        return []
    groups: list[list[Line]] = [[lines[0][0]]]
    joints = [Joint.PARTED]
    for (above, one), (below, other) in pairwise(lines):
        joint = _joint(above, below, habits, beside=one == other)
        if joint is Joint.JOINED:
            groups[-1].append(below)
        else:
            groups.append([below])
            joints.append(joint)
    return _told_whole(groups, [*joints, Joint.PARTED])


def _told_whole(groups: Sequence[Sequence[Line]], joints: Sequence[Joint]) -> list[Paragraph]:
    certain = [one is other is Joint.PARTED for one, other in pairwise(joints)]
    texts = [joined_text(group) for group in groups]
    whole = told_whole(list(zip(texts, certain, strict=True)))
    return [Paragraph(tuple(group), told) for group, told in zip(groups, whole, strict=True)]


def _joint(above: Line, below: Line, habits: Habits, beside: bool) -> Joint:
    """Say what is between two lines; `beside` if they stand in one frame."""
    if not are_alike(above, below) or (beside and habits.is_spaced(above, below)):
        return Joint.PARTED
    if has_gap(above) or has_gap(below):
        return Joint.PARTED
    indented = habits.is_indented(below)
    # Where paragraphs are not indented, a line that begins right of the margin may be a title.
    if not (habits.indents or indented) and habits.is_centred(above):
        return Joint.PARTED
    if not habits.is_full(above, below):
        goes_on = not (indented or is_closed(above.text) or opens(below.text))
        nearly = goes_on and habits.is_full(above, below, _RAGGED)
        return Joint.JOINED if nearly else Joint.PARTED
    if habits.indents:
        return _joint_by_indent(above, below, habits, indented)
    if habits.spaces and beside:
        return Joint.JOINED
    if indented and not habits.same_indent(above, below):
        return Joint.PARTED
    if is_closed(above.text) and habits.is_narrow(above):
        return Joint.PARTED
    if not opens(below.text):
        return Joint.JOINED
    if not is_closed(above.text):
        return Joint.JOINED if _breaks_off(above.text, below.text) else Joint.UNSURE
    return Joint.JOINED if _runs_on(below.text) else Joint.PARTED


def _breaks_off(above: str, below: str) -> bool:
    """Tell whether a line ends within a clause or a number, so that the next is no beginning."""
    return above[-1] in "，、," or (above[-1].isdigit() and below[0].isdigit())


def _runs_on(text: str) -> bool:
    """Tell whether a text begins with a number that mostly stands inside a paragraph: 二是, ②."""
    marker = marker_at_start(text)
    return marker is not None and marker.level > LEVELS["item"] and text[0] not in "（("


def _joint_by_indent(above: Line, below: Line, habits: Habits, indented: bool) -> Joint:
    if not indented:
        return Joint.JOINED
    if habits.same_indent(above, below) and not opens(below.text):
        return Joint.UNSURE  # all lines of a list may be indented
    return Joint.PARTED
