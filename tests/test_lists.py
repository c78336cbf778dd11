"""The lists: each holds exactly the notices that it says, and every one of its links leads on."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, expect

from site_builder.notice.model import Notice
from site_builder.reading.dump import dump_notice
from site_builder.reading.notice_file import parse_notice
from site_builder.views import facets, urls
from tests.support import NOTICE, build, make_project, served

CONFIG = """\
site_name: 示例
docs_dir: content
theme: {name: material, language: zh, font: false}
plugins: [gongkai]
strict: true
"""
PARTS = {
    "organization": "organizations/",
    "region": "regions/",
    "year": "years/",
    "status": "status/",
    "theme": "themes/",
    "kind": "kinds/",
}
LINKS = "".join(f"- [{part}]({part}index.html)\n" for part in [*PARTS.values(), "issues/"])
STATUSES = {"已完成": "completed", "正在整改": "in_progress", "": "unstated"}
LABELS = {"completed": "已完成", "in_progress": "正在整改", "unstated": "未注明"}
TAGS = (("党建", 2), ("经费", 3), ("党建", 4))  # of every second issue, and so on
KINDS = ((), ("常规巡察",), ("常规巡察", "提级巡察"))


def make(number: int) -> Notice:
    """A notice of one of seven bodies; the first of each says how it is reached."""
    issues = [
        {
            "problem": f"问题{number}之{n}",
            "tags": [
                tag for tag, every in (("党建", 2), ("经费", 3), ("党建", 4)) if n % every == 0
            ],
            **({"status": wording} if (wording := list(STATUSES)[(number + n) % 3]) else {}),
        }
        for n in range(number % 4)
    ]
    body = number % 7
    contacts = [{"phone": f"0999-{number:07}"}, {"email": "a@b.example"}, {"address": "示例路1号"}]
    data = {
        "title": f"第{number}号通报",
        "organization": f"示例第{body}局党组",
        **({"region": f"示例{'甲乙'[body % 2]}县"} if body else {}),
        **({"published": f"{2020 + number % 5}-03-{number % 27 + 1:02}"} if number % 9 else {}),
        "inspection": {"kinds": KINDS[number % 3]},
        "sections": [{"heading": "一、问题", "issues": issues}],
        **({"contacts": contacts} if number < 6 else {}),
    }
    notice, faults = parse_notice(json.dumps(data, ensure_ascii=False), f"n{number:03}")
    assert notice, faults
    return notice


NOTICES = [make(number) for number in range(120)]


def lay_out(folder: Path, notices: list[Notice], index: str = "# 首页\n") -> Path:
    config = make_project(folder, {f"{n.id}.yml": dump_notice(n) for n in notices}, index)
    config.write_text(CONFIG, encoding="utf-8")
    return config


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lists")
    assert build(lay_out(folder, NOTICES, f"# 首页\n\n{LINKS}")) == 0
    return folder / "site"


def values_of(notice: Notice) -> dict[str, Counter[str]]:
    """Say of every facet which values a notice has, and how many of its issues each holds for."""
    issues = list(notice.issues())

    def whole(*values: str) -> Counter[str]:
        return Counter(dict.fromkeys(values, len(issues)))

    return {
        "organization": whole(notice.organization),
        "region": whole(*filter(None, [notice.region])),
        "year": whole(f"{notice.published.year}年" if notice.published else "未注明日期"),
        "status": Counter(LABELS[issue.status_code] for issue in issues),
        "theme": Counter(tag for issue in issues for tag in set(issue.tags)),
        "kind": whole(*notice.inspection.kinds),
    }


def newest_first(notices: list[Notice]) -> list[str]:
    def key(notice: Notice) -> tuple[int, str]:
        return -(notice.published or date.min).toordinal(), notice.id

    return [notice.id for notice in sorted(notices, key=key)]


def soup_of(site: Path, url: str) -> BeautifulSoup:
    return BeautifulSoup((site / url / "index.html").read_text("utf-8"), "lxml")


def target(url: str, link: Tag) -> str:
    """Return where a link of a page leads, relative to the root."""
    parts = [part for part in url.split("/") if part]
    for step in urlsplit(str(link["href"])).path.split("/"):
        if step == "..":
            parts.pop()
        elif step not in ("", "."):
            parts.append(step)
    return "".join(f"{part}/" for part in parts)


def pages_from(site: Path, url: str) -> Iterator[tuple[str, BeautifulSoup]]:
    """Yield a list's pages, as a reader goes through them, and check the way back."""
    before = None
    while True:
        soup = soup_of(site, url)
        back = soup.select_one(".paging a[rel=prev]")
        assert (target(url, back) if back else None) == before
        yield url, soup
        following = soup.select_one(".paging a[rel=next]")
        if not following:
            return
        before, url = url, target(url, following)


