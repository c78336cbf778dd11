"""A notice on paper is laid out as GB/T 9704-2012 says; poppler measures what Chromium prints.

Where things stand is measured by their ink, for the boxes of glyphs depend on the font.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from bs4 import BeautifulSoup, Tag
from playwright.sync_api import Browser

from site_builder.cli import main
from site_builder.notice.text import printed_text
from site_builder.reading.notice_file import parse_notice, read_notice
from tests.support import build, make_project, squeezed

pytestmark = pytest.mark.browser
MM = 72 / 25.4
A4 = (210 * MM, 297 * MM)
LEFT, TOP, WIDTH, HEIGHT = 28 * MM, 37 * MM, 156 * MM, 225 * MM
LINES, CHARACTERS = 22, 28
DOTS = 5  # a millimetre

HAN = "按照统一部署对本单位开展巡察并反馈意见现将整改进展情况予以公布"
LETTER = f"""\
title: 中共示例市示例局党组关于巡察整改进展情况的通报
organization: 中共示例市示例局党组
preamble: [{HAN * 60}]
sections:
- heading: 一、黑体标题
  sections:
  - heading: （一）楷体标题
    issues:
    - number: '1.'
      problem: 制度执行不严
      status: 已完成整改，并长期坚持。
      measures: [（1）修订制度。, {{text: （2）学习。, measures: [一是甲。, 二是乙。]}}]
  - heading: 没有序号的标题
    sections:
    - heading: 1.仿宋标题
      text: [{HAN * 3}]
- heading: （二）没有上级的标题
  text: [{HAN}]
contacts:
- phone: 0999-0123456
signature:
  issuer: 中共示例市示例局党组
  date: 2023年8月18日
"""


@dataclass(frozen=True)
class Line:
    """A line as it lies on paper; its edges and its middle are in points from the upper left."""

    left: float
    right: float
    middle: float
    text: str


@dataclass(frozen=True)
class Ink:
    """The edges of what is black in the text block of a page, in millimetres; 0 if nothing is."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Paper:
    size: tuple[float, float]
    pages: list[list[Line]]
    ink: list[Ink]
    address: str

    def body(self, number: int) -> list[Line]:
        """Return the lines of a page without its number."""
        return [line for line in self.pages[number] if not is_number(line)]


def is_number(line: Line) -> bool:
    return line.middle > TOP + HEIGHT and bool(re.fullmatch(r"—\s?\d+\s?—", line.text))


def poppler(tool: str, *arguments: str) -> str:
    program = shutil.which(tool)
    assert program, f"{tool} is missing; sh tests/browser-setup.sh installs it"
    return subprocess.run([program, *arguments], capture_output=True, text=True, check=True).stdout


def printed(browser: Browser, site: Path, notice_id: str, paper: Path) -> Paper:
    page = browser.new_page()
    page.goto((site / "notices" / notice_id / "index.html").as_uri())
    page.pdf(path=paper, prefer_css_page_size=True)
    page.close()
    size = re.search(r"Page size:\s+([\d.]+) x ([\d.]+)", poppler("pdfinfo", str(paper)))
    assert size
    soup = BeautifulSoup(poppler("pdftotext", "-bbox-layout", str(paper), "-"), "lxml")
    pages = [list(_lines(page)) for page in soup.select("page")]
    poppler("pdftoppm", "-gray", "-r", str(25.4 * DOTS), str(paper), str(paper.with_suffix("")))
    ink = [_ink(image) for image in sorted(paper.parent.glob(f"{paper.stem}-*.pgm"))]
    return Paper(
        (float(size[1]), float(size[2])), pages, ink, f"https://example.com/notices/{notice_id}/"
    )


def _lines(page: Tag) -> Iterator[Line]:
    """Yield the lines of a page; poppler parts one where there is a gap, as before a number."""
    rows: list[list[Line]] = []
    pieces = [_piece(word) for word in page.select("word")]
    for piece in sorted(pieces, key=lambda piece: piece.middle):
        if rows and abs(rows[-1][-1].middle - piece.middle) < 10:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    for row in rows:
        row.sort(key=lambda piece: piece.left)
        text = "".join(piece.text for piece in row)
        yield Line(row[0].left, row[-1].right, row[0].middle, text)


def _piece(word: Tag) -> Line:
    left, top, right, bottom = (float(str(word[n])) for n in ("xmin", "ymin", "xmax", "ymax"))
    return Line(left, right, (top + bottom) / 2, word.get_text())


def _ink(image: Path) -> Ink:
    header, _, rest = image.read_bytes().partition(b"\n255\n")
    width, height = map(int, header.split()[1:3])
    dark = np.frombuffer(rest, np.uint8).reshape(height, width) < 128
    dark = dark[: 265 * DOTS]  # below it stands the page number
    rows, columns = np.flatnonzero(dark.any(1)), np.flatnonzero(dark.any(0))
    edges = (columns[0], rows[0], columns[-1] + 1, rows[-1] + 1)
    return Ink(*(float(edge / DOTS) for edge in edges))


