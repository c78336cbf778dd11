"""What stands around the text of a notice: where it belongs, how to move in it, how to answer."""

from __future__ import annotations

import gzip
import struct
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote, urlsplit

import pytest
import segno
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, BrowserContext, Page

from site_builder.notice.model import Notice
from site_builder.notice.text import printed_text
from site_builder.outputs.frame import SLOTS, Frame
from site_builder.outputs.pages import Site, frame_kind
from site_builder.outputs.qr import qr_code
from site_builder.reading.notice_file import parse_notice, read_notice
from site_builder.views import urls
from site_builder.views.links import quoted_for_browsers
from tests.support import (
    ROOT,
    article,
    build,
    make_project,
    served,
    squeezed,
    wait_until,
    whole_page,
)

FRAMES = {frame_kind(urls.notice("x")): Frame.cut(SLOTS["content"])}
KNOWN, UNKNOWN = Site("示例", "https://example.com/党务/", FRAMES), Site("示例", "", FRAMES)
NOTICE = """\
title: 关于“巡察”的通报 & 其他
organization: 中共示例市示例局党组
published: 2023-08-21
index_number: 00001/2023-7
document_number: 示科组〔2023〕7号
disclosure: 主动公开
inspection: {body: 市委第三巡察组, kinds: [常规], feedback_date: 2月16日}
sections:
- heading: 一、整改情况
  issues:
  - {number: '3.', problem: 甲}
  - {problem: 乙}
"""
CONTACTS = """\
contacts:
- {address: 示例大道1号}
- {phone: 0999-0123456}
- {phone: 0999-7654321}
- {email: a@example.com}
"""


def notice_of(text: str) -> Notice:
    notice, faults = parse_notice(text, "x")
    assert notice, faults
    return notice


def shown(text: str, site: Site = KNOWN) -> BeautifulSoup:
    html = whole_page(notice_of(text), site).data.decode()
    assert "<gongkai:" not in html
    return BeautifulSoup(html, "lxml")


def test_the_page_says_where_it_belongs_and_what_is_known() -> None:
    soup = shown(NOTICE)
    links = soup.select(".breadcrumb a")
    assert [link.get_text() for link in links] == ["首页", "全部通报", "中共示例市示例局党组"]
    assert [str(link["href"]) for link in links][:2] == ["../../", "../../notices/"]
    assert str(links[2]["href"]).startswith("../../organizations/")
    facts = {row.dt.get_text(): row.dd.get_text() for row in soup.select(".facts dl > div")}  # type: ignore[union-attr]
    assert facts == {
        "索引号": "00001/2023-7",
        "文号": "示科组〔2023〕7号",
        "发布机构": "中共示例市示例局党组",
        "发布日期": "2023-08-21",
        "巡察机构": "市委第三巡察组",
        "巡察类型": "常规",
        "反馈时间": "2月16日",
        "公开方式": "主动公开",
    }


def test_an_issue_is_answered_by_letter_and_by_phone() -> None:
    first, second = shown(NOTICE + CONTACTS).select(".issue")
    letter, phone = first.select(".issue__foot > a")
    assert letter["aria-label"] == "第 1 个问题：我要反馈"
    parts = urlsplit(str(letter["href"]))
    query = parse_qs(parts.query)
    assert (parts.scheme, parts.path) == ("mailto", "a@example.com")
    assert query["subject"] == ["关于《关于“巡察”的通报 & 其他》第1个问题（3.）的意见建议"]
    assert query["body"][0].strip() == "网址：https://example.com/党务/notices/x/#issue-1"
    assert (phone["href"], phone["data-label"]) == ("tel:0999-0123456", "0999-0123456")
    assert "第2个问题的意见建议" in unquote(str(second.select(".issue__answer")[0]["href"]))


@given(st.text())
def test_browsers_complete_the_quoting_of_an_address(text: str) -> None:
    quoted = quoted_for_browsers(text)
    assert quote(quoted, safe="%") == quote(text, safe="")
    assert len(quoted) <= 3 * len(text)


def test_answers_only_where_the_notice_states_how() -> None:
    assert not shown(NOTICE).select(".issue__foot > a")
    (only,) = shown(f"{NOTICE}contacts: [{{phone: '12345678'}}]\n").select(
        "#issue-1 a[aria-label^=电话]"
    )
    assert only["href"] == "tel:12345678"
    (to_block,) = shown(f"{NOTICE}contacts: [{{address: 某处}}]\n").select(
        "#issue-1 .issue__answer"
    )
    assert to_block["href"] == "#contact"


