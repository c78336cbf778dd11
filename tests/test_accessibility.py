"""axe-core finds nothing to complain of, on a phone and a desktop, whatever the search shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page

from site_builder.views import urls
from tests.support import served

pytestmark = pytest.mark.browser
SIZES = {"phone": (390, 844), "desktop": (1366, 900)}
NOTICE = "notices/shilishi-kexue-jishuju-2023/"
LISTS = (
    "notices/by-organization/",
    "organizations/",
    urls.organization("中共示例市科学技术局党组"),
    "status/completed/",
    "contacts/",
    "issues/",
)
# axe's own choice of rules, and the size of what is pressed.
OPTIONS = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}


@pytest.fixture(scope="module")
def address(sample_site: Path) -> Iterator[str]:
    with served(sample_site) as address:
        yield address


@pytest.fixture(params=SIZES)
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    width, height = SIZES[request.param]
    context = browser.new_context(
        viewport={"width": width, "height": height}, reduced_motion="reduce"
    )
    yield context.new_page()
    context.close()


def complaints(page: Page, rules: tuple[str, ...] = ()) -> list[str]:
    """Return what axe finds, by all rules or by some, as lines of rule, target and help."""
    options = {**OPTIONS, "runOnly": rules} if rules else OPTIONS
    found = Axe().run(page, options=options).response["violations"]
    return [
        f"{rule['id']}  {node['target']}  {rule['help']} ({node['failureSummary']})"
        for rule in found
        for node in rule["nodes"]
    ]


def check(page: Page) -> None:
    found = complaints(page)
    assert not found, f"{page.url}\n" + "\n".join(found)


@pytest.mark.parametrize(
    "url", ["", "notices/", NOTICE, f"{NOTICE}?q=会议#issue-3", "guide/", "404.html", *LISTS]
)
def test_pages(page: Page, address: str, url: str) -> None:
    page.goto(address + url)
    page.wait_for_load_state("networkidle")
    check(page)


def answered(page: Page, address: str, query: str) -> None:
    page.goto(f"{address}search/?{query}")
    page.wait_for_selector("#search-results[data-query]")


def results(page: Page, address: str) -> None:
    answered(page, address, "q=会议")


def groups(page: Page, address: str) -> None:
    answered(page, address, "q=会议&group=1&page=2")


def notices(page: Page, address: str) -> None:
    answered(page, address, "q=示例市&in=notices")


def empty(page: Page, address: str) -> None:
    answered(page, address, "q=没有这样的词 会议&status=completed")


def filters_open(page: Page, address: str) -> None:
    answered(page, address, "q=会议&status=completed&status=in_progress")
    button = page.get_by_role("button", name="筛选", exact=True)
    if button.is_visible():
        button.click()
    page.locator("#gk-facets").wait_for()


def help_open(page: Page, address: str) -> None:
    answered(page, address, "q=")
    page.locator(".gk-help summary").click()


def failure(page: Page, address: str) -> None:
    page.route("**/search/store.js", lambda route: route.abort())
    page.goto(f"{address}search/?q=会议")
    page.get_by_role("alert").wait_for()


def suggestions(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("combobox").fill("会议")
    page.get_by_role("option").first.wait_for()
    page.get_by_role("combobox").press("ArrowDown")


@pytest.mark.parametrize(
    "state",
    [results, groups, notices, empty, filters_open, help_open, failure, suggestions],
    ids=lambda state: state.__name__,
)
def test_search(page: Page, address: str, state: Callable[[Page, str], None]) -> None:
    state(page, address)
    check(page)


def test_a_complaint_names_rule_target_and_help(browser: Browser) -> None:
    page = browser.new_context().new_page()
    page.set_content("<html lang=zh><title>页</title><main><h1>页</h1><img src=''></main>")
    (line,) = complaints(page)
    assert line.startswith("image-alt  ['img']  Images must have alternative text")
    page.context.close()