def shown(site: Path, url: str) -> list[str]:
    found = []
    for address, soup in pages_from(site, url):
        rows = soup.select(".notice-items h3 a")
        assert len(rows) <= 50
        found += [target(address, row).split("/")[1] for row in rows]
    return found


def index_of(site: Path, key: str) -> dict[str, tuple[str, str]]:
    """Return the values of a facet's index page: label → address, counts."""
    result = {}
    for url, soup in pages_from(site, PARTS[key]):
        for row in soup.select(".facet-values li"):
            link, counts = row.select_one("a"), row.select_one("span")
            assert link
            assert counts
            result[link.get_text()] = target(url, link), counts.get_text()
    return result


@pytest.mark.parametrize("key", PARTS)
def test_every_page_of_a_facet_lists_exactly_what_has_the_value(site: Path, key: str) -> None:
    wanted: dict[str, list[Notice]] = {}
    for notice in NOTICES:
        for value in values_of(notice)[key]:
            wanted.setdefault(value, []).append(notice)
    found = index_of(site, key)
    assert found.keys() == wanted.keys()
    for value, (url, counts) in found.items():
        issues = sum(values_of(notice)[key][value] for notice in wanted[value])
        assert counts == f"{len(wanted[value])} 份通报，{issues} 个问题"
        assert shown(site, url) == newest_first(wanted[value])


@pytest.mark.parametrize("key", ["status", "theme"])
def test_a_list_says_of_each_notice_how_many_of_its_issues_match(site: Path, key: str) -> None:
    by_id = {notice.id: notice for notice in NOTICES}
    for value, (first, _) in index_of(site, key).items():
        for url, soup in pages_from(site, first):
            for row in soup.select(".notice-items > li"):
                link, words = row.select_one("h3 a"), row.select_one(".notice-items__matching")
                assert link
                assert words
                count = values_of(by_id[target(url, link).split("/")[1]])[key][value]
                assert words.get_text() == f"其中 {count} 个属于“{value}”"
            whole = sum(values_of(notice)[key][value] for notice in NOTICES)
            said = soup.select_one(".listing__count")
            assert said
            assert f"，其中 {whole} 个问题属于“{value}”，" in said.get_text()


@pytest.mark.parametrize("key", PARTS)
def test_a_value_leads_to_its_issues_in_the_search(site: Path, key: str) -> None:
    codes = {label: code for code, label in LABELS.items()}
    for value, (url, _) in index_of(site, key).items():
        links = soup_of(site, url).select(".listing__count a")
        if value == "未注明日期":
            assert not links
            continue
        (link,) = links
        assert target(url, link) == "search/"
        searched = codes.get(value, value.removesuffix("年") if key == "year" else value)
        assert parse_qs(urlsplit(str(link["href"])).query) == {key: [searched]}


def test_all_notices_are_sorted_by_date_or_by_organization(site: Path) -> None:
    by_date, by_body = shown(site, "notices/"), shown(site, "notices/by-organization/")
    assert by_date == newest_first(NOTICES)
    bodies = {notice.id: notice.organization for notice in NOTICES}
    assert by_body == sorted(by_date, key=lambda name: urls.slug(bodies[name]))
    for url in ("notices/", "notices/by-organization/"):
        for address, soup in pages_from(site, url):
            (other,) = soup.select(".orders a")
            assert {target(address, other), url} == {"notices/", "notices/by-organization/"}
    for address, soup in pages_from(site, "notices/by-organization/"):
        for heading in soup.select("h2 a"):
            assert target(address, heading) == urls.organization(heading.get_text())