def test_paper_gets_the_address_where_it_is_known() -> None:
    soup = shown(NOTICE)
    assert not article(soup).select(".notice__address")
    address = soup.select(".notice__address")[0]
    assert squeezed(address.get_text()) == "网址：https://example.com/党务/notices/x/"
    assert address.select("img[alt]")
    assert not shown(NOTICE, UNKNOWN).select(".notice__address")
    letter = shown(NOTICE + CONTACTS, UNKNOWN).select(".issue__answer")[0]
    assert unquote(str(letter["href"])).endswith("网址：notices/x/#issue-1")


def test_a_notice_cannot_forge_the_marks_of_the_address() -> None:
    soup = shown(
        NOTICE.replace("problem: 甲", "problem: '<gongkai:paper> <gongkai:mail>'"), UNKNOWN
    )
    assert "<gongkai:paper>" in article(soup).get_text()


def test_headings_know_their_level_in_the_outline() -> None:
    text = """\
title: 甲
organization: 乙
sections:
- heading: （一）没有上级
  sections:
  - heading: 1.条目
  - heading: 没有序号
    sections: [{heading: 一、又是章}, {text: [没有标题]}]
"""
    headings = shown(text).select("article :is(h2, h3, h4, h5, h6)")
    assert [(h.name, h["data-outline"]) for h in headings] == [
        ("h2", "2"),
        ("h3", "3"),
        ("h3", "2"),
        ("h4", "1"),
    ]


@pytest.mark.parametrize("length", [1, 30, 60, 90, 160])
def test_the_qr_code_draws_every_module(length: int) -> None:
    address = f"https://example.com/{'x' * length}/"
    bitmap = b64decode(qr_code(address))
    start, width, height = (struct.unpack_from("<I", bitmap, at)[0] for at in (10, 18, 22))
    line = -(-width // 32) * 4
    assert len(bitmap) == start + height * line
    drawn = [
        [bitmap[at + x // 8] >> (7 - x % 8) & 1 for x in range(width)]
        for at in range(len(bitmap) - line, start - 1, -line)
    ]
    made = segno.make_qr(address, error="m", mask=4, boost_error=False)
    assert drawn == [list(row) for row in made.matrix]


def test_a_page_weighs_little_more_than_its_text() -> None:
    for name in ("shilishi-kexue-jishuju-2023", "shilixian-jiaoyuju-2024"):
        notice = read_notice(ROOT / "notices" / f"{name}.yml").notice
        assert notice
        page = whole_page(notice, KNOWN).data
        text = printed_text(notice).encode()
        # The frame and what is told to machines come to another 0.15.
        assert len(gzip.compress(page)) <= 1.33 * len(gzip.compress(text))


# In a browser

MANY = "\n".join(
    [
        "title: " + "中共示例市示例局党组关于巡察整改进展情况的通报" * 5,
        "organization: " + "中共示例市名称特别特别长的示例局党组" * 5,
        "index_number: " + "0123456789" * 12,
        "sections:",
        "- heading: 一、" + "a" * 300,
        "  issues:",
        *(
            f"  - {{number: '{n}.', problem: {'长' * n}, status: 已完成, measures: [{'x' * 90}]}}"
            for n in range(1, 201)
        ),
        "contacts: [{email: " + "a" * 60 + "@example.com}, {link: 'https://" + "b" * 200 + "'}]",
        "signature: {issuer: " + "c" * 200 + "}",
    ]
)
NOTICES: dict[str, str | bytes] = {
    "usual.yml": NOTICE + CONTACTS,
    "many.yml": MANY,
    "bare.yml": "title: 甲\norganization: 乙\n",
    "text.yml": "title: 甲\norganization: 乙\npreamble: [丙]\nsections: [{heading: 一、丁}]\n",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("notices")
    assert build(make_project(folder, NOTICES)) == 0
    return folder / "site"


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with served(site) as address:
        yield f"{address}notices/"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1366, "height": 900})
    yield context
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize("name", ["usual", "many", "bare", "text"])
@pytest.mark.parametrize("width", [320, 390, 960, 1366])
def test_nothing_overflows(context: BrowserContext, address: str, name: str, width: int) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{address}{name}/")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for detail in page.locator(".fold").all():
        detail.evaluate("e => { e.open = true; }")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1366])
