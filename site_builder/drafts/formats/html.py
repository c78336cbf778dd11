"""A saved web page: the article found, what stands around it told apart and reported."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from site_builder.drafts.doubts import Doubts
from site_builder.drafts.draft import Draft, DraftLine, Dropped, Fact
from site_builder.drafts.formats.extras import missing
from site_builder.drafts.formats.files import is_misnamed, read_bytes
from site_builder.drafts.paragraph_ends import opens, told_whole

if TYPE_CHECKING:
    from site_builder.drafts.formats.html_blocks import Block
    from site_builder.drafts.formats.html_facts import Beside

MAX_BYTES = 10_000_000
_HEADLINE = re.compile("通报|公告|公示|整改|巡察|巡视")
_TITLE_END = re.compile(r"^[^。]{4,90}(?:通报|公告|公示|报告|情况)(?:[（(][^（()）]*[)）])?$")
_HEAD = 8  # blocks at the start among which a title stands


def read(path: Path, doubts: Doubts) -> Draft | None:
    """Read a web page: a draft of its article, or None and a doubt that says why."""
    try:
        import lxml  # noqa: F401
    except ImportError:
        missing(doubts, "lxml")
        return None
    from site_builder.drafts.formats.html_page import decoded, parsed

    data = read_bytes(path, MAX_BYTES, doubts)
    if data is None or is_misnamed(data, doubts, web=True):
        return None
    found = decoded(data)
    if found is None:
        doubts.add_at("D902", 1, 1)
        return None
    text, encoding = found
    if not text.strip():
        doubts.add_at("D901", 1, 1)
        return None
    if "<" not in text:
        doubts.add_at("D913", 1, 1, kind="纯文本")
        return None
    root = parsed(text)
    if isinstance(root, str):
        doubts.add_at("D940", 1, 1, reason=root)
        return None
    if not encoding.startswith("utf-8"):
        doubts.add_at("D304", 1, 1, encoding=encoding.upper())
    return _draft(root, doubts)


def _draft(root: Any, doubts: Doubts) -> Draft | None:
    from site_builder.drafts.formats.html_blocks import Flow
    from site_builder.drafts.formats.html_facts import HEADER, Beside, parted
    from site_builder.drafts.formats.html_page import find_article, find_title
    from site_builder.drafts.formats.html_tables import Tables

    article = find_article(root)
    tables = Tables()
    inside, around = parted(tables.expanded(Flow(tables=True).read(article.element)))
    if not inside:
        doubts.add_at("D940", 1, 1, reason="里面没有文字")
        return None
    body = root.find("body")
    body = root if body is None else body
    outside: list[Block] = []
    if article.element is not body:
        outside = Flow(skip=article.element).read(body)
    at = next((i for i, block in enumerate(outside) if block.table is not None), len(outside))
    above, below = outside[:at], outside[at + 1 :]
    title: list[Block] = []
    if not _has_title(inside, heading := find_title(root, article.element)):
        title, above = _taken(above, heading)
        title = title or _from_head(root)
    beside = Beside()
    beside.read(above)
    beside.read([*tables.beside, *around])
    for block in tables.headers:
        beside.drop(block.text, HEADER, block.number)
    beside.read(below)
    writer = _Numbers([*title, *inside])
    _report(article.known, inside, around, tables.flattened, article.element, writer, doubts)
    return writer.draft(beside)


def _has_title(inside: Sequence[Block], heading: Any | None) -> bool:
    """Tell whether the article begins with its own title."""
    from site_builder.drafts.formats.html_page import bare

    start = [bare(block.text) for block in inside[:_HEAD]]
    if heading is not None and bare("".join(heading.itertext())) in "".join(start):
        return True
    return any(
        _HEADLINE.search(text) and _TITLE_END.search(text) and not opens(text) for text in start
    )


def _taken(above: list[Block], heading: Any | None) -> tuple[list[Block], list[Block]]:
    """Take the blocks of the headline out of those above the article."""
    from site_builder.drafts.formats.html_page import bare

    if heading is None:
        return [], above
    wanted = bare("".join(heading.itertext()))
    for first in range(len(above)):
        text = ""
        for last in range(first, len(above)):
            text += bare(above[last].text)
            if text == wanted:
                return above[first : last + 1], above[:first] + above[last + 1 :]
            if not wanted.startswith(text):
                break
    return [], above


def _from_head(root: Any) -> list[Block]:
    """Return the title that only the head of the page names, without the name of the site."""
    from site_builder.drafts.formats.html_blocks import Block
    from site_builder.drafts.formats.html_page import meta_titles, without_site

    for text in meta_titles(root):
        title = without_site(text)
        if _HEADLINE.search(title):
            return [Block(title, 1)]
    return []


def _report(
    known: bool,
    inside: Sequence[Block],
    around: Sequence[Block],
    flattened: Sequence[Block],
    article: Any,
    writer: _Numbers,
    doubts: Doubts,
) -> None:
    first = writer.number_of(inside[0])
    if not known:
        doubts.add_at("D941", first, 1)
    hidden = sum(len("".join(block.text.split())) for block in around if block.hidden)
    if hidden:
        doubts.add_at("D944", first, 1, count=hidden)
    for block in flattened:
        doubts.add_at("D942", writer.number_of(block), 1)
    listed = sum(bool(block.listed) for block in inside)
    if listed:
        place = next(block for block in inside if block.listed)
        doubts.add_at("D945", writer.number_of(place), 1, count=listed)
    if any(image.get("src") for image in article.iter("img")):
        doubts.add_at("D939", first, 1)


class _Numbers:
    """Numbers the lines of a draft: by the lines of the file where these tell them apart."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = [block for block in blocks if block.text]
        numbers = [block.number for block in self._blocks]
        # A page without line ends, or one cut at <br>, has many blocks on one line.
        self._own = all(a < b for a, b in zip([0, *numbers], numbers, strict=False))
        self._running = {id(block): i for i, block in enumerate(self._blocks, start=1)}

    def number_of(self, block: Block) -> int:
        """Return the number that doubts about a block are raised at."""
        return block.number if self._own else self._running.get(id(block), 1)

    def draft(self, beside: Beside) -> Draft:
        """Write the draft; what was left out stands at the line that it is next to."""
        whole = told_whole([(block.text, block.whole) for block in self._blocks])
        lines = tuple(
            DraftLine(
                block.text,
                self.number_of(block),
                "" if self._own else f"正文第{self._running[id(block)]}段",
                is_whole,
                block.row,
                block.column,
            )
            for block, is_whole in zip(self._blocks, whole, strict=True)
        )
        return Draft(
            lines,
            tuple(Dropped(text, why, self._near(line)) for text, why, line in beside.dropped),
            tuple(
                Fact(name, value, self._near(line))
                for name, (value, line, _) in beside.facts.items()
            ),
        )

    def _near(self, line: int) -> int:
        if self._own:
            return max(line, 1)
        before = sum(block.number < line for block in self._blocks)
        return min(before + 1, len(self._blocks))
