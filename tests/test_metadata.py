"""What pages tell machines: the tags of the guideline, linked data, sitemap, robots, OpenSearch."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, given, settings
from lxml import etree

from site_builder.notice.model import Notice
from site_builder.outputs import sitemap
from site_builder.outputs.frame import SLOTS, Frame
from site_builder.outputs.pages import Site, frame_kind
from site_builder.outputs.sitemap import robots_output, sitemap_outputs
from site_builder.reading.notice_file import parse_notice
from site_builder.views import urls
from site_builder.views.absolute_urls import absolute
from site_builder.views.metadata.site_tags import site_tags
from tests.strategies import notices
from tests.support import NOTICE, ROOT, build, make_project, whole_page
from tests.test_pages import HOSTILE, hostile_notice, sample

FRAMES = {frame_kind(urls.notice("x")): Frame.cut(SLOTS["head"] + SLOTS["content"])}
KNOWN, UNKNOWN = Site("示例", "https://example.com/党务/", FRAMES), Site("示例", "", FRAMES)
SAMPLE = "shilixian-jiaoyuju-2024"
KINDS = {
    "home": "index.html",
    "notices": "notices/index.html",
    "facet": "themes/index.html",
    "value": "years/2024/index.html",
    "search": "search/index.html",
    "issues": "issues/index.html",
    "contacts": "contacts/index.html",
    "notice": f"notices/{SAMPLE}/index.html",
    "hand-written": "guide/index.html",
    "error": "404.html",
}
SITE = {"sitename": "示例市巡察整改公开", "sitedomain": "example.com"}
# Of schema.org, what is printed: the properties that these types may have.
THING = {"@type", "@id", "name", "url", "description", "identifier"}
VOCABULARY: dict[str, set[str]] = {
    "Report": THING
    | {"headline", "inLanguage", "datePublished", "reportNumber", "keywords", "author"}
    | {"publisher", "about", "isPartOf", "dateModified", "creativeWorkStatus", "correction"},
    "CorrectionComment": THING | {"datePublished", "text"},
    "GovernmentOrganization": THING | {"contactPoint"},
    "Organization": THING,
    "ContactPoint": THING | {"contactType", "telephone", "faxNumber", "email"},
    "PropertyValue": THING | {"value"},
    "Event": THING | {"organizer", "startDate", "endDate"},
    "WebSite": THING,
    "BreadcrumbList": THING | {"itemListElement"},
    "ListItem": THING | {"position", "item"},
}
PLAIN = """\
title: 关于“巡察”的通报 & 其他
organization: 中共示例市示例局党组
published: 2023-08-21
publisher: 示例市纪委监委
index_number: 00001/2023-7
document_number: 示科组〔2023〕7号
inspection: {body: 市委第三巡察组, round: 七届第二轮, kinds: [常规], period: 2023年3月1日至5月20日}
sections:
- issues:
  - {problem: 甲, tags: [经费, 作风]}
  - {problem: 乙, tags: [作风]}
contacts:
- {phone: 0999-0123456}
- {phone: 请到门卫处打听}
- {fax: 0999-0123457}
- {email: a@example.com}
- {person: 张某}
"""


def parsed(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text("utf-8"), "lxml")


def tags(soup: BeautifulSoup) -> dict[str, str]:
    """Return the named tags of a page in lower case, of each of which there may be but one."""
    pairs = [(str(tag["name"]).lower(), str(tag["content"])) for tag in soup.select("meta[name]")]
    assert max(Counter(name for name, _ in pairs).values()) == 1, pairs
    assert all(content.strip() for _, content in pairs)
    return dict(pairs)


def properties(soup: BeautifulSoup) -> dict[str, str]:
    return {str(tag["property"]): str(tag["content"]) for tag in soup.select("meta[property]")}


def data(soup: BeautifulSoup) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the report and the way to it; everything in them is of the vocabulary."""
    (script,) = soup.select('script[type="application/ld+json"]')
    whole = json.loads(script.get_text())
    assert whole.keys() == {"@context", "@graph"}
    assert whole["@context"] == "https://schema.org"
    for node in nodes(whole["@graph"]):
        if node.keys() != {"@id"}:
            assert node.keys() <= VOCABULARY[node["@type"]], node
        assert all(node.values()), node
    report, way = whole["@graph"]
    return report, way


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        for each in value:
            yield from nodes(each)
    elif isinstance(value, dict):
        yield value
        for each in value.values():
            yield from nodes(each)


def page_of(notice: Notice, site: Site = KNOWN) -> BeautifulSoup:
    return BeautifulSoup(whole_page(notice, site).data.decode(), "lxml")