def test_what_is_pressed_is_large_enough(context: BrowserContext, address: str, width: int) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{address}usual/")
    small = page.evaluate(
        "() => [...document.querySelectorAll('.notice :is(a, button, summary)')]"
        ".map(e => [e.outerHTML, e.getBoundingClientRect()])"
        ".filter(([, box]) => box.width > 1 && (box.height < 24 || box.width < 24))"
        ".map(([html]) => html)"
    )
    assert small == []


def copied(page: Page) -> str:
    field = "document.body.appendChild(document.createElement('textarea'))"
    page.evaluate(f"() => {{ const field = {field}; field.id = 'pasted'; field.focus(); }}")
    page.keyboard.press("ControlOrMeta+V")
    return page.locator("#pasted").input_value()


@pytest.mark.browser
@pytest.mark.parametrize("clipboard", [True, False])
def test_the_address_of_an_issue_is_copied(
    context: BrowserContext, address: str, clipboard: bool
) -> None:
    page = context.new_page()
    if not clipboard:  # as over http
        page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.goto(f"{address}usual/?q=x#issue-1")
    button = page.get_by_role("button", name="复制链接：第 2 个问题")
    button.press("Enter")
    page.get_by_role("button", name="已复制：第 2 个问题").wait_for()
    assert page.locator(".notice > [role=status]").inner_text() == "已复制第 2 个问题的链接"
    assert page.evaluate("document.activeElement.matches('#issue-2 .issue__copy')")
    assert copied(page) == f"{address}usual/#issue-2"


@pytest.mark.browser
def test_the_address_is_copied_from_a_disk_as_well(context: BrowserContext, site: Path) -> None:
    page = context.new_page()
    file = (site / "notices" / "usual" / "index.html").as_uri()
    page.goto(file)
    page.get_by_role("button", name="复制链接：第 1 个问题").click()
    page.get_by_role("button", name="已复制：第 1 个问题").wait_for()
    assert copied(page) == f"{file}#issue-1"


@pytest.mark.browser
def test_without_scripts_nothing_is_missing_but_copying(browser: Browser, address: str) -> None:
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": 1366, "height": 900}
    )
    page = context.new_page()
    page.goto(f"{address}usual/")
    assert page.locator(".issue__copy").count() == 0
    assert page.locator(".facts dd").first.is_visible()
    assert page.locator(".contents nav a").first.is_visible()
    assert page.locator("#issue-1 .issue__answer").first.is_visible()
    context.close()


@pytest.mark.browser
def test_contents_stay_in_view_and_follow(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.goto(f"{address}many/")
    page.locator("#issue-150").evaluate("e => e.scrollIntoView()")
    current = page.locator(".contents a[aria-current]", has_text="长" * 100).first
    current.wait_for()
    box = current.bounding_box()
    assert box
    assert 0 < box["y"] < 900
    aside = page.locator(".notice__aside").bounding_box()
    assert aside
    assert aside["y"] > 0
    assert aside["y"] + aside["height"] <= 900


@pytest.mark.browser
def test_on_a_phone_contact_and_top_are_one_tap_away(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}usual/#issue-2")
    assert not page.locator(".contents nav").is_visible()
    bar = page.locator(".shortcuts")
    bar.get_by_role("link", name="目录").click()
    page.locator(".contents nav a", has_text="乙").click()
    assert page.url.endswith("#issue-2")
    assert not page.locator(".contents nav").is_visible()
    bar.get_by_role("link", name="联系方式").click()
    assert page.locator("#contact").bounding_box()["y"] < 844  # type: ignore[index]
    bar.get_by_role("link", name="回到顶部").click()
    wait_until(page, "scrollY === 0")


@pytest.mark.browser
def test_high_contrast_keeps_status_and_code(browser: Browser, address: str) -> None:
    context = browser.new_context(forced_colors="active", contrast="more")
    page = context.new_page()
    page.goto(f"{address}usual/")
    fills = page.locator(".status-strip rect").evaluate_all(
        "all => all.map(e => getComputedStyle(e).fill)"
    )
    assert fills == ["rgb(91, 96, 102)"]
    assert page.locator(".qr").evaluate("e => getComputedStyle(e).backgroundColor") == (
        "rgb(255, 255, 255)"
    )
    context.close()
