"""The review page: all of the draft, all of the notice, aligned, and every doubt in both."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from bs4 import BeautifulSoup, Tag
from playwright.sync_api import Browser

from site_builder.cli import main
from site_builder.drafts.importer import Imported, import_draft
from site_builder.notice.text import printed_text
from site_builder.review.marking import Mark, Segment, marked
from site_builder.review.page import review_page

ROOT = Path(__file__).parent.parent
CASES = sorted((ROOT / "tests" / "cases" / "drafts").glob("*.txt"))
HOSTILE = """\
中共示例市粮食局党组关于<b>巡察</b>整改进展情况的通报
一、整改情况
1. “<script>alert(1)</script>”学习不及时&amp;
整改情况：一是补学\ufffd\ufffd三次{{ 7*7 }}。**三是**抽查" onload="x。
2. 台账不全
整改结果：视情况再定。
联系方式：电话：1234567。
"""


def page_of(result: Imported) -> BeautifulSoup:
    assert result.reading
    html = review_page(result.reading, result.doubts, "稿.txt", "gao.yml")
    return BeautifulSoup(html, "lxml")


def squeezed(text: str) -> str:
    return "".join(text.split())


def words(node: Tag) -> str:
    """The words of a side: no line numbers, no numbers of doubts, no names of fields."""
    for ours in node.select(".no, .at, .side__name, .name, .issue__status, .fields, small"):
        ours.decompose()
    return squeezed(node.get_text())


@pytest.fixture
def hostile(tmp_path: Path) -> Imported:
    path = tmp_path / "draft.txt"
    path.write_text(HOSTILE, "utf-8")
    return import_draft(path)


@pytest.mark.parametrize("draft", CASES, ids=lambda path: path.stem)
def test_both_sides_are_whole_and_aligned_block_by_block(draft: Path) -> None:
    result = import_draft(draft)
    assert result.notice
    soup = page_of(result)
    sides = [
        (words(pair.select_one(".source")), words(pair.select_one(".notice")))  # type: ignore[arg-type]
        for pair in soup.select(".pair")
    ]
    assert all(source == notice for source, notice in sides)
    assert "".join(notice for _, notice in sides) == printed_text(result.notice)
    assert len(soup.select(".block--issue")) == len(list(result.notice.issues()))


@pytest.mark.parametrize("draft", CASES, ids=lambda path: path.stem)
def test_every_doubt_is_there_once_and_every_link_leads_somewhere(draft: Path) -> None:
    result = import_draft(draft)
    soup = page_of(result)
    ids = [str(node["id"]) for node in soup.select("[id]")]
    assert len(ids) == len(set(ids))
    links = {str(a["href"]) for a in soup.select("a")}
    assert {link[1:] for link in links} <= set(ids)
    assert len(soup.select(".doubt")) == len(result.doubts)
    marks = [i for i, doubt in enumerate(result.doubts, 1) if doubt.offset is not None]
    assert {f"s{i}" for i in marks} | {f"n{i}" for i in marks} <= set(ids)


def test_nothing_of_a_draft_is_markup(hostile: Imported) -> None:
    soup = page_of(hostile)
    assert not soup.select("script, article b, [onload]")
    assert "<script>alert(1)</script>" in soup.get_text()
    assert "{{ 7*7 }}" in soup.get_text()
    policy = soup.select_one("meta[http-equiv]")
    assert policy
    assert policy["content"] == "default-src 'none'; style-src 'unsafe-inline'"
    html = str(soup)
    assert not re.search(r"(?:src|url)\s*[=(]", html.replace("default-src '", ""))


def test_doubts_are_marked_at_their_characters(hostile: Imported) -> None:
    soup = page_of(hostile)
    by_code = {
        node.select_one("b").get_text().split()[1]: str(node["id"])[1:]  # type: ignore[union-attr]
        for node in soup.select(".doubt")
    }
    for code, text in {"D301": "\ufffd\ufffd", "D201": "1234567"}.items():
        for side in "sn":
            anchor = soup.select_one(f"#{side}{by_code[code]}")
            assert anchor
            mark = anchor.find_parent("mark")
            assert mark
            assert mark.get_text().removeprefix(anchor.get_text()) == text


def test_an_unstated_status_is_shown_as_such(hostile: Imported) -> None:
    soup = page_of(hostile)
    badges = [badge.get_text() for badge in soup.select(".issue__status .badge")]
    assert badges == ["未注明", "未注明"]
    assert "程序不推断" in soup.get_text()


def test_what_was_left_out_is_listed_with_why(hostile: Imported) -> None:
    soup = page_of(hostile)
    left = soup.select_one("#left-out")
    assert left
    assert "Markdown 的加粗符号：1 处" in left.get_text()
    assert "****" in left.get_text()


def test_the_import_writes_it_beside_the_notice(tmp_path: Path) -> None:
    assert main(["import", str(CASES[0]), "-o", str(tmp_path), "--review"]) == 0
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".html", ".yml"]
    (page,) = tmp_path.glob("*.review.html")
    text = BeautifulSoup(page.read_text("utf-8"), "lxml").get_text()
    (written,) = tmp_path.glob("*.yml")
    assert written.name in text


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ([], [("甲乙丙丁", "", ())]),
        ([(1, "info", 1, 3)], [("甲", "", ()), ("乙丙", "info", (1,)), ("丁", "", ())]),
        (
            [(1, "info", 0, 3), (2, "warning", 2, 9)],
            [("甲乙", "info", (1,)), ("丙", "warning", (2,)), ("丁", "warning", ())],
        ),
        ([(1, "info", 9, 10)], [("甲乙丙丁", "", ())]),
    ],
)
def test_marking(marks: list[tuple[int, str, int, int]], expected: list[tuple[object]]) -> None:
    assert marked("甲乙丙丁", [Mark(*mark) for mark in marks]) == tuple(
        Segment(*segment)  # type: ignore[arg-type]
        for segment in expected
    )


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1366])
def test_it_opens_from_a_disk_without_running_over(
    browser: Browser, tmp_path: Path, hostile: Imported, width: int
) -> None:
    assert hostile.reading
    path = tmp_path / "核对 页.html"
    path.write_text(
        review_page(hostile.reading, hostile.doubts, "稿.txt", "gao.yml"), encoding="utf-8"
    )
    page = browser.new_page(viewport={"width": width, "height": 800})
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(path.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert not said
    found = Axe().run(page).response["violations"]
    assert not [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]
    page.close()