def notice_of(text: str) -> Notice:
    notice, faults = parse_notice(text, "x")
    assert notice, faults
    return notice


# The tags of the guideline


@pytest.mark.parametrize("kind", KINDS)
def test_every_page_has_the_tags_of_its_kind_once(sample_site: Path, kind: str) -> None:
    soup = parsed(sample_site / KINDS[kind])
    found = tags(soup)
    assert {name: found.get(name) for name in SITE} == SITE
    assert "siteidcode" not in found  # mkdocs.yml does not say it
    columns = {"columnname", "columndescription", "columnkeywords", "columntype"}
    articles = {"articletitle", "pubdate", "contentsource", "author", "url"}
    wanted = {"error": set(), "notice": {"columnname", "columntype"} | articles}.get(kind, columns)
    assert found.keys() & (columns | articles) == wanted
    assert len(soup.select("head > title")) == 1
    assert not soup.select("body meta")
    assert len(soup.select("link[rel=canonical]")) == (kind != "error")


def test_columns_say_what_they_are(sample_site: Path) -> None:
    of = {kind: tags(parsed(sample_site / path)) for kind, path in KINDS.items()}
    assert of["home"]["columntype"] == "首页"
    assert of["notices"]["columnname"] == of["notice"]["columnname"] == "全部通报"
    assert of["notices"]["columntype"] == of["notice"]["columntype"] == "通知公告"
    assert of["contacts"]["columntype"] == "咨询投诉"
    assert of["value"]["columnname"] == "年份：2024年"
    assert of["value"]["columnkeywords"].endswith(",2024年")
    assert of["hand-written"]["columnname"] == "使用说明"
    assert of["hand-written"]["columntype"] == "网站说明"  # as its front matter says


def test_every_page_of_a_list_is_tagged_alike(tmp_path: Path) -> None:
    config = make_project(tmp_path, {f"n{i}.yml": NOTICE for i in range(51)})
    assert build(config) == 0
    first, second = (
        tags(parsed(tmp_path / "site" / "notices" / name))
        for name in ("index.html", "page/2/index.html")
    )
    assert {k: v for k, v in first.items() if k.startswith("column")} == {
        k: v for k, v in second.items() if k.startswith("column")
    }
    organization = next((tmp_path / "site" / "organizations").glob("*/page/2/index.html"))
    assert tags(parsed(organization))["columnname"] == "中共示例市示例局党组"


def test_a_notice_says_what_it_states() -> None:
    soup = page_of(notice_of(PLAIN))
    url = "https://example.com/%E5%85%9A%E5%8A%A1/notices/x/"
    assert tags(soup) == {
        "columnname": "全部通报",
        "columntype": "通知公告",
        "articletitle": "关于“巡察”的通报 & 其他",
        "pubdate": "2023-08-21",
        "contentsource": "示例市纪委监委",
        "keywords": "作风,经费",
        "author": "中共示例市示例局党组",
        "url": url,
        "dc.title": "关于“巡察”的通报 & 其他",
        "dc.creator": "中共示例市示例局党组",
        "dc.publisher": "示例市纪委监委",
        "dc.date": "2023-08-21",
        "dc.identifier": "示科组〔2023〕7号",
        "dc.language": "zh-CN",
        "dc.type": "Text",
    }
    assert properties(soup) == {
        "og:title": "关于“巡察”的通报 & 其他",
        "og:type": "article",
        "og:url": url,
        "og:site_name": "示例",
        "og:locale": "zh_CN",
        "article:published_time": "2023-08-21",
    }


def test_what_is_not_stated_is_left_out() -> None:
    soup = page_of(
        notice_of("title: 甲\norganization: 乙\nsignature: {date: 2023年8月10日}\n"), UNKNOWN
    )
    found = tags(soup)
    assert not found.keys() & {"pubdate", "dc.date", "keywords", "url", "dc.identifier"}
    assert found["contentsource"] == "乙"
    assert properties(soup).keys() == {"og:title", "og:type", "og:site_name", "og:locale"}
    report, _ = data(soup)
    assert report.keys() == {
        "@type",
        "headline",
        "inLanguage",
        "author",
        "publisher",
        "isPartOf",
    }
    assert report["publisher"] == {
        "@id": "#publisher",
        "@type": "GovernmentOrganization",
        "name": "乙",
    }


def test_without_an_address_there_is_none_in_full(tmp_path: Path) -> None:
    config = make_project(tmp_path, {"a.yml": NOTICE})
    config.write_text(
        config.read_text("utf-8").replace("site_url: https://example.com/\n", ""), "utf-8"
    )
    assert build(config) == 0
    site = tmp_path / "site"
    for path in site.rglob("*.html"):
        soup = parsed(path)
        assert "sitedomain" not in tags(soup)
        assert not soup.select("link[rel=canonical]")
        assert "example.com" not in path.read_text("utf-8")
    assert not list(site.glob("sitemap*.xml*"))
    assert "Sitemap" not in (site / "robots.txt").read_text("utf-8")
    _, way = data(parsed(site / "notices" / "a" / "index.html"))
    assert all("item" not in step for step in way["itemListElement"])


