"""The frame of a public site: head, menu, large type, footer, home page; also from a disk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Page, expect

from tests.support import NOTICE, ROOT, build, make_project, served
from tests.test_accessibility import complaints

PHONE, DESKTOP = (390, 844), (1366, 900)
NOTICE_URL = "notices/shilishi-kexue-jishuju-2023/"
KINDS = ("", "notices/", NOTICE_URL, "search/?q=会议", "guide/")
COLOURS = ("color-contrast", "link-in-text-block")
MODES: dict[str, dict[str, Any]] = {
    "dark": {"color_scheme": "dark"},
    "contrast": {"contrast": "more"},
    "dark-contrast": {"color_scheme": "dark", "contrast": "more"},
    "forced": {"forced_colors": "active"},
    "large": {},
}


@pytest.fixture(scope="module")
def address(sample_site: Path) -> Iterator[str]:
    with served(sample_site) as address:
        yield address


def opened(browser: Browser, size: tuple[int, int] = DESKTOP, **options: Any) -> Page:
    """Open a page that is on screen at once, in a context of its own."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce", **options
    )
    return context.new_page()


def settled(page: Page) -> None:
    page.wait_for_load_state("networkidle")
    if page.locator("#gongkai-search").count():
        page.wait_for_selector("#search-results[data-query]")


def use_large(page: Page) -> None:
    page.context.add_init_script("localStorage.setItem('gongkai.large', 'true')")


# Light is in test_accessibility.py.


@pytest.mark.browser
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("mode", MODES)
def test_axe_has_no_complaints_however_it_is_shown(
    browser: Browser, address: str, mode: str, size: tuple[int, int]
) -> None:
    page = opened(browser, size, **MODES[mode])
    if mode == "large":
        use_large(page)
    for url in KINDS:
        page.goto(address + url)
        settled(page)
        found = complaints(page, () if mode == "large" else COLOURS)
        assert not found, f"{url}\n" + "\n".join(found)
        overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert overflow <= 0, url
    page.context.close()


@pytest.mark.browser
def test_large_type_is_kept_on_every_page_and_shown_from_the_start(
    browser: Browser, address: str
) -> None:
    size = "() => parseFloat(getComputedStyle(document.querySelector('#content p')).fontSize)"
    page = opened(browser)
    plain = {}
    for url in KINDS:
        page.goto(address + url)
        settled(page)
        plain[url] = page.evaluate(size)
    button = page.get_by_role("button", name="大字版")
    expect(button).to_have_attribute("aria-pressed", "false")
    before = button.bounding_box()
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    after = button.bounding_box()
    assert before
    assert after
    assert after["height"] >= 1.3 * before["height"]
    # What is shown first does not wait for the script that the button needs.
    page.route("**/gongkai/site.*.js", lambda route: route.abort())
    for url in KINDS:
        page.goto(address + url)
        assert page.evaluate(size) >= 1.3 * plain[url], url
    page.unroute("**/gongkai/site.*.js")
    page.reload()
    expect(button).to_have_attribute("aria-pressed", "true")
    button.press("Enter")
    page.goto(address)
    expect(button).to_have_attribute("aria-pressed", "false")
    assert page.evaluate(size) == plain[""]
    page.context.close()


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 768])
def test_large_type_fits_narrow_screens(browser: Browser, address: str, width: int) -> None:
    page = opened(browser, (width, 800))
    use_large(page)
    for url in KINDS:
        page.goto(address + url)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, url
    page.context.close()


@pytest.mark.browser
def test_large_type_works_where_nothing_may_be_remembered(browser: Browser, address: str) -> None:
    page = opened(browser)
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('refused'); } })"
    )
    thrown: list[str] = []
    page.on("pageerror", lambda error: thrown.append(str(error)))
    page.goto(f"{address}guide/")
    button = page.get_by_role("button", name="大字版")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    assert page.locator("html.gk-large").count() == 1
    assert thrown == []
    page.context.close()


