"""How a PDF is set: its margins, its distances, and how it shows where paragraphs begin."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from site_builder.drafts.formats.pdf_columns import Frame
from site_builder.drafts.formats.pdf_furniture import usual_distance
from site_builder.drafts.formats.pdf_lines import Line

# In sizes of the font.
_INDENT = 0.8
_SLACK = 0.3
_EDGE = 0.5  # lines whose ends are this near to each other end at the same margin
_OTHER_SIZE = 0.12
_HANGING, _FAR = 1.2, 3.0  # punctuation hangs out of a margin, what is farther out is no text
_NARROW = 15.0  # lines of prose are wider
# In usual distances of lines.
_SPACED = 1.3
# Shares.
_RULE = 0.85  # of the paragraphs do what the document does as a rule
_SUPPORT, _STRONG = 0.25, 0.4  # of the lines that show where a margin is
_CUT, _LONGER = 0.25, 0.02  # of the lines have one length, and are longer than that
# In characters.
_SHORTEST_CUT = 15
_COLLAPSED = 4  # white space before a line, of which PDFium tells only the first
_FEW, _MANY = 6, 10  # lines of a frame too few to tell its margins, and quite enough
_OPENING = "（(“‘《〈【〔["
_NO_START = "，。；：、！？）)”’》〉】〕],.;:!?%…"


@dataclass(frozen=True, slots=True)
class _Margins:
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Habits:
    """How a document shows where paragraphs begin."""

    size: float
    distance: float
    """Between the baselines of two lines of the text, in points."""
    cut: int | None
    """How many characters each line has, if lines were cut by counting, as programs do."""
    indents: bool
    spaces: bool
    margins: dict[Line, _Margins]

    def indent(self, line: Line) -> float:
        """Return how far from the margin a line begins, in sizes of its font."""
        return (line.left - self.margins[line].left) / line.size

    def is_indented(self, line: Line) -> bool:
        """Tell whether a line begins right of the margin."""
        return self.indent(line) >= _INDENT

    def is_centred(self, line: Line) -> bool:
        """Tell whether a line stands equally far from both margins, as titles do."""
        margins = self.margins[line]
        left, right = line.left - margins.left, margins.right - line.right
        return left >= _INDENT * line.size and abs(left - right) <= _EDGE * line.size

    def same_indent(self, above: Line, below: Line) -> bool:
        """Tell whether two lines begin equally far from the margin."""
        return abs(self.indent(above) - self.indent(below)) < _SLACK

    def is_full(self, line: Line, following: Line, slack: float = _SLACK) -> bool:
        """Tell whether a line ended because what follows found no room in it."""
        if self.cut and line.count >= self.cut - (_COLLAPSED if line.lead else 0):
            return True
        room = self.margins[line].right - line.right
        return _first_chunk(following) + slack * line.size > room

    def is_narrow(self, line: Line) -> bool:
        """Tell whether lines are so short that they end where they do by chance."""
        margins = self.margins[line]
        return margins.right - margins.left < _NARROW * line.size

    def is_spaced(self, above: Line, below: Line) -> bool:
        """Tell whether more than the usual distance is between two lines of one frame."""
        larger = max(above.size, below.size) / self.size
        return above.y - below.y > _SPACED * self.distance * max(larger, 1) > 0


def habits_of(frames: Sequence[Frame]) -> Habits:
    """Learn from all frames of a document how it is set."""
    lines = [line for frame in frames for line in frame.lines]
    widths = Counter(frame.width for frame in frames if frame.width)
    general = _margins_of(lines, widths.most_common(1)[0][0] if widths else None)
    margins: dict[Line, _Margins] = {}
    for frame in frames:
        own = _margins_of(frame.lines, frame.width) if len(frame.lines) >= _FEW else general
        margins.update((line, own) for line in frame.lines)
    distance = usual_distance([frame.lines for frame in frames])
    bare = Habits(_usual_size(lines), distance, _cut(lines), False, False, margins)
    ends = [
        (above, below)
        for frame in frames
        for above, below in pairwise(frame.lines)
        if are_alike(above, below) and not bare.is_full(above, below)
    ]
    indented = sum(bare.is_indented(below) for _, below in ends)
    spaced = sum(bare.is_spaced(above, below) for above, below in ends)
    enough = max(_RULE * len(ends), 1)
    indents, spaces = indented >= enough, spaced >= enough
    return Habits(bare.size, distance, bare.cut, indents, spaces, margins)


def _cut(lines: Sequence[Line]) -> int | None:
    counts = Counter(line.count for line in lines)
    most, often = counts.most_common(1)[0] if counts else (0, 0)
    longer = sum(count for length, count in counts.items() if length > most)
    is_cut = often >= max(_CUT * len(lines), 3) and longer <= _LONGER * len(lines)
    return most if is_cut and most >= _SHORTEST_CUT else None


def are_alike(above: Line, below: Line) -> bool:
    """Tell whether two lines are printed in one size."""
    return abs(above.size - below.size) <= _OTHER_SIZE * max(above.size, below.size)


def _usual_size(lines: Sequence[Line]) -> float:
    sizes = Counter(round(line.size, 1) for line in lines)
    return max(sizes.most_common(1)[0][0], 1.0) if sizes else 1.0


def _margins_of(lines: Sequence[Line], width: float | None) -> _Margins:
    """Return where lines begin and end; if few are full, the page is taken for symmetrical."""
    if not lines:
        return _Margins(0, 0)
    size = _usual_size(lines)
    lefts, rights = sorted(line.left for line in lines), sorted(-line.right for line in lines)
    left, right = _margin(lefts, size), -_margin(rights, size)
    if right - left < _NARROW * size:
        right = -rights[0]  # so many short lines, and hardly one that is full
    full = sum(right - line.right <= _EDGE * size for line in lines)
    mirrored = (width or 0) - left
    if mirrored - right > _FAR * size and full < max(_SUPPORT * len(lines), 3):
        right = mirrored
    return _Margins(left, right)


def _margin(places: Sequence[float], size: float) -> float:
    """Return the outermost place, or that of many lines if few hang out of it, or far out."""
    usual, share = places[0], 0.0
    for place in places:
        share = sum(place <= other <= place + _EDGE * size for other in places) / len(places)
        usual = place
        if share >= _SUPPORT:
            break
    else:
        return places[0]
    out = (usual - places[0]) / size
    far = out > _FAR and share >= _STRONG and len(places) >= _MANY
    return usual if out <= _HANGING or far else places[0]


def _first_chunk(line: Line) -> float:
    """Return how wide the piece at the start of a line is that no line can break."""
    glyphs = [glyph for glyph in line.glyphs if glyph.char != "\u3000"]
    end = 0
    while end < len(glyphs) - 1 and not _may_break(glyphs[end].char, glyphs[end + 1].char):
        end += 1
    return glyphs[end].right - glyphs[0].left


def _may_break(before: str, after: str) -> bool:
    if after.isspace() or before.isspace():
        return True
    if before in _OPENING or after in _NO_START:
        return False
    return not (before.isascii() and after.isascii())