def test_every_link_of_every_list_leads_somewhere(site: Path) -> None:
    lists = [p for p in site.rglob("index.html") if not re.match("n[0-9]", p.parent.name)]
    assert len(lists) > 40
    for path in lists:
        soup = BeautifulSoup(path.read_text("utf-8"), "lxml")
        for link in soup.select("a[href]"):
            parts = urlsplit(str(link["href"]))
            if parts.scheme or not parts.path:
                continue
            there = (path.parent / unquote(parts.path)).resolve()
            assert (there / "index.html" if there.is_dir() else there).is_file(), (path, link)


def test_an_organization_shows_its_figures_and_its_newest_contacts(site: Path) -> None:
    own = [notice for notice in NOTICES if notice.organization == "示例第1局党组"]
    url = urls.organization("示例第1局党组")
    soup = soup_of(site, url)
    total = soup.select_one(".status-strip strong")
    assert total
    assert total.get_text() == str(sum(1 for notice in own for _ in notice.issues()))
    links = [str(link["href"]) for link in soup.select(".contact-lines a")]
    assert links[0] == "tel:0999-0000001"
    assert links[1].startswith("mailto:a@b.example?subject=")
    assert links[2].startswith("geo:")
    (source,) = soup.select(".contact-source a")
    assert target(url, source) == "notices/n001/"
    nobody = soup_of(site, urls.organization("示例第6局党组"))
    assert "没有载明" in nobody.select(".listing__contacts")[0].get_text()
    assert not nobody.select(".contact-lines")


def test_contacts_stand_by_region(site: Path) -> None:
    soup = soup_of(site, "contacts/")
    found = {
        section.h2.get_text(): [heading.get_text() for heading in section.select("h3")]
        for section in soup.select(".contact-region")
        if section.h2
    }
    assert found == {
        "示例甲县": [f"示例第{n}局党组" for n in (2, 4, 6)],
        "示例乙县": [f"示例第{n}局党组" for n in (1, 3, 5)],
        "未注明地区": ["示例第0局党组"],
    }
    assert len(soup.select(".contact-lines a[href^='tel:']")) == 6


def test_an_empty_site_has_all_lists_and_they_say_so(tmp_path: Path) -> None:
    assert build(lay_out(tmp_path, [], f"# 首页\n\n{LINKS}")) == 0
    for part in ("notices/", "notices/by-organization/", "contacts/"):
        assert "还没有发布通报" in soup_of(tmp_path / "site", part).get_text()
    for part in PARTS.values():
        assert "还没有通报注明" in soup_of(tmp_path / "site", part).get_text()


HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }} &amp; GongkaiSlotContent",
)


@pytest.mark.parametrize("name", HOSTILE)
def test_markup_in_names_comes_out_as_text(tmp_path: Path, name: str) -> None:
    kinds = NOTICES[1].inspection.model_copy(update={"kinds": (name,)})
    names = dict.fromkeys(("organization", "region", "title"), name)
    hostile = NOTICES[1].model_copy(update={**names, "inspection": kinds})
    assert build(lay_out(tmp_path, [hostile])) == 0
    for key in ("organization", "region", "kind"):
        ((label, (url, _)),) = index_of(tmp_path / "site", key).items()
        assert label == name
        listing = soup_of(tmp_path / "site", url).select_one(".listing")
        assert listing
        assert name in listing.select("h1")[0].get_text()
        assert listing.select(".notice-items h3 a")[0].get_text() == name
        assert not listing.select("script, img")


NAMES = st.one_of(
    st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=60),
    st.text("示例市县局党组石丝", min_size=1),
)