@pytest.mark.browser
def test_the_menu_of_a_phone(browser: Browser, address: str) -> None:
    page = opened(browser, PHONE, has_touch=True)
    page.goto(f"{address}guide/")
    button = page.get_by_role("button", name="栏目")
    sections = page.get_by_role("navigation", name="栏目")
    expect(sections).to_be_hidden()
    expect(button).to_have_attribute("aria-expanded", "false")
    button.tap()
    expect(sections).to_be_visible()
    for link in sections.get_by_role("link").all():
        box = link.bounding_box()
        assert box
        assert box["height"] >= 44
    page.keyboard.press("Escape")
    expect(sections).to_be_hidden()
    button.press("Enter")
    sections.get_by_role("link").first.focus()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "gk-menu"
    button.press("Enter")
    sections.get_by_role("link", name="全部通报").tap()
    page.wait_for_url(f"{address}notices/")
    page.context.close()


@pytest.mark.browser
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_without_scripts_nothing_is_dead(
    browser: Browser, address: str, size: tuple[int, int]
) -> None:
    page = opened(browser, size, java_script_enabled=False)
    for url in ("", "notices/", NOTICE_URL, "search/", "guide/", "404.html"):
        page.goto(address + url)
        sections = page.get_by_role("navigation", name="栏目")
        assert sections.get_by_role("link", name="全部通报").is_visible()
        pressed = page.locator(
            "button:visible, input:visible, select:visible, [role=button]:visible"
        )
        assert pressed.all_inner_texts() == [], url
        assert page.locator("h1").first.is_visible()
    page.goto(address)
    page.get_by_role("navigation", name="栏目").get_by_role("link", name="使用说明").click()
    assert page.url == f"{address}guide/"
    page.context.close()


def tab_to(page: Page, wanted: str, name: str) -> None:
    """Press Tab until an element of a role and name has the focus; every stop is to be seen."""
    target = page.get_by_role(wanted, name=name).first  # type: ignore[arg-type]
    for _ in range(80):
        page.keyboard.press("Tab")
        stop = page.evaluate(
            "() => { const e = document.activeElement, s = getComputedStyle(e),"
            " b = e.getBoundingClientRect();"
            " return [e.tagName, s.outlineStyle, parseFloat(s.outlineWidth), b.width, b.height,"
            " b.bottom > 0 && b.top < innerHeight]; }"
        )
        assert stop[0] != "BODY", f"no way to {name}"
        assert stop[1] != "none", stop
        assert stop[2] >= 2, stop
        assert min(stop[3:5]) > 0, stop
        assert stop[5], stop
        if target.evaluate("e => e === document.activeElement"):
            return
    raise AssertionError(f"no way to {name}")


@pytest.mark.browser
def test_the_whole_way_by_keyboard(browser: Browser, address: str) -> None:
    page = opened(browser)
    page.goto(address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.goto(address)
    tab_to(page, "link", "全部通报")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}notices/")
    assert page.locator(".gk-sections [aria-current=page]").inner_text() == "全部通报"
    tab_to(page, "link", "中共示例市科学技术局党组关于")
    page.keyboard.press("Enter")
    page.wait_for_url(address + NOTICE_URL)
    assert page.locator(".gk-sections [aria-current=true]").inner_text() == "全部通报"
    tab_to(page, "link", "联系方式")
    tab_to(page, "link", "0999-0123456")
    page.keyboard.press("/")
    page.keyboard.type("会议")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    page.wait_for_selector("#search-results[data-query='会议']")
    tab_to(page, "button", "检索")
    page.context.close()


@pytest.mark.browser
def test_every_page_asks_its_own_site_alone(
    browser: Browser, address: str, sample_site: Path
) -> None:
    page = opened(browser)
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(f"{page.url} {message.text}"))
    page.on("pageerror", lambda error: said.append(f"{page.url} {error}"))
    pages = sorted(path.relative_to(sample_site) for path in sample_site.rglob("*.html"))
    assert len(pages) > 10
    for path in pages:
        page.goto(address + path.as_posix())
    page.goto(f"{address}search/?q=会议")
    settled(page)
    assert not [url for url in asked if not url.startswith((address, "data:", "blob:"))]
    assert said == []
    assert not [url for url in asked if "/assets/javascripts/" in url]  # Material's own scripts
    page.context.close()


