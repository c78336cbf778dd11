"""The table of evidence: which tags of the guideline stand on how many pages, and which do not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from site_builder.selfcheck.finding import ALL_PAGES, Finding, found
from site_builder.selfcheck.scan import Kind
from site_builder.selfcheck.survey import Page
from site_builder.selfcheck.tags import GUIDELINE, TAGS, Tag


@dataclass(frozen=True, slots=True)
class Cell:
    """How many pages of a kind have a tag, of how many, and one that has not."""

    have: int
    of: int
    without: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A tag in the table; a kind that it does not belong on has no cell."""

    tag: Tag
    cells: dict[Kind, Cell]


def tag_table(pages: Sequence[Page]) -> tuple[Row, ...]:
    """Count the tags of pages, a row a tag."""
    return tuple(_row(tag, pages) for tag in TAGS)


def _row(tag: Tag, pages: Iterable[Page]) -> Row:
    have: Counter[Kind] = Counter()
    of: Counter[Kind] = Counter()
    without: dict[Kind, str] = {}
    for page in pages:
        if page.kind in tag.kinds:
            of[page.kind] += 1
            if tag.name in page.stated:
                have[page.kind] += 1
            else:
                without.setdefault(page.kind, page.path)
    return Row(
        tag,
        {kind: Cell(have[kind], of[kind], without.get(kind, "")) for kind in Kind if of[kind]},
    )


def tag_findings(rows: Iterable[Row], pages: Sequence[Page]) -> Iterator[Finding]:
    """Yield which tags are lacking, and which are wrongly set."""
    for row in rows:
        lacking = sum(cell.of - cell.have for cell in row.cells.values())
        if lacking and row.tag.required:
            yield Finding(
                "S101",
                f"缺少标签 {row.tag.name}（{row.tag.meaning}）",
                lacking,
                ALL_PAGES
                if lacking == len(pages)
                else tuple(cell.without for cell in row.cells.values() if cell.without),
                f"{row.tag.source}。",
                GUIDELINE,
            )
    yield from found(
        "S102",
        "标签写了而没有内容",
        [(f"{page.path}：{'、'.join(page.empty)}") for page in pages if page.empty],
        "补上内容，或者删去自己写的这个标签。",
        GUIDELINE,
    )
    yield from found(
        "S103",
        "同一个标签写了两次以上",
        [f"{page.path}：{'、'.join(page.doubled)}" for page in pages if page.doubled],
        "自己改过的模板或者手写网页里多写了，留一个。",
        GUIDELINE,
    )
    yield from found(
        "S104",
        "PubDate 只写到日",
        [page.path for page in pages if page.published and ":" not in page.published],
        "规范的格式有时和分。通报只载明日期，程序不编造时刻；发布系统知道时刻的，由它补上。",
        GUIDELINE,
        note=True,
    )
