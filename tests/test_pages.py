"""A notice's page holds the whole notice, as text, and what can be followed is a link."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from bs4 import BeautifulSoup
from hypothesis import HealthCheck, given, settings

from site_builder.notice.model import Notice
from site_builder.notice.text import printed_text
from site_builder.outputs.frame import SLOTS, Frame
from site_builder.outputs.pages import Site
from site_builder.reading.notice_file import parse_notice, read_notice
from tests.strategies import notices
from tests.support import ROOT, article, page, squeezed, whole_page

BARE = Site(
    "示例", "", {(2, "notices"): Frame.cut(f"<title>{SLOTS['title']}</title>{SLOTS['content']}")}
)
HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "javascript:alert(1)",
    "[x](javascript:alert(1))",
    "**粗体** _斜体_ # 标题 `代码`",
    "{{ 7*7 }} {% raw %} {# x #}",
    '"><b>',
    "&lt;b&gt; &amp;",
    "]]> --> <!--",
    "GongkaiSlotContent",
)


def rendered(notice: Notice) -> BeautifulSoup:
    return BeautifulSoup(whole_page(notice, BARE).data.decode(), "lxml")


def sample(name: str) -> Notice:
    notice = read_notice(ROOT / "notices" / f"{name}.yml").notice
    assert notice
    return notice


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(notices())
def test_article_holds_exactly_the_words_of_the_notice(notice: Notice) -> None:
    assert squeezed(article(rendered(notice)).get_text()) == printed_text(notice)


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(notices())
def test_every_issue_has_its_anchor_and_status(notice: Notice) -> None:
    found = rendered(notice).select("article .issue")
    assert [(issue["id"], issue["data-status"]) for issue in found] == [
        (f"issue-{index}", str(issue.status_code))
        for index, issue in enumerate(notice.issues(), start=1)
    ]


def test_samples_keep_their_whole_text_in_the_site(sample_site: Path) -> None:
    for name, issues in (("shilishi-kexue-jishuju-2023", 21), ("shilixian-jiaoyuju-2024", 20)):
        soup = page(sample_site, name)
        assert squeezed(article(soup).get_text()) == printed_text(sample(name))
        assert len(soup.select("#issue-1.issue")) == 1
        assert len(soup.select(".issue")) == issues


def test_contacts_are_links(sample_site: Path) -> None:
    links = page(sample_site, "shilishi-kexue-jishuju-2023").select("#contact a")
    schemes = [str(link["href"]).partition(":")[0] for link in links]
    assert schemes == ["tel", "geo", "mailto"]
    assert links[0]["href"] == "tel:0999-0123456"
    subject = parse_qs(urlsplit(str(links[2]["href"])).query)["subject"]
    assert "通报" in subject[0]  # it names the notice


def hostile_notice(text: str) -> Notice:
    quoted = "'" + text.replace("'", "''") + "'"
    lines = [
        f"title: {quoted}",
        f"organization: {quoted}",
        f"letterhead: {quoted}",
        f"edition: {quoted}",
        f"region: {quoted}",
        f"labels: {{problem: {quoted}, status: {quoted}, measures: {quoted}, contacts: {quoted}}}",
        f"inspection: {{body: {quoted}, round: {quoted}, kinds: [{quoted}], period: {quoted}}}",
        f"preamble: [{quoted}]",
        "sections:",
        f"- heading: {quoted}",
        f"  text: [{quoted}]",
        "  issues:",
        f"  - number: {quoted}",
        f"    problem: {quoted}",
        f"    details: [{quoted}]",
        f"    owner: {quoted}",
        f"    deadline: {quoted}",
        f"    status: {{text: {quoted}, code: completed}}",
        f"    measures: [{{marker: {quoted}, text: {quoted}, measures: [{quoted}]}}]",
        f"closing: [{quoted}]",
        "contacts:",
        *(f"- {kind}: {quoted}" for kind in ("phone", "email", "link", "address", "fax")),
        f"signature: {{issuer: {quoted}, signatory: {quoted}, date: {quoted}}}",
    ]
    notice, faults = parse_notice("\n".join(lines), "hostile")
    assert notice, faults
    return notice


def test_markup_in_any_field_comes_out_as_text() -> None:
    plain = {tag.name for tag in rendered(sample("shilishi-kexue-jishuju-2023")).find_all(True)}
    for text in HOSTILE:
        notice = hostile_notice(text)
        soup = rendered(notice)
        assert squeezed(article(soup).get_text()) == printed_text(notice)
        assert {tag.name for tag in soup.find_all(True)} <= plain
        for tag in soup.find_all(True):
            assert not [name for name in tag.attrs if name.startswith("on")], tag
        hrefs = [str(tag["href"]) for tag in soup.find_all(href=True)]
        assert not [href for href in hrefs if href.lower().startswith("javascript:")]


def test_a_contact_without_label_shows_our_name_for_it() -> None:
    notice, _ = parse_notice("title: 甲\norganization: 乙\ncontacts: {phone: '12345678'}\n", "x")
    assert notice
    item = rendered(notice).select_one("#contact li")
    assert item
    assert item.select_one(".contact__name[data-label='电话：']")
    assert squeezed(item.get_text()) == "12345678"


def test_a_notice_without_contact_says_so() -> None:
    notice, _ = parse_notice("title: 甲\norganization: 乙\n", "x")
    assert notice
    soup = rendered(notice)
    assert "没有载明" in soup.select("#contact")[0].get_text()
    assert not article(soup).select("#contact")