@pytest.mark.browser
def test_the_site_opens_from_a_disk(browser: Browser, sample_site: Path) -> None:
    page = opened(browser)
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("requestfailed", lambda request: said.append(request.url))
    root = sample_site.as_uri() + "/"

    def at(url: str) -> None:
        page.wait_for_url(lambda there: there.startswith(root + url))
        settled(page)

    page.goto(f"{root}index.html")
    sections = page.get_by_role("navigation", name="栏目")
    for name, url in (
        ("全部通报", "notices/index.html"),
        ("使用说明", "guide/index.html"),
        ("首页", "index.html"),
    ):
        sections.get_by_role("link", name=name).click()
        at(url)
    page.locator(".home__values a").first.click()
    at("organizations/")
    assert page.url.endswith("/index.html")
    page.locator(".gk-name").focus()
    page.keyboard.press("Enter")
    at("index.html")
    page.get_by_role("link", name="中共示例市科学技术局党组关于").click()
    at(f"{NOTICE_URL}index.html")
    page.get_by_role("combobox").fill("会议")
    page.keyboard.press("Enter")
    at("search/index.html?q=")
    page.locator("[data-issue] a").first.click()
    at("notices/")
    assert re.search(r"/index\.html\?q=[^#]+#issue-\d+$", page.url)
    page.get_by_role("button", name="大字版").click()
    page.locator(".gk-name").click()
    at("index.html")
    assert page.locator("html.gk-large").count() == 1
    assert {url.partition(":")[0] for url in asked} == {"file"}
    assert said == []
    page.context.close()


# What needs no browser


def soup_of(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "lxml")


def footer(folder: Path, extra: str, notices: dict[str, str | bytes] | None = None) -> str:
    config = make_project(folder, notices or {"a.yml": NOTICE})
    with config.open("a", encoding="utf-8") as file:
        file.write(extra)
    assert build(config) == 0
    home, notice = (
        soup_of(folder / "site" / name / "index.html").select_one(".gk-foot")
        for name in (".", "notices/a")
    )
    assert home
    assert notice
    assert home.get_text(" ", strip=True) == notice.get_text(" ", strip=True)
    return str(home)


def test_a_footer_shows_what_is_set(tmp_path: Path) -> None:
    html = footer(
        tmp_path,
        """\
  organizer: 示例市委巡察办 <b>
  contact: [电话 0999-0100000, 邮箱 a@example.com]
  site_id_code: "0123456789"
  icp: 示ICP备00000001号
  public_security_record: 示公网安备 01000002000003号
  report_error_url: mailto:a@example.com
copyright: 版权所有
""",
    )
    shown = BeautifulSoup(html, "lxml")
    words = shown.get_text(" ", strip=True)
    assert "主办单位：示例市委巡察办 <b>" in words
    assert "联系方式：电话 0999-0100000；邮箱 a@example.com" in words
    assert "网站标识码：0123456789" in words
    assert "版权所有" in words
    links = {link.get_text(): str(link["href"]) for link in shown.select("a")}
    assert links == {
        "数据开放": "data/",
        "网站地图": "sitemap.xml",
        "网站找错": "mailto:a@example.com",
        "示ICP备00000001号": "https://beian.miit.gov.cn/",
        "示公网安备 01000002000003号": (
            "https://beian.mps.gov.cn/#/query/webSearch?code=01000002000003"
        ),
    }


def test_a_footer_leaves_out_what_is_not_set_or_no_text(tmp_path: Path) -> None:
    assert "：" not in BeautifulSoup(footer(tmp_path / "a", ""), "lxml").get_text()
    html = footer(
        tmp_path / "b",
        """\
  organizer: {a: b}
  contact: true
  site_id_code:
  icp: ""
  public_security_record: []
  report_error_url: 5
""",
    )
    shown = BeautifulSoup(html, "lxml")
    assert "：" not in shown.get_text()
    assert [str(link["href"]) for link in shown.select("a")] == ["data/", "sitemap.xml"]


