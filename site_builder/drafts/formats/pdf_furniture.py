"""Page numbers, running heads and running feet: what every page prints around the text."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median

from site_builder.drafts.formats.pdf_lines import Line
from site_builder.drafts.labels import label_at
from site_builder.drafts.page_traces import PAGE_NUMBER, is_page_number

RUNNING = "页眉或页脚"

_BARE = re.compile(r"\d{1,4}|[ivxlc]{1,7}|[IVXLC]{1,7}|[ⅰ-ⅿⅠ-Ⅿ]{1,3}")
_DIGITS = re.compile(r"\d+")
_DEPTH = 3  # lines at the top and at the foot of a page that may be furniture
_STEP = 3.0  # points that the same head may stand higher or lower on another page
_SHARE = 0.4  # odd and even pages have their own heads, and the first page none
_FEW_PAGES, _SMALL = 2, 0.9
_COMMON = 0.2  # of all distances of lines
_APART = 1.5  # in usual distances of lines: what parts a number from the text


def furniture(pages: Sequence[Sequence[Line]]) -> dict[Line, str]:
    """Return the lines that are no text of the document, each with what it is in Chinese.

    `pages` are the lines of each page, from the top down.
    """
    found: dict[Line, str] = {}
    for from_top in (True, False):
        edges = [list(page[:_DEPTH] if from_top else page[: -_DEPTH - 1 : -1]) for page in pages]
        repeated = _repeated(edges)
        for page, edge in zip(pages, edges, strict=True):
            for line in edge:
                kind = _kind(line, page, repeated, pages, found)
                if kind is None:
                    break
                found[line] = kind
    return found


def _kind(
    line: Line,
    page: Sequence[Line],
    repeated: set[tuple[str, int]],
    pages: Sequence[Sequence[Line]],
    found: dict[Line, str],
) -> str | None:
    text = line.text.strip()
    if is_page_number(text):
        return PAGE_NUMBER
    if label_at(text):
        return None  # one that happens to begin several pages: 整改情况：
    rest = [other for other in page if other is not line and other not in found]
    rest = [other for other in rest if not _keys(other) & repeated]
    if not _is_apart(line, rest, pages):
        return None
    if _BARE.fullmatch(text):
        return PAGE_NUMBER
    if _keys(line) & repeated or (len(pages) <= _FEW_PAGES and _is_small_head(line, page, pages)):
        return RUNNING
    return None


def _is_small_head(line: Line, page: Sequence[Line], pages: Sequence[Sequence[Line]]) -> bool:
    """Tell whether a line is a head by its looks: where no other page repeats it."""
    sizes = sorted(other.size for each in pages for other in each)
    small = line.size < _SMALL * sizes[len(sizes) // 2]
    return (
        line is page[0]
        and small
        and ":" not in line.text
        and "：" not in line.text
        and (_is_apart(line, page[1:], pages))
    )


def _repeated(edges: Sequence[Sequence[Line]]) -> set[tuple[str, int]]:
    """The lines that most pages print at the same height, digits aside."""
    if len(edges) < 2:
        return set()
    counts = Counter(key for edge in edges for key in set().union(*map(_keys, edge)))
    needed = max(_SHARE * len(edges), 3) if len(edges) > 2 else 2
    return {key for key, count in counts.items() if count >= needed}


def _keys(line: Line) -> set[tuple[str, int]]:
    """What a line is compared by: heights a little apart share one of two steps."""
    text, step = _key(line)
    return {(text, step), (text, round(line.y / _STEP + 0.5) * 2 + 1)}


def _key(line: Line) -> tuple[str, int]:
    return _DIGITS.sub("#", "".join(line.text.split())), round(line.y / _STEP) * 2


def _is_apart(line: Line, others: Iterable[Line], pages: Sequence[Sequence[Line]]) -> bool:
    distances = [abs(line.y - other.y) for other in others]
    return not distances or min(distances) > _APART * usual_distance(pages)


def usual_distance(pages: Iterable[Sequence[Line]]) -> float:
    """Return the usual distance of two lines' baselines within a paragraph, in points.

    Where many paragraphs have one line, the commonest distance is that between paragraphs.
    """
    steps: dict[int, list[float]] = defaultdict(list)
    for page in pages:
        for above, below in pairwise(page):
            if 0 < above.y - below.y < 4 * above.size:
                steps[round(above.y - below.y)].append(above.y - below.y)
    if not steps:
        return 0.0
    enough = _COMMON * sum(map(len, steps.values()))
    commonest = max(steps.values(), key=len)
    near = (steps[step] + steps.get(step + 1, []) for step in sorted(steps))
    return median(next((found for found in near if len(found) >= enough), commonest))
