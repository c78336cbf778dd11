"""The pages of a PDF → a draft: paragraphs, ledgers, and what belongs to no notice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from site_builder.drafts.doubts import Doubts
from site_builder.drafts.draft import Draft, DraftLine, Dropped
from site_builder.drafts.formats.pdf_columns import Frame, Layout, layout_of
from site_builder.drafts.formats.pdf_furniture import furniture
from site_builder.drafts.formats.pdf_habits import Habits, habits_of
from site_builder.drafts.formats.pdf_lines import Line
from site_builder.drafts.formats.pdf_pages import Page, Table
from site_builder.drafts.formats.pdf_paragraphs import paragraphs_of
from site_builder.drafts.formats.pdf_tables import Ledgers
from site_builder.drafts.paragraph_ends import opens
from site_builder.drafts.wording import is_closed

_HEADER = "表头"
_ASIDE = "与正文方向不同的文字，如水印"
_PRIVATE = range(0xE000, 0xF900)


def draft_of(pages: Sequence[Page], doubts: Doubts) -> Draft:
    """Make a draft of the pages; what is doubtful about them is reported."""
    kinds = furniture([page.lines for page in pages])
    laid = [_laid(page, kinds) for page in pages]
    writer = _Writer(doubts, habits_of([part for page in laid for part in page.frames]))
    for page, parts in zip(pages, laid, strict=True):
        writer.number(page, kinds, parts)
    writer.write([part for page in laid for part in page.order])
    for page, parts in zip(pages, laid, strict=True):
        writer.report(page, parts)
    return Draft(tuple(writer.lines), tuple(sorted(writer.dropped, key=lambda one: one.number)))


@dataclass(frozen=True, slots=True)
class _Laid:
    """A page in reading order, without what is printed around the text."""

    order: tuple[Frame | Table, ...]
    layouts: tuple[Layout, ...]

    @property
    def frames(self) -> list[Frame]:
        return [part for part in self.order if isinstance(part, Frame)]


def _laid(page: Page, kinds: dict[Line, str]) -> _Laid:
    """Put lines and tables in order: a table stands between the lines above and below it."""
    text = [line for line in page.lines if line not in kinds]
    order: list[Frame | Table] = []
    layouts: list[Layout] = []
    for table in [*page.tables, None]:
        above = [line for line in text if table is None or line.y > table.top]
        text = [line for line in text if line not in above]
        layouts.append(layout_of(above, page.number, page.width))
        order.extend(layouts[-1].frames)
        if table:
            order.append(table)
    return _Laid(tuple(order), tuple(layouts))


@dataclass(slots=True)
class _Writer:
    """Gathers the draft; every printed line has a number and a name of its place."""

    doubts: Doubts
    habits: Habits
    lines: list[DraftLine] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    _places: dict[Line, tuple[int, str]] = field(default_factory=dict)
    _first: dict[int, int] = field(default_factory=dict)
    _pages: dict[int, int] = field(default_factory=dict)  # of cells, by the number of the line
    _count: int = 0
    _ledgers: Ledgers = field(default_factory=Ledgers)

    def number(self, page: Page, kinds: dict[Line, str], laid: _Laid) -> None:
        """Number the lines of a page in reading order; what is dropped comes first."""
        self._first[page.number] = self._count + 1
        for line in page.lines:
            if line in kinds:
                place = self._place(line, f"第{page.number}页")
                self.dropped.append(Dropped(line.text, kinds[line], *place))
        if page.aside.strip():
            self._count += 1
            self.dropped.append(Dropped(page.aside, _ASIDE, self._count, f"第{page.number}页"))
        printed = 0
        for part in laid.order:
            if isinstance(part, Table):
                for cell, lines in part.cells:
                    for line in lines:
                        self._place(line, f"第{page.number}页表格第{cell.row + 1}行")
                continue
            for line in part.lines:
                printed += 1
                self._place(line, f"第{page.number}页第{printed}行")

    def _place(self, line: Line, name: str) -> tuple[int, str]:
        self._count += 1
        self._places[line] = self._count, name
        self.doubts.places.name(self._count, name)
        return self._places[line]

    def write(self, parts: Iterable[Frame | Table]) -> None:
        """Write all text in reading order; only a table ends the flow from page to page."""
        for flow in _flows(parts):
            if isinstance(flow, Table):
                self._table(flow)
                continue
            for paragraph in paragraphs_of(flow, self.habits):
                place = self._places[paragraph.lines[0]]
                self.lines.append(DraftLine(paragraph.text, *place, paragraph.whole))

    def _table(self, table: Table) -> None:
        read, is_ledger = self._ledgers.read(table)
        for part in read:
            number, name = self._places[part.lines[0]]
            if part.header:
                self.dropped.append(Dropped(part.text, _HEADER, number, name))
            else:
                line = DraftLine(part.text, number, name, not is_ledger, part.row, part.column)
                self._keep(line, table.page)
        if read and not is_ledger:
            self.doubts.add_at("D942", self._places[read[0].lines[0]][0], 1)

    def _keep(self, line: DraftLine, page: int) -> None:
        """Add a line; a cell that a page broke goes on where it began, before the next cells."""
        self._pages[line.number] = page
        for index in range(len(self.lines) - 1, -1, -1):
            before = self.lines[index]
            if line.row is None or before.row != line.row:
                break
            if before.column == line.column and self._pages[before.number] < page:
                self._go_on(index, line)
                return
        self.lines.append(line)

    def _go_on(self, index: int, line: DraftLine) -> None:
        """Put the rest of a cell behind what the page before holds of it."""
        before = self.lines[index]
        if is_closed(before.text) or opens(line.text):
            self.lines.insert(index + 1, line)
            self._pages[line.number] = self._pages[before.number]  # where the cell stands
            return
        self.lines[index] = replace(before, text=before.text + line.text)

    def report(self, page: Page, laid: _Laid) -> None:
        """Report what a person has to look at on a page, at its first line."""
        first = max(min(self._first[page.number], self._count), 1)
        private = sum(ord(char) in _PRIVATE for line in _all(page) for char in line.text)
        if any(layout.columns for layout in laid.layouts):
            self.doubts.add_at("D935", first, 1)
        if any(layout.gappy for layout in laid.layouts):
            self.doubts.add_at("D943", first, 1)
        if page.recognised:
            self.doubts.add_at("D936", first, 1)
        elif page.pictures:
            self.doubts.add_at("D939", first, 1)
        if private:
            self.doubts.add_at("D937", first, 1, count=private)
        if page.radicals:
            self.doubts.add_at("D938", first, 1, count=page.radicals)


def _all(page: Page) -> Iterator[Line]:
    yield from page.lines
    for table in page.tables:
        for _, lines in table.cells:
            yield from lines


def _flows(parts: Iterable[Frame | Table]) -> Iterator[list[Frame] | Table]:
    flow: list[Frame] = []
    for part in parts:
        if isinstance(part, Table):
            if flow:
                yield flow
            flow = []
            yield part
        else:
            flow.append(part)
    if flow:
        yield flow