def test_a_main_html_of_the_users_own_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = make_project(tmp_path, {"n.yml": NOTICE})
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "main.html").write_text('{% extends "base.html" %}', encoding="utf-8")
    text = "site_name: 示例\ndocs_dir: content\nplugins: [gongkai]\n"
    config.write_text(f"{text}theme: {{name: material, custom_dir: own}}\n", encoding="utf-8")
    assert build(config) == 2
    assert "会代替全部网页的框架" in capsys.readouterr().err
    assert not (tmp_path / "site").exists()


def test_settings_that_our_pages_do_not_heed_are_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    config = make_project(tmp_path, {"n.yml": NOTICE})
    own = "site_name: 示例\ndocs_dir: content\nplugins: [gongkai]\n"
    theme = "theme: {{name: material, language: zh, font: {font}}}\n"
    extra = "extra:\n  polyfills: [a.js]\n  alternate: [{name: English, link: /en/, lang: en}]\n"

    def told(text: str) -> list[str]:
        caplog.clear()
        config.write_text(text, encoding="utf-8")
        assert build(config) == 0
        return [record.getMessage() for record in caplog.records if "不起作用" in record.message]

    assert told(own + theme.format(font="false")) == []
    assert told(own + "theme: {name: material}\n") == []
    found = told(own + theme.format(font="{text: Noto Sans}") + extra)
    assert [line.split()[2] for line in found] == [
        "theme.font",
        "extra.polyfills",
        "extra.alternate",
    ]
    assert all("请删去：" in line for line in found)
    # Where Material's search serves, so do its pages.
    assert (
        told((own + extra).replace("[gongkai]", "[search, gongkai]") + theme.format(font=1)) == []
    )


def test_the_projects_own_footer_leads_to_its_pages(sample_site: Path) -> None:
    links = soup_of(sample_site / "notices" / "index.html").select(".gk-foot nav a")
    assert [(link.get_text(), link["href"]) for link in links] == [
        ("使用说明", "../guide/"),
        ("无障碍声明", "../accessibility/"),
        ("数据开放", "../data/"),
        ("网站地图", "../sitemap/"),
    ]


def test_the_picture_and_the_table_of_the_home_page_say_the_same(sample_site: Path) -> None:
    soup = soup_of(sample_site / "index.html")
    (chart,) = soup.select("svg[role=img]")
    title, desc = (chart.find(id=name) for name in str(chart["aria-labelledby"]).split())
    assert title
    assert desc
    rows = [
        [cell.get_text(strip=True) for cell in row.select("th, td")]
        for row in soup.select(".gk-figures tbody tr")
    ]
    assert desc.get_text() == "；".join(f"{a} {b} 个，占 {c}" for a, b, c in rows) + "。"
    assert title.get_text() == f"{sum(int(row[1]) for row in rows)} 个问题的整改状态"
    parts = chart.select("g[data-status] > .gk-chart__part")
    assert len(parts) == len(rows)
    assert sum(float(str(part["width"]).rstrip("%")) for part in parts) == pytest.approx(100, 0.01)


def test_the_home_page_begins_with_its_own_words_and_leads_on(sample_site: Path) -> None:
    soup = soup_of(sample_site / "index.html")
    content = soup.select_one("#content")
    assert content
    own = (ROOT / "content" / "index.md").read_text(encoding="utf-8").splitlines()[-1]
    words = content.get_text()
    assert words.index(own) < words.index("份通报") < words.index("最新通报")
    assert len(soup.select("form[role=search]")) == 1
    leads = {str(link["href"]) for link in content.select("a")}
    assert {"notices/", "issues/", "contacts/", "status/completed/", "years/2023/"} <= leads
    headings = [heading.get_text() for heading in content.select("h3")]
    assert {"按单位", "按地区", "按年份", "按主题"} <= set(headings)
    for link in leads:
        assert (sample_site / link.partition("#")[0] / "index.html").is_file(), link