@pytest.fixture(scope="module")
def letter(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Paper:
    folder = tmp_path_factory.mktemp("letter")
    assert build(make_project(folder, {"letter.yml": LETTER})) == 0
    return printed(browser, folder / "site", "letter", folder / "letter.pdf")


def check_block(paper: Paper) -> None:
    """The paper is A4, and all but the page numbers stands in the text block."""
    assert paper.size == pytest.approx(A4, abs=0.5)
    for number, lines in enumerate(paper.pages, start=1):
        (foot,) = [line for line in lines if is_number(line)]
        assert foot.text.replace(" ", "") == f"—{number}—"
        outer = foot.right > A4[0] / 2
        assert outer == (number % 2 == 1)
    for ink in paper.ink:
        assert ink.left >= 28 - 0.2
        assert ink.right <= 28 + 156 + 0.2
        assert ink.top >= 37
        assert ink.bottom <= 37 + 225


def check_words(paper: Paper, words: str) -> None:
    """The paper bears the notice, its address and page numbers, and no word more."""
    shown = "".join(line.text for page in range(len(paper.pages)) for line in paper.body(page))
    wanted = words + f"网址：{paper.address}"
    assert Counter(squeezed(shown)) == Counter(squeezed(wanted))
    last = paper.body(len(paper.pages) - 1)
    assert len(last) > 1, "the address stands alone on a page"


def test_a_page_holds_22_lines_of_28_characters(letter: Paper) -> None:
    check_block(letter)
    full = letter.body(1)
    assert len(full) == LINES
    assert {len(line.text) for line in full} == {CHARACTERS}
    pitch = (full[-1].middle - full[0].middle) / (LINES - 1)
    assert pitch == pytest.approx(HEIGHT / LINES, abs=0.05)
    assert full[0].left == pytest.approx(LEFT, abs=0.5)
    assert full[0].right - full[0].left == pytest.approx(WIDTH, abs=0.5)
    # The first page has the title and an empty line below it.
    assert len(letter.body(0)) in (LINES - 1, LINES)


def test_paper_bears_the_notice_its_address_and_nothing_else(letter: Paper) -> None:
    notice, _ = parse_notice(LETTER, "letter")
    assert notice
    check_words(letter, printed_text(notice))


def test_no_page_ends_with_a_heading(letter: Paper) -> None:
    for page in range(len(letter.pages)):
        assert "标题" not in letter.body(page)[-1].text


def test_what_is_asked_for_follows_the_outline(browser: Browser, tmp_path: Path) -> None:
    assert build(make_project(tmp_path, {"letter.yml": LETTER})) == 0
    page = browser.new_page()
    page.emulate_media(media="print")
    page.goto((tmp_path / "site" / "notices" / "letter" / "index.html").as_uri())

    def asked(selector: str) -> tuple[str, float]:
        family, size = page.locator(selector).first.evaluate(
            "e => [getComputedStyle(e).fontFamily, getComputedStyle(e).fontSize]"
        )
        name = re.split(r"[,_-]", family)[0].strip("\"'")
        return name, round(float(size.removesuffix("px")) * 0.75, 2)

    assert asked("article h1") == ("FZXiaoBiaoSong", 22)
    for heading, family in (
        ("一、黑体标题", "SimHei"),
        ("（一）楷体标题", "KaiTi"),
        ("没有序号的标题", "KaiTi"),
        ("1.仿宋标题", "FangSong"),
        ("（二）没有上级的标题", "KaiTi"),
    ):
        assert asked(f"article :is(h2, h3, h4):has-text('{heading}')") == (family, 16)
    for part in ("> p", ".issue__problem", ".measures li", ".contact li", ".signature p"):
        assert asked(f".notice__text {part}") == ("FangSong", 16)
    page.close()


@pytest.mark.parametrize("name", ["000_2f080293ae457813", "001_06a5847b94b2318e"])
def test_real_notices_on_paper(
    browser: Browser, specimens: Path, tmp_path: Path, name: str
) -> None:
    config = make_project(tmp_path, {})
    assert main(["import", str(specimens / f"{name}.txt"), "-o", str(tmp_path / "notices")]) == 0
    assert build(config) == 0
    (written,) = (tmp_path / "notices").glob("*.yml")
    notice = read_notice(written).notice
    assert notice
    paper = printed(browser, tmp_path / "site", written.stem, tmp_path / "notice.pdf")
    check_block(paper)
    check_words(paper, printed_text(notice))
    lines = [len(paper.body(page)) for page in range(1, len(paper.pages) - 1)]
    assert max(lines) == LINES
    # A page is short only where the beginning of something went to the next one. From the last
    # but one, the contacts may have gone where the signature and the address are.
    assert min(lines[:-1]) >= LINES - 6
    assert lines.count(LINES) >= len(lines) / 2