@pytest.mark.parametrize(
    ("code", "tag"),
    [(" 1234567890 ", "1234567890"), (1234567890, "1234567890"), (True, ""), (["1"], ""), ("", "")],
)
def test_the_code_of_the_site_is_that_of_the_footer(code: object, tag: str) -> None:
    found = dict(site_tags("示例", "https://www.example.com:8080/a/", code).pairs)
    assert found.get("SiteIDCode", "") == tag
    assert found["SiteDomain"] == "www.example.com"


# Linked data


def test_linked_data_says_what_the_notice_states() -> None:
    report, way = data(page_of(notice_of(PLAIN)))
    root = "https://example.com/%E5%85%9A%E5%8A%A1/"
    assert report == {
        "@type": "Report",
        "headline": "关于“巡察”的通报 & 其他",
        "inLanguage": "zh-CN",
        "datePublished": "2023-08-21",
        "reportNumber": "示科组〔2023〕7号",
        "identifier": {"@type": "PropertyValue", "name": "索引号", "value": "00001/2023-7"},
        "keywords": "作风,经费",
        "author": {
            "@type": "GovernmentOrganization",
            "name": "中共示例市示例局党组",
            "contactPoint": {
                "@type": "ContactPoint",
                "contactType": "监督联系方式",
                "telephone": "0999-0123456",
                "faxNumber": "0999-0123457",
                "email": "a@example.com",
            },
        },
        "publisher": {"@type": "GovernmentOrganization", "name": "示例市纪委监委"},
        "about": {
            "@type": "Event",
            "name": "七届第二轮",
            "description": "常规",
            "organizer": {"@type": "Organization", "name": "市委第三巡察组"},
            "startDate": "2023-03-01",
            "endDate": "2023-05-20",
        },
        "isPartOf": {"@type": "WebSite", "name": "示例", "url": root},
        "url": f"{root}notices/x/",
    }
    steps = way["itemListElement"]
    assert [step["position"] for step in steps] == [1, 2, 3, 4]
    assert [step["name"] for step in steps][:3] == ["首页", "全部通报", "中共示例市示例局党组"]
    assert [step["item"] for step in steps][1::2] == [f"{root}notices/", f"{root}notices/x/"]
    assert all(step["item"].isascii() for step in steps)


def test_the_way_leads_to_pages_that_are_there(sample_site: Path) -> None:
    report, way = data(parsed(sample_site / KINDS["notice"]))
    for step in [*way["itemListElement"], {"item": report["url"]}]:
        path = step["item"].removeprefix("https://example.com/")
        assert (sample_site / path / "index.html").is_file(), step
    assert report["author"] == {"@id": report["publisher"]["@id"]}


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(notices())
def test_tags_of_any_notice_are_whole(notice: Notice) -> None:
    for site in (KNOWN, UNKNOWN):
        soup = page_of(notice, site)
        found = tags(soup)
        report, way = data(soup)
        assert report["headline"] == notice.title
        assert way["itemListElement"][-1]["name"] == notice.title
        assert found["articletitle"].split() == notice.title.split()


@pytest.mark.parametrize("text", [*HOSTILE, "</script><script>", "a\u2028b\u2029c", "a\\u003c\\b"])
def test_no_text_gets_out_of_the_head(text: str) -> None:
    notice = hostile_notice(text) if "\\" not in text and "\u2028" not in text else None
    notice = notice or sample(SAMPLE).model_copy(update={"title": text, "organization": text})
    html = whole_page(notice, KNOWN).data.decode()
    soup = BeautifulSoup(html, "lxml")
    report, _ = data(soup)
    assert report["headline"] == notice.title
    assert tags(soup)["articletitle"].split() == notice.title.split()
    assert not {"\u2028", "\u2029"} & set(html.partition("ld+json")[2].partition("</script>")[0])
    assert len(soup.select("script")) == 1


def test_what_is_known_to_machines_costs_little() -> None:
    """The text of the issues is not repeated: all of it is in proportion to title and themes."""
    page = whole_page(sample(SAMPLE), KNOWN).data
    bare = Site("示例", KNOWN.url, {kind: Frame.cut(SLOTS["content"]) for kind in FRAMES})
    without = whole_page(sample(SAMPLE), bare).data
    assert len(gzip.compress(page)) - len(gzip.compress(without)) < 1500