def test_a_long_facet_is_cut_and_leads_to_the_whole(tmp_path: Path) -> None:
    notices: dict[str, str | bytes] = {
        f"n{i}.yml": f"title: 通报{i}\norganization: 示例单位{i:02}\n" for i in range(14)
    }
    assert build(make_project(tmp_path, notices)) == 0
    soup = soup_of(tmp_path / "site" / "index.html")
    values = soup.select(".home__values")[0]
    assert len(values.select("li")) == 12
    more = values.find_next_sibling("p")
    assert more
    assert str(more.find("a")) == '<a href="organizations/">全部单位</a>'
    assert "还没有逐条列出的问题" in soup.get_text()
    assert not soup.select(".gk-chart")


def test_a_site_without_notices_says_so(tmp_path: Path) -> None:
    assert build(make_project(tmp_path, {})) == 0
    soup = soup_of(tmp_path / "site" / "index.html")
    assert "还没有发布通报" in soup.get_text()
    assert not soup.select(".gk-chart, .gk-figures, .home__columns")


def test_pages_of_a_section_lead_to_each_other(tmp_path: Path) -> None:
    config = make_project(tmp_path, {})
    (tmp_path / "content" / "a.md").write_text("# 甲 & <b>\n", encoding="utf-8")
    (tmp_path / "content" / "b.md").write_text("# 乙\n", encoding="utf-8")
    with config.open("a", encoding="utf-8") as file:
        file.write(
            "nav:\n- 首页: index.md\n- 关于: [a.md, 深处: [b.md]]\n- 外面: https://example.com/x\n"
        )
    assert build(config) == 0
    soup = soup_of(tmp_path / "site" / "a" / "index.html")
    sections = [(link.get_text(), link["href"]) for link in soup.select(".gk-sections a")]
    assert sections == [("首页", ".."), ("关于", "./"), ("外面", "https://example.com/x")]
    siblings = soup.select("[aria-label=本栏目] a")
    assert [link["href"] for link in siblings] == ["./", "../b/"]
    assert siblings[0]["aria-current"] == "page"
    crumbs = soup.select_one(".breadcrumb")
    assert crumbs
    assert "首页 › 关于 › 甲 &" in " ".join(crumbs.get_text().split())


@pytest.mark.browser
def test_what_is_wider_than_the_screen_is_reached_by_keys(browser: Browser, tmp_path: Path) -> None:
    words = "整改措施和完成情况"
    index = (
        f"# 首页\n\n| {' | '.join(words)} |\n|{' --- |' * len(words)}\n\n    {words * 9}\n\n"
        "| 甲 |\n| --- |\n| 乙 |\n"
    )
    config = make_project(tmp_path, {}, index)
    text = config.read_text(encoding="utf-8").replace("  - search:\n      lang: zh\n", "")
    config.write_text(text, encoding="utf-8")
    assert build(config) == 0
    page = opened(browser, PHONE)
    page.goto((tmp_path / "site" / "index.html").as_uri())
    reached = "all => all.map(e => e.tabIndex)"
    wide, narrow = "#content table, #content code", "#content table:last-of-type"
    assert page.eval_on_selector_all(wide, reached) == [0, 0, -1]
    assert not complaints(page)
    # Turned, or on a larger screen, nothing scrolls any more.
    page.set_viewport_size({"width": 1900, "height": 900})
    expect(page.locator("#content table").first).not_to_have_attribute("tabindex", "0")
    assert page.eval_on_selector_all(narrow, reached) == [-1]
    page.context.close()


def test_scripts_of_the_frame_are_safe_and_early() -> None:
    folder = ROOT / "site_builder" / "theme" / "mkdocs" / "assets" / "gongkai"
    for name in ("site.js", "early.js"):
        text = (folder / name).read_text(encoding="utf-8")
        assert not re.search(r"innerHTML|outerHTML|eval\(|document\.write|https?://", text)
