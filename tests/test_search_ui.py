"""What a reader does with the search, in a real browser. A stub stands in for the engine."""

from __future__ import annotations

import gzip
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from lxml import etree
from playwright.sync_api import Browser, Page, Route, expect

from site_builder.outputs.pages import environment
from tests.support import ROOT, served, wait_until

pytestmark = pytest.mark.browser
PHONE, DESKTOP = (390, 844), (1366, 900)
SCRIPTS = ROOT / "site_builder" / "theme" / "mkdocs" / "assets" / "gongkai" / "search" / "ui"
ENGINE = ("fold", "inflate", "store", "lists", "sets", "query", "engine")
NOTICE = "notices/shilishi-kexue-jishuju-2023/"
ANSWERED = "#search-results[data-query]"


@pytest.fixture(scope="module")
def site(sample_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's own site with the stub in the place of the engine."""
    folder = tmp_path_factory.mktemp("search") / "site"
    shutil.copytree(sample_site, folder)
    for name in ENGINE:
        shutil.copy(
            ROOT / "tests" / "cases" / "search_stub.js",
            folder / "assets" / "gongkai" / "search" / f"{name}.js",
        )
    return folder


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with served(site) as address:
        yield address


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A desktop page that must not complain."""
    yield from _page(browser, DESKTOP)


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    yield from _page(browser, PHONE)


def _page(browser: Browser, size: tuple[int, int]) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": size[0], "height": size[1]})
    page = context.new_page()
    thrown: list[str] = []
    page.on("pageerror", lambda error: thrown.append(str(error)))
    yield page
    assert thrown == []
    context.close()


def found(page: Page) -> list[str]:
    """Wait for the answer; return the ids of the issues shown."""
    page.wait_for_selector(ANSWERED)
    return page.eval_on_selector_all("[data-issue]", "all => all.map(e => e.dataset.issue)")


def asked(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def settle(page: Page, /, **wanted: list[str]) -> None:
    """Wait until the address asks for `wanted` besides the query and the answer stands."""
    expected = {name: values for name, values in wanted.items() if values}
    wait_until(
        page,
        "wanted => { const asked = new URLSearchParams(location.search); asked.delete('q');"
        " const names = [...new Set(asked.keys())];"
        " return names.length === Object.keys(wanted).length && names.every(name =>"
        " JSON.stringify(asked.getAll(name)) === JSON.stringify(wanted[name])); }",
        arg=expected,
    )
    page.wait_for_selector(ANSWERED)


# The search page


def test_an_address_gives_the_same_answer_on_every_load(page: Page, address: str) -> None:
    url = f"{address}search/?q=整改&status=completed&status=in_progress&sort=date&group=1&page=2"
    page.goto(url)
    first = found(page)
    assert first
    results = page.locator("#search-results")
    assert results.get_attribute("data-query") == "整改"
    assert int(results.get_attribute("data-total") or 0) > 20
    assert results.get_attribute("data-approximate") is None
    assert page.locator("#gk-q").input_value() == "整改"
    assert page.locator("#gk-sort").input_value() == "date"
    assert page.locator("#gk-group").is_checked()
    assert page.locator("input[name=status]:checked").count() == 2
    page.reload()
    assert found(page) == first


def test_changes_are_history(page: Page, address: str) -> None:
    page.goto(f"{address}search/?q=整改")
    first = found(page)
    page.get_by_role("checkbox", name="未完成").check()
    settle(page, status=["not_completed"])
    second = found(page)
    assert second != first
    page.get_by_label("排序").select_option("date")
    settle(page, status=["not_completed"], sort=["date"])
    page.go_back()
    settle(page, status=["not_completed"])
    assert found(page) == second
    page.go_back()
    settle(page)
    assert found(page) == first
    assert not page.get_by_role("checkbox", name="未完成").is_checked()
    page.go_forward()
    settle(page, status=["not_completed"])
    assert found(page) == second


def test_a_new_query_starts_on_the_first_page(page: Page, address: str) -> None:
    page.goto(f"{address}search/?q=整改&page=2")
    found(page)
    page.get_by_label("检索词").fill("廉政谈话")
    page.get_by_label("检索词").press("Enter")
    page.wait_for_selector("#search-results[data-query='廉政谈话']")
    assert asked(page) == {"q": ["廉政谈话"]}
    assert page.locator("#search-results").get_attribute("data-total") == "12"
    assert "廉政谈话" in page.title()


def test_nothing_asked_shows_everything(page: Page, address: str) -> None:
    page.goto(f"{address}search/")
    assert len(found(page)) == 20
    assert page.locator("#search-results").get_attribute("data-query") == ""
    assert page.locator("#search-results").get_attribute("data-total") == "60"


def test_relevance_is_offered_only_to_who_asks_for_something(page: Page, address: str) -> None:
    order = page.get_by_label("排序")
    page.goto(f"{address}issues/")
    assert found(page)
    assert order.input_value() == "date"
    offered = order.locator("option:not([disabled])")
    assert offered.all_inner_texts() == ["最新在前", "按单位"]
    order.select_option("organization")
    settle(page, sort=["organization"])
    order.select_option("date")
    settle(page, sort=["date"])
    page.goto(f"{address}issues/")
    page.locator("#gk-q").fill("整改")
    page.keyboard.press("Enter")
    page.wait_for_selector("#search-results[data-query='整改']")
    assert order.input_value() == "relevance"
    assert "sort" not in asked(page)


def test_no_query_stands_while_a_new_one_is_asked(page: Page, address: str) -> None:
    answer = "Gongkai.stub.waiting.splice(0).forEach(done => done())"
    waiting = "window.Gongkai.stub && Gongkai.stub.waiting.length === 1"
    page.goto(f"{address}search/?q=慢")
    wait_until(page, waiting)
    assert page.locator(ANSWERED).count() == 0
    page.evaluate(answer)
    found(page)
    page.get_by_role("link", name="下一页").click()
    wait_until(page, waiting)
    assert page.locator(ANSWERED).count() == 0
    # An answer that comes late does not replace a newer one.
    page.get_by_label("检索词").fill("廉政谈话")
    page.get_by_label("检索词").press("Enter")
    page.wait_for_selector("#search-results[data-query='廉政谈话']")
    page.evaluate(answer)
    page.wait_for_timeout(100)
    assert page.locator("#search-results").get_attribute("data-query") == "廉政谈话"
    assert page.locator("#search-results").get_attribute("data-total") == "12"


def test_facets_combine_and_are_taken_back(page: Page, address: str) -> None:
    page.goto(f"{address}search/?q=整改")
    found(page)
    box = page.locator("input[name=status][value=completed]")
    box.focus()
    page.keyboard.press("Space")
    settle(page, status=["completed"])
    # The box was made anew, and still has the focus.
    assert page.evaluate("document.activeElement.value") == "completed"
    page.locator("input[name=status][value=unstated]").check()
    page.locator("input[name=region][value=示例县]").check()
    settle(page, status=["completed", "unstated"], region=["示例县"])
    statuses = set(page.eval_on_selector_all("[data-issue]", "a => a.map(e => e.dataset.status)"))
    assert statuses == {"completed", "unstated"}
    page.get_by_role("link", name="去掉筛选条件 状态：已完成").click()
    settle(page, status=["unstated"], region=["示例县"])
    page.get_by_role("link", name="清除全部", exact=True).click()
    settle(page)
    assert page.locator("#gk-facets :checked").count() == 0


def test_a_long_facet_shows_its_first_values(page: Page, address: str) -> None:
    page.goto(f"{address}search/")
    found(page)
    values = page.locator("[data-facet=organization] li:visible")
    assert values.count() == 8
    page.locator("[data-facet=organization]").get_by_role("button", name="更多").click()
    assert values.count() == 12
    assert page.evaluate("document.activeElement.name") == "organization"
    page.locator("input[name=organization]").nth(11).check()
    page.wait_for_selector(ANSWERED)
    assert page.locator("[data-facet=organization] :checked").count() == 1
    assert page.locator("[data-facet=organization] .gk-more").count() == 0
    page.goto(f"{address}search/?q=约")
    found(page)
    assert page.locator("[data-facet=theme]").is_hidden()


def test_themes_are_counted_when_their_list_is_opened(page: Page, address: str) -> None:
    page.goto(f"{address}search/?q=大站")
    found(page)
    themes = page.locator("[data-facet=theme]")
    summary = themes.locator("summary")
    boxes = themes.get_by_role("checkbox")
    expect(summary).to_be_visible()
    assert themes.get_attribute("open") is None
    page.evaluate("Gongkai.stub.slow = true")
    summary.focus()
    page.keyboard.press("Enter")
    expect(themes.get_by_role("status")).to_have_text("正在统计…")
    # Closed and opened again while the answer is under way, it asks for nothing more.
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.evaluate("Gongkai.stub.slow = false; Gongkai.stub.waiting.splice(0).forEach(f => f())")
    expect(boxes).to_have_count(2)
    expect(themes.get_by_role("status")).to_be_empty()
    assert page.evaluate("document.activeElement.textContent") == "主题"
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    settle(page, theme=["科技管理"])
    assert themes.locator(":checked").evaluate("e => e === document.activeElement")
    page.get_by_label("检索词").fill("大站 ")
    page.get_by_label("检索词").press("Enter")
    settle(page, theme=["科技管理"])
    # Nobody asked before the list was opened, once did, and everybody after.
    assert page.evaluate("Gongkai.stub.requests.map(r => r.themes)") == [False, True, True, True]


def test_themes_not_counted_cost_nothing_when_closed(page: Page, address: str) -> None:
    page.goto(f"{address}search/?q=大站")
    found(page)
    page.get_by_role("link", name="下一页").click()
    settle(page, page=["2"])
    page.go_back()
    settle(page)
    assert page.evaluate("Gongkai.stub.requests.map(r => r.themes)") == [False, False, False]
    # Those of an address are counted from the start, and stay when the last is taken back.
    page.goto(f"{address}search/?q=大站&theme=作风建设")
    found(page)
    page.locator("input[value=作风建设]").uncheck()
    settle(page)
    assert page.locator("[data-facet=theme] input").count() == 2
    assert page.evaluate("document.activeElement.value") == "作风建设"


def test_themes_that_fail_are_asked_for_again(page: Page, address: str) -> None:
    page.goto(f"{address}search/?q=大站")
    found(page)
    page.evaluate("Gongkai.stub.failures = 1")
    page.locator("[data-facet=theme] summary").click()
    page.get_by_role("alert").get_by_role("button", name="重试").click()
    found(page)
    assert page.locator("[data-facet=theme] input:visible").count() == 2


def test_a_page_beyond_the_last_is_the_last(page: Page, address: str) -> None:
    page.goto(f"{address}search/?q=整改&page=99")
    found(page)
    assert page.locator("[aria-current=page]").inner_text() == "3"


def test_paging_is_links(page: Page, address: str) -> None:
    page.goto(f"{address}search/?q=整改")
    first = found(page)
    paging = page.get_by_role("navigation", name="分页")
    assert paging.get_by_text("上一页").count() == 0
    link = paging.get_by_role("link", name="第 3 页")
    assert parse_qs((link.get_attribute("href") or "")[1:]) == {"q": ["整改"], "page": ["3"]}
    paging.get_by_role("link", name="下一页").click()
    settle(page, page=["2"])
    second = found(page)
    assert set(first).isdisjoint(second)
    assert paging.locator("[aria-current=page]").inner_text() == "2"
    assert page.evaluate("document.activeElement.id") == "gk-count"
    assert "第 2 页，共 3 页" in page.locator("#gk-count").inner_text()
    top = page.locator("#gk-count").bounding_box()
    assert top
    assert 0 <= top["y"] < DESKTOP[1]


def test_issues_are_grouped_by_notice_on_wish(page: Page, address: str) -> None:
    page.goto(f"{address}search/?q=整改")
    single = found(page)
    page.get_by_label("按通报归组").check()
    settle(page, group=["1"])
    assert sorted(found(page)) == sorted(single)
    assert page.locator(".gk-group").count() == 4
    assert page.locator(".gk-group h3 a").first.get_attribute("href") == (
        f"{address}notices/body-0/?q={quote('整改')}"
    )


def test_a_result_leads_to_the_issue_with_the_query(page: Page, address: str) -> None:
    page.goto(f"{address}search/?q=廉政谈话")
    found(page)
    result = page.locator("[data-issue='body-0#issue-2']")
    link = result.get_by_role("link")
    assert link.get_attribute("href") == (f"{address}notices/body-0/?q={quote('廉政谈话')}#issue-2")
    assert result.locator("mark").first.inner_text() == "廉政谈话"
    assert "阶段性完成" in result.inner_text()
    assert "中共示例市科学技术局党组" in result.inner_text()
    sign = result.locator(".gk-badge").evaluate("e => getComputedStyle(e, '::before').content")
    assert "◐" in sign


def test_notices_found_are_a_block_of_their_own(page: Page, address: str) -> None:
    page.goto(f"{address}search/?q=示例市")
    page.wait_for_selector(ANSWERED)
    block = page.locator(".gk-notices")
    expect(block.locator("h2")).to_have_text("在 12 份通报的标题、单位、前言、联系方式中找到")
    assert block.locator("li").count() == 3
    assert "最新的 3 份" in block.inner_text()


def test_all_notices_found_have_a_list_of_their_own(page: Page, address: str) -> None:
    page.goto(f"{address}search/?q=教育局 示例市&status=completed")
    found(page)
    total = page.locator("#search-results").get_attribute("data-total")
    page.get_by_role("link", name="查看全部 12 份").click()
    settle(page, status=["completed"], **{"in": ["notices"]})
    expect(page.locator("#gk-count")).to_have_text(
        "在 12 份通报的标题、单位、前言、联系方式中找到，第 1 页，共 2 页"
    )
    assert page.evaluate("document.activeElement.id") == "gk-count"
    assert page.locator("#search-results").get_attribute("data-total") == total
    assert page.locator("[data-issue]").count() == 0
    assert page.locator("#search-results h3").count() == 10
    # What is of issues only is away, and said to be.
    for gone in ("#gk-facets", "#gk-sort", "#gk-group", "#gk-chips"):
        assert page.locator(gone).is_hidden()
    assert "筛选条件只用于问题" in page.locator("#search-results").inner_text()
    page.get_by_role("link", name="下一页").click()
    settle(page, status=["completed"], page=["2"], **{"in": ["notices"]})
    second = page.locator("#search-results h3").all_inner_texts()
    assert len(second) == 2
    page.reload()
    page.wait_for_selector(ANSWERED)
    assert page.locator("#search-results h3").all_inner_texts() == second
    page.get_by_role("link", name=f"回到问题（{total} 个）").click()
    settle(page, status=["completed"])
    assert page.locator("#gk-facets").is_visible()
    assert page.locator("[data-issue]").count() == int(total or 0)


def test_notices_are_reached_by_keys_and_a_new_query_asks_for_issues(
    page: Page, address: str
) -> None:
    page.goto(f"{address}search/?q=示例市&in=notices")
    page.wait_for_selector(ANSWERED)
    page.locator("#gk-q").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.href") == (
        f"{address}notices/body-1/?q={quote('示例市')}"
    )
    page.keyboard.press("Escape")
    page.locator("#gk-q").fill("廉政谈话")
    page.keyboard.press("Enter")
    page.wait_for_selector("#search-results[data-query='廉政谈话']")
    assert asked(page) == {"q": ["廉政谈话"]}
    assert len(found(page)) == 12


def test_where_no_notice_is_found_the_way_back_is_shown(page: Page, address: str) -> None:
    page.goto(f"{address}search/?q=廉政 谈话&in=notices")
    page.wait_for_selector(ANSWERED)
    expect(page.locator("#gk-count")).to_have_text(
        "没有通报的标题、单位、前言、联系方式符合这些条件"
    )
    shown = page.locator(".gk-main")
    assert "没有" not in shown.inner_text()
    shown.get_by_role("link", name="去掉“谈话”再检索").click()
    settle(page, **{"in": ["notices"]})
    page.get_by_role("link", name="回到问题（12 个）").click()
    settle(page)
    assert len(found(page)) == 12


def test_a_place_unknown_is_ignored_and_many_notices_are_approximate(
    page: Page, address: str
) -> None:
    page.goto(f"{address}search/?q=约&in=elsewhere")
    assert len(found(page)) == 20
    assert "同时在约 12 份通报的" in page.locator(".gk-notices h2").inner_text()
    page.get_by_role("link", name="查看全部约 12 份").click()
    settle(page, **{"in": ["notices"]})
    expect(page.locator("#gk-count")).to_contain_text("在约 12 份通报的")
    assert page.get_by_role("link", name="回到问题（约 60 个）").is_visible()


def test_an_empty_result_says_what_to_drop(page: Page, address: str) -> None:
    page.goto(f"{address}search/?q=科技特派员 飞碟 -经费&status=completed")
    assert found(page) == []
    assert page.locator("#search-results").get_attribute("data-total") == "0"
    empty = page.locator(".gk-main")
    assert "没有问题含有“飞碟”" in empty.inner_text()
    assert "单独检索“科技特派员”有 60 个问题" in empty.inner_text()
    assert "加引号" in empty.inner_text()
    assert empty.get_by_role("link", name="浏览全部通报").get_attribute("href") == (
        f"{address}notices/"
    )
    empty.get_by_role("link", name="清除全部筛选条件").click()
    settle(page)
    empty.get_by_role("link", name="去掉“飞碟”再检索").click()
    page.wait_for_selector("#search-results[data-query='科技特派员 -经费']")
    assert found(page)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("q=飞碟", "没有找到含有“飞碟”的问题"),
        ("q=飞碟 科技特派员", "没有找到同时符合这些条件的问题"),
        ("q=飞碟&status=completed", "没有找到同时符合这些条件的问题"),
    ],
)
def test_that_nothing_is_found_is_said_once(
    page: Page, address: str, query: str, said: str
) -> None:
    page.goto(f"{address}search/?{query}")
    assert found(page) == []
    expect(page.locator("#gk-count")).to_have_text(said)
    expect(page.locator("#gk-count")).to_have_role("status")
    shown = page.locator("#gk-body").inner_text()
    assert shown.count("没有找到") == 1
    assert shown.count("没有问题含有“飞碟”") == (query != "q=飞碟")


def test_nothing_found_offers_nothing_to_sort_or_filter(page: Page, address: str) -> None:
    page.goto(f"{address}search/?q=飞碟")
    found(page)
    controls = [page.locator(name) for name in ("#gk-facets", "#gk-sort", "#gk-group")]
    assert not any(control.is_visible() for control in controls)
    # What filters out everything can still be taken back.
    page.goto(f"{address}search/?q=飞碟&status=completed")
    found(page)
    assert page.get_by_role("link", name="去掉筛选条件 状态").is_visible()
    page.get_by_label("检索词").fill("科技特派员")
    page.get_by_label("检索词").press("Enter")
    page.wait_for_selector("#search-results[data-query='科技特派员']")
    assert all(control.is_visible() for control in controls)


def test_an_empty_result_keeps_quotes(page: Page, address: str) -> None:
    page.goto(f"{address}search/?q={quote('“〔2018〕12号” 飞碟 -廉政')}")
    found(page)
    page.get_by_role("link", name="去掉“飞碟”再检索").click()
    settle(page)
    assert asked(page)["q"] == ['"〔2018〕12号" -廉政']


def test_the_count_is_announced(page: Page, address: str) -> None:
    page.goto(f"{address}search/?q=约")
    found(page)
    said = page.get_by_role("status").filter(has_text="共找到")
    expect(said).to_have_text("共找到约 60 个问题，第 1 页，共 3 页")
    assert page.locator("#search-results").get_attribute("data-approximate") == "true"
    assert "约" in page.locator("[data-facet=status] .gk-count").first.inner_text()
    page.get_by_label("检索词").fill("飞碟")
    page.get_by_label("检索词").press("Enter")
    expect(page.locator("#gk-count")).to_have_text("没有找到含有“飞碟”的问题")
    assert page.locator("#search-results").get_attribute("data-approximate") is None


def test_earlier_notices_are_searched_on_wish(page: Page, address: str) -> None:
    page.goto(f"{address}search/?q=较早")
    assert len(found(page)) == 5
    page.get_by_role("button", name="继续检索更早的通报").click()
    page.wait_for_selector("#search-results[data-total='60']")
    # The budget stays lifted on the pages that follow, and not for another query.
    page.get_by_role("link", name="下一页").click()
    settle(page, page=["2"])
    page.get_by_label("检索词").fill("整改")
    page.get_by_label("检索词").press("Enter")
    page.wait_for_selector("#search-results[data-query='整改']")
    assert page.evaluate("Gongkai.stub.requests.map(r => r.more)") == [False, True, True, False]


def test_a_failure_is_said_and_tried_again(page: Page, address: str) -> None:
    page.goto(f"{address}search/?q=整改")
    found(page)
    page.evaluate("Gongkai.stub.failures = 1")
    page.get_by_role("link", name="下一页").click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("检索数据没有载入，请检查网络后重试")
    assert page.locator(ANSWERED).count() == 0
    alert.get_by_role("button", name="重试").click()
    settle(page, page=["2"])
    assert found(page)
    expect(alert).to_have_count(0)


def test_scripts_that_do_not_load_are_tried_again(page: Page, address: str) -> None:
    refused = []

    def refuse(route: Route) -> None:
        refused.append(route.request.url)
        route.abort()

    page.route("**/search/store.js", refuse)
    page.goto(f"{address}search/?q=整改")
    expect(page.get_by_role("alert")).to_be_visible()
    assert len(refused) == 1
    page.unroute("**/search/store.js")
    page.get_by_role("button", name="重试").click()
    assert found(page)


def test_data_is_never_markup(page: Page, address: str) -> None:
    evil = '<img src=x onerror="window.hacked=1">'
    page.goto(f"{address}search/?q={quote('危险')}")
    found(page)
    assert evil in page.locator("[data-issue='body-0#issue-5']").inner_text()
    assert page.locator("#gongkai-search img, #search-results script").count() == 0
    page.goto(f"{address}search/?q={quote(evil)}&organization={quote(evil)}&status={quote(evil)}")
    found(page)
    assert evil in page.locator("#gk-chips").inner_text()
    assert page.locator("#gongkai-search img").count() == 0
    page.goto(f"{address}notices/")
    page.get_by_role("combobox").fill("危险")
    expect(page.get_by_role("option").first).to_contain_text(evil)
    assert page.locator(".gongkai-search-box img").count() == 0
    assert page.evaluate("window.hacked") is None


def test_keys_move_through_results(page: Page, address: str) -> None:
    page.goto(f"{address}search/?q=廉政谈话")
    found(page)
    page.locator("#gk-sort").focus()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") != "gk-q"  # a select takes letters itself
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "gk-q"
    page.keyboard.press("/")
    assert page.locator("#gk-q").input_value() == "/"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert "body-1" in page.evaluate("document.activeElement.href")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.id") == "gk-q"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "gk-q"
    page.keyboard.press("Escape")
    assert page.locator("#gk-q").input_value() == ""


def test_the_slash_key_can_be_turned_off(page: Page, address: str) -> None:
    page.goto(f"{address}search/")
    found(page)
    page.locator(".gk-help summary").click()
    page.get_by_label("键跳到检索框").uncheck()
    page.goto(f"{address}notices/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") != "q"
    page.evaluate("localStorage.clear()")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"


# The box in the header


def test_suggestions_come_to_a_box_that_was_only_a_form(page: Page, address: str) -> None:
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    assert not [url for url in requests if url.endswith(("/engine.js", "/fold.js"))]
    box = page.get_by_role("combobox", name="检索通报")
    assert box.get_attribute("aria-expanded") == "false"
    box.focus()
    wait_until(page, "window.Gongkai.suggest")
    box.fill("科技")
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    assert box.get_attribute("aria-expanded") == "true"
    assert box.get_attribute("aria-controls") == page.get_by_role("listbox").get_attribute("id")
    expect(page.get_by_role("status").filter(has_text="条建议")).to_be_attached()
    box.press("ArrowUp")
    assert "全部结果" in page.locator("[aria-selected=true]").inner_text()
    box.press("ArrowDown")
    assert page.locator("[aria-selected=true]").count() == 0
    box.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == (
        page.locator("[aria-selected=true]").get_attribute("id")
    )
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    assert box.input_value() == "科技"
    box.press("ArrowDown")
    expect(options.first).to_be_visible()
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url(f"{address}notices/body-0/?q={quote('科技')}#issue-1")


def test_a_theme_suggested_is_a_filter(page: Page, address: str) -> None:
    page.goto(address + NOTICE)
    page.get_by_role("combobox").fill("作风")
    page.get_by_role("option", name="作风建设").click()
    settle(page, theme=["作风建设"])
    assert page.locator("#search-results").get_attribute("data-total") == "24"
    # The page's own box takes the place of that in the header.
    assert page.locator(".gongkai-search-box").is_hidden()


def test_enter_sends_the_form(page: Page, address: str) -> None:
    page.goto(address + NOTICE)
    page.get_by_role("combobox").fill("廉政谈话")
    page.get_by_role("combobox").press("Enter")
    page.wait_for_url(f"{address}search/?q={quote('廉政谈话')}")
    assert len(found(page)) == 12


def test_letters_that_become_a_word_are_not_searched(page: Page, address: str) -> None:
    page.goto(address)
    box = page.get_by_role("combobox")
    box.focus()
    wait_until(page, "window.Gongkai.suggest")
    page.evaluate(
        "() => { const box = document.activeElement; box.value = 'keji';"
        " box.dispatchEvent(new InputEvent('input', {isComposing: true, bubbles: true})); }"
    )
    page.wait_for_timeout(300)
    assert page.get_by_role("listbox").is_hidden()
    page.evaluate(
        "() => { const box = document.activeElement; box.value = '科技';"
        " box.dispatchEvent(new CompositionEvent('compositionend', {bubbles: true})); }"
    )
    expect(page.get_by_role("option").first).to_be_visible()


# On a phone


def test_a_phone_has_the_whole_search(phone: Page, address: str) -> None:
    phone.goto(address + NOTICE)
    box = phone.get_by_role("combobox")
    target = box.bounding_box()
    assert target
    assert min(target["width"], target["height"]) >= 24
    box.click()
    box.fill("科技")
    expect(phone.get_by_role("option").first).to_be_visible()
    wide = box.bounding_box()
    assert wide
    assert wide["width"] > 280
    assert phone.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    phone.get_by_role("option", name="全部结果").click()
    found(phone)
    assert phone.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert phone.locator("#gk-facets").is_hidden()
    phone.get_by_role("button", name="筛选").click()
    phone.locator("input[name=year][value='2024']").check()
    settle(phone, year=["2024"])
    assert phone.locator("#gk-facets").is_visible()


@pytest.mark.parametrize("size", [PHONE, DESKTOP])
def test_everything_to_press_is_large_enough(
    browser: Browser, address: str, size: tuple[int, int]
) -> None:
    for page in _page(browser, size):
        for query in (
            "示例市",
            "科技 飞碟",
            "整改&status=completed&year=2024&group=1",
            "示例市&in=notices",
        ):
            page.goto(f"{address}search/?q={query}")
            found(page)
            small = page.eval_on_selector_all(
                "#gongkai-search :is(a, button, [type=search], select, summary, label:has(input))",
                # Links within a sentence are excepted (WCAG 2.5.8).
                "all => all.filter(e => e.offsetParent && !e.closest('.breadcrumb'))"
                ".filter(e => e.getBoundingClientRect().height < 24).map(e => e.outerHTML)",
            )
            assert small == []


# From disk, without scripts, and on arrival


def test_from_disk(page: Page, site: Path) -> None:
    root = site.as_uri() + "/"
    page.goto(f"{root}search/index.html?q=廉政谈话")
    assert len(found(page)) == 12
    assert page.locator("[data-issue] a").first.get_attribute("href") == (
        f"{root}notices/body-0/index.html?q={quote('廉政谈话')}#issue-2"
    )
    page.get_by_role("checkbox", name="未完成").check()
    settle(page, status=["not_completed"])
    assert urlsplit(page.url).path.endswith("/search/index.html")
    page.goto(f"{root}{NOTICE}index.html")
    page.get_by_role("combobox").fill("整改")
    page.get_by_role("combobox").press("Enter")
    page.wait_for_url(f"{root}search/index.html?q=*")
    assert found(page)


def test_without_scripts_the_page_says_how_to_browse(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}search/?q=整改")
    page.locator("#content").get_by_role("link", name="全部通报").click()
    assert page.url == f"{address}notices/"
    context.close()


def test_the_query_is_marked_on_arrival(page: Page, address: str) -> None:
    page.goto(address + NOTICE)
    words = page.locator("article").inner_text()
    problem = page.locator("#issue-3 .issue__problem").inner_text()
    query = problem[2:8]
    page.goto(f"{address}{NOTICE}?q={quote(query)} -飞碟#issue-3")
    page.wait_for_selector("mark")
    assert page.locator("article").inner_text() == words
    assert "".join(page.locator("#issue-3 mark").all_inner_texts()).startswith(query)
    assert page.locator("mark").count() == page.locator("#issue-3 mark").count()


def test_a_match_over_several_elements_is_marked_whole(page: Page, address: str) -> None:
    page.goto(address + NOTICE)
    ends = page.eval_on_selector_all(
        "#issue-3 .measures > ul > li", "all => all.slice(0, 2).map(e => e.textContent.trim())"
    )
    query = re.sub(r"\W", "", ends[0])[-4:] + re.sub(r"\W", "", ends[1])[:3]
    page.goto(f"{address}{NOTICE}?q={quote(query)}")
    page.wait_for_selector("mark")
    marked = "".join(page.locator("#issue-3 mark").all_inner_texts())
    assert re.sub(r"\W", "", marked) == query


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("會議", {"会议"}),
        ("會議 科技 -學習", {"会议", "科技"}),
        ('"科技" 會議', {"会议", "科技"}),
        ('"會議" 科技', {"科技"}),  # literally, it is not there
    ],
)
def test_traditional_characters_are_marked_on_arrival(
    page: Page, sample_site: Path, query: str, marked: set[str]
) -> None:
    with served(sample_site) as address:
        page.goto(f"{address}{NOTICE}?q={quote(query)}#issue-1")
        page.wait_for_selector("mark")
    assert set(page.locator("mark").all_inner_texts()) == marked


def test_no_query_marks_nothing_and_loads_nothing(page: Page, address: str) -> None:
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(f"{address}{NOTICE}#issue-1")
    page.wait_for_load_state("networkidle")
    assert page.locator("mark").count() == 0
    assert not [url for url in requests if url.endswith("/fold.js")]


# What is sent


def test_the_scripts_are_small_and_old_browsers_read_them() -> None:
    texts = [path.read_text("utf-8") for path in sorted(SCRIPTS.glob("*.js"))]
    assert len(gzip.compress("".join(texts).encode(), 9)) < 10240
    for text in texts:
        assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b", text)
        # ES2018: none of what came later.
        assert not re.search(r"\?\.\w|\?\?|catch \{|\.(?:flat|flatMap|replaceAll|at)\(", text)


def test_browsers_are_offered_the_search() -> None:
    site = SimpleNamespace(
        name="示例市<巡察>整改公开及其他许多信息网", url="https://example.com/a&b/"
    )
    text = environment().get_template("opensearch.xml").render(site=site)
    tree = etree.fromstring(text.encode())
    space = {"o": "http://a9.com/-/spec/opensearch/1.1/"}
    assert tree.findtext("o:ShortName", namespaces=space) == site.name[:16]
    (url,) = tree.findall("o:Url", space)
    assert url.get("template") == "https://example.com/a&b/search/?q={searchTerms}"