# Sitemap, robots, OpenSearch

SCHEMA = ROOT / "tests" / "cases" / "schemas" / "sitemap.xsd"


def locations(xml: bytes) -> list[str]:
    root = etree.fromstring(xml)
    etree.XMLSchema(etree.parse(SCHEMA)).assertValid(root)
    return [str(loc.text) for loc in root.iter("{*}loc")]


def test_the_sitemap_lists_every_page(sample_site: Path) -> None:
    xml = (sample_site / "sitemap.xml").read_bytes()
    assert not (sample_site / "sitemap.xml.gz").exists()
    listed = {loc.removeprefix("https://example.com/") for loc in locations(xml)}
    there = {
        path.parent.relative_to(sample_site).as_posix().removeprefix(".") + "/"
        for path in sample_site.rglob("index.html")
    }
    assert listed == {path.removeprefix("/") for path in there} - {"search/"}
    root = etree.fromstring(xml)
    days = {str(url[0].text): str(url[1].text) for url in root if len(url) > 1}
    assert days == {
        "https://example.com/notices/shilishi-kexue-jishuju-2023/": "2023-08-21",
        "https://example.com/notices/shilixian-jiaoyuju-2024/": "2024-06-24",
    }


def test_a_long_sitemap_comes_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    pages = [(f"notices/n{i}/", "2024-01-02" if i % 2 else "") for i in range(7)]
    monkeypatch.setattr(sitemap, "MOST_PAGES", 3)
    index_last = list(sitemap_outputs(pages, "https://example.com/a/"))
    names = [output.path for output in index_last]
    assert names == ["sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml", "sitemap.xml"]
    *parts, index = (locations(output.data) for output in index_last)
    assert index == [f"https://example.com/a/{name}" for name in names[:3]]
    assert [len(part) for part in parts] == [3, 3, 1]
    assert [loc for part in parts for loc in part] == [
        f"https://example.com/a/{u}" for u, _ in pages
    ]
    monkeypatch.setattr(sitemap, "MOST_PAGES", 50_000)
    monkeypatch.setattr(sitemap, "MOST_BYTES", 400)
    outputs = list(sitemap_outputs(pages, "https://example.com/a/"))
    assert len(outputs) > 2
    assert all(len(output.data) < 600 for output in outputs)
    assert list(sitemap_outputs([], "https://example.com/")) == []


def test_addresses_in_full_are_escaped() -> None:
    assert absolute("https://例子.测试/党务/", "a&b/") == (
        "https://xn--fsqu00a.xn--0zwm56d/%E5%85%9A%E5%8A%A1/a&b/"
    )
    (output,) = sitemap_outputs([("a&b<c>/", "")], "https://example.com/党/")
    assert b"a&amp;b%3Cc%3E/" in output.data
    assert locations(output.data) == ["https://example.com/%E5%85%9A/a&b%3Cc%3E/"]


def test_robots_may_see_everything() -> None:
    assert robots_output("https://example.com/").data.decode() == (
        "User-agent: *\nDisallow:\n\nSitemap: https://example.com/sitemap.xml\n"
    )
    assert robots_output("").data.decode() == "User-agent: *\nDisallow:\n"


def test_the_project_may_have_robots_of_its_own(tmp_path: Path) -> None:
    config = make_project(tmp_path, {"a.yml": NOTICE})
    own = "User-agent: *\nDisallow: /x/\n"
    (tmp_path / "content" / "robots.txt").write_text(own)
    assert build(config) == 0
    assert (tmp_path / "site" / "robots.txt").read_text() == own


def test_the_sitemap_does_not_know_the_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = make_project(tmp_path, {"a.yml": NOTICE})
    sitemaps = []
    for moment in ("0", "86400000"):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", moment)
        assert build(config) == 0
        sitemaps.append((tmp_path / "site" / "sitemap.xml").read_bytes())
    assert sitemaps[0] == sitemaps[1]
    assert str(date.today().year).encode() not in sitemaps[0]


def test_browsers_can_take_the_search(sample_site: Path) -> None:
    root = etree.parse(sample_site / "opensearch.xml").getroot()
    space = "{http://a9.com/-/spec/opensearch/1.1/}"
    assert root.tag == f"{space}OpenSearchDescription"
    text = {element.tag.removeprefix(space): element for element in root}
    assert 0 < len(str(text["ShortName"].text)) <= 16
    assert 0 < len(str(text["Description"].text)) <= 1024
    template = text["Url"].attrib["template"]
    assert template == "https://example.com/search/?q={searchTerms}"
    (link,) = parsed(sample_site / "index.html").select("link[rel=search]")
    assert link["type"] == "application/opensearchdescription+xml"
