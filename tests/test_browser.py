"""The site as citizens use it: phone and desktop, without JavaScript, on paper."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from site_builder.notice.text import printed_text
from site_builder.reading.notice_file import read_notice
from tests.support import ROOT, served, squeezed

pytestmark = pytest.mark.browser
PHONE, DESKTOP = (390, 844), (1366, 900)
NOTICE_URL = "notices/shilishi-kexue-jishuju-2023/"
PAGES = (
    *("", "notices/", NOTICE_URL, "notices/shilixian-jiaoyuju-2024/", "guide/", "404.html"),
    *("search/", "search/?q=会议", "search/?q=没有这样的词", f"{NOTICE_URL}?q=会议#issue-3"),
)


@pytest.fixture(scope="module")
def address(sample_site: Path) -> Iterator[str]:
    with served(sample_site) as address:
        yield address


def open_page(browser: Browser, size: tuple[int, int], *, scripts: bool = True) -> Page:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, java_script_enabled=scripts
    )
    return context.new_page()


@pytest.mark.parametrize("size", [PHONE, DESKTOP])
def test_every_page_fits_and_stays_on_its_own_site(
    browser: Browser, address: str, size: tuple[int, int]
) -> None:
    page = open_page(browser, size)
    requests: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    for url in PAGES:
        page.goto(address + url)
        page.wait_for_load_state("networkidle")
        overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert overflow <= 0, url
    assert requests
    assert not [url for url in requests if not url.startswith((address, "blob:", "data:"))]
    assert complaints == []
    page.context.close()


@pytest.mark.parametrize("scripts", [True, False])
def test_from_the_home_page_to_the_contact(browser: Browser, address: str, scripts: bool) -> None:
    page = open_page(browser, PHONE, scripts=scripts)
    page.goto(address)
    page.get_by_role("link", name="查看全部通报").click()
    page.get_by_role("link", name="示例市科学技术局").click()
    assert page.url == address + NOTICE_URL
    page.get_by_role("link", name="联系方式", exact=True).click()
    assert page.url.endswith("#contact")
    phone = page.get_by_role("link", name="0999-0123456", exact=True)
    assert phone.get_attribute("href") == "tel:0999-0123456"
    box = phone.bounding_box()
    assert box
    assert box["height"] >= 24
    page.context.close()


def test_an_issue_has_an_address_of_its_own(browser: Browser, address: str) -> None:
    page = open_page(browser, DESKTOP)
    page.goto(f"{address}{NOTICE_URL}#issue-7")
    box = page.locator("#issue-7").bounding_box()
    assert box
    assert 0 <= box["y"] < DESKTOP[1] / 2
    page.locator("#issue-7").get_by_role("link", name="第 7 个问题", exact=True).click()
    assert page.url.endswith("#issue-7")
    page.context.close()


def test_status_is_shown_in_words_beside_the_printed_one(browser: Browser, address: str) -> None:
    page = open_page(browser, DESKTOP)
    page.goto(address + NOTICE_URL)
    shown = page.locator("#issue-1 .badge").evaluate("e => getComputedStyle(e, '::before').content")
    label = page.locator("#issue-1 .badge").get_attribute("data-label")
    assert label
    assert label in shown
    assert page.get_by_role("img", name=f"状态：{label.replace('·', '，')}").count() >= 1
    page.context.close()


def test_what_a_reader_selects_is_the_notice_alone(browser: Browser, address: str) -> None:
    page = open_page(browser, DESKTOP)
    page.goto(address + NOTICE_URL)
    selected = page.evaluate(
        "() => { getSelection().selectAllChildren(document.querySelector('article'));"
        " return getSelection().toString(); }"
    )
    notice = read_notice(ROOT / "notices" / "shilishi-kexue-jishuju-2023.yml").notice
    assert notice
    assert squeezed(selected) == printed_text(notice)
    page.context.close()


def test_paper_shows_the_document_and_no_buttons(
    browser: Browser, address: str, tmp_path: Path
) -> None:
    page = open_page(browser, DESKTOP)
    page.goto(address + NOTICE_URL)
    paper = tmp_path / "notice.pdf"
    page.pdf(path=paper, format="A4")
    page.context.close()
    reader = shutil.which("pdftotext")
    assert reader, "pdftotext is missing; sh tests/browser-setup.sh installs it"
    text = subprocess.run(
        [reader, "-layout", str(paper), "-"], capture_output=True, text=True, check=True
    ).stdout
    words = squeezed(text)
    assert "中共示例市科学技术局党组关于市委巡察整改进展情况的通报" in words
    assert "0999-0123456" in words
    assert "第1个问题" not in words
    assert "基本信息" not in words


def test_from_the_search_box_to_the_marked_issue(browser: Browser, address: str) -> None:
    page = open_page(browser, DESKTOP)
    page.goto(address)
    page.keyboard.press("/")
    page.keyboard.type("培训")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    results = page.locator("#search-results[data-query='培训']")
    results.wait_for()
    shown = page.locator("[data-issue]")
    assert int(results.get_attribute("data-total") or 0) == shown.count()
    first = shown.first.get_attribute("data-issue")
    assert first
    shown.first.get_by_role("link").first.click()
    page.locator("article mark").first.wait_for()
    assert page.url.endswith("#" + first.partition("#")[2])
    marked = page.locator(f"#{first.partition('#')[2]} mark").all_inner_texts()
    assert set(marked) == {"培训"}
    page.context.close()


def test_the_site_searches_from_a_disk(browser: Browser, sample_site: Path) -> None:
    page = open_page(browser, PHONE)
    page.goto((sample_site / "search" / "index.html").as_uri() + "?q=整改&status=in_progress")
    page.locator("#search-results[data-total]").wait_for()
    assert {card.get_attribute("data-issue") for card in page.locator("[data-issue]").all()}
    page.locator("[data-issue] a").first.click()
    page.locator("article mark").first.wait_for()
    assert page.url.startswith("file:")
    page.context.close()