@settings(max_examples=300)
@given(st.lists(NAMES, max_size=20, unique=True))
def test_addresses_are_ascii_and_never_the_same(names: list[str]) -> None:
    slugs = [urls.slug(name) for name in names]
    assert len(set(slugs)) == len(names)
    for slug in slugs:
        assert re.fullmatch("(?:[a-z0-9]+-)?[a-z2-7]{8}", slug)
        assert len(slug) <= 80


def test_addresses_stay_what_they_are() -> None:
    assert urls.slug("中共示例市科学技术局党组") == "zhonggongshilishikexuejishujudangzu-hj4mcasz"
    assert urls.slug("<b>") == "b-p47nv5wx"


def test_two_values_of_one_address_stop_the_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    same = tuple(replace(kind, slug=lambda _: "same") for kind in facets.REGISTRY)
    monkeypatch.setattr(facets, "REGISTRY", same)
    assert build(lay_out(tmp_path, NOTICES[:2])) == 1
    assert "网址相同" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["issues.md", "organizations.md", "notices/by-organization.md"])
def test_a_page_of_ours_with_the_address_of_a_list_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    config = lay_out(tmp_path, NOTICES[:1])
    path = tmp_path / "content" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("# 自己的\n", encoding="utf-8")
    assert build(config) == 1
    assert f"content/{name}" in capsys.readouterr().err


def test_with_materials_search_no_list_leads_to_ours(tmp_path: Path) -> None:
    assert build(make_project(tmp_path, {"a.yml": NOTICE})) == 0
    site = tmp_path / "site"
    assert not (site / "issues").exists()
    assert not (site / "search" / "index.html").exists()
    for url, _ in index_of(site, "status").values():
        assert not soup_of(site, url).select("a[href*='search/']")


# In the browser.


@pytest.fixture(params=["served", "from disk"])
def address(request: pytest.FixtureRequest, site: Path) -> Iterator[Callable[[str], str]]:
    if request.param == "served":
        with served(site) as root:
            yield lambda url: root + url
    else:
        yield lambda url: (site / url / "index.html").as_uri()


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.mark.browser
def test_all_issues_are_browsed_as_an_empty_query(tab: Page, address: Callable[[str], str]) -> None:
    tab.goto(address("issues/"))
    results = tab.locator("#search-results[data-query='']")
    expect(results).to_have_attribute("data-total", str(sum(n % 4 for n in range(120))))
    expect(tab.get_by_role("heading", level=1)).to_have_text("全部问题")
    wanted = [
        issue
        for notice in NOTICES
        if "提级巡察" in notice.inspection.kinds
        for issue in notice.issues()
    ]
    tab.get_by_role("checkbox", name="提级巡察").check()
    expect(results).to_have_attribute("data-total", str(len(wanted)))
    completed = sum(issue.status_code == "completed" for issue in wanted)
    tab.locator("[data-facet=status]").get_by_role("checkbox", name="已完成").check()
    expect(results).to_have_attribute("data-total", str(completed))
    assert parse_qs(urlsplit(tab.url).query) == {"kind": ["提级巡察"], "status": ["completed"]}
    tab.reload()
    expect(results).to_have_attribute("data-total", str(completed))
    tab.locator(".gk-hit__link").first.click()
    tab.wait_for_url("**/notices/**")


@pytest.mark.browser
@pytest.mark.parametrize("url", ["issues/", "search/"])
def test_without_scripts_the_way_leads_to_the_lists(browser: Browser, site: Path, url: str) -> None:
    with served(site) as root:
        context = browser.new_context(java_script_enabled=False)
        tab = context.new_page()
        tab.goto(root + url)
        expect(tab.locator("#gk-q")).to_be_hidden()
        for part in PARTS.values():
            expect(tab.locator(f"#content a[href='../{part}']").first).to_be_visible()
        tab.get_by_role("link", name="按单位浏览").click()
        tab.get_by_role("link", name="示例第3局党组").click()
        expect(tab.get_by_role("heading", level=1)).to_have_text("示例第3局党组")
        context.close()
