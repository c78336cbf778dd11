"""Feeds: read by a feed reader, complete, and dated by the notices alone."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest
from bs4 import BeautifulSoup

from site_builder.library import Library, entry_of
from site_builder.notice.model import Notice
from site_builder.outputs.feeds import feed_outputs
from site_builder.outputs.pages import Site
from site_builder.reading.dump import dump_notice
from site_builder.reading.notice_file import parse_notice
from site_builder.views.feeds import MOST_ENTRIES, completed, notice_feeds, status_feed
from tests.support import build, make_project

ATOM = "{http://www.w3.org/2005/Atom}"
KNOWN, UNKNOWN = Site("示例", "https://example.com/党务/", {}), Site("示例", "", {})
HOSTILE = '甲&乙<丙> "丁" ]]>\u000b\u000c\u2028末'


def make(id_: str, day: str | None, *issues: tuple[str, str], **fields: Any) -> Notice:
    data = {
        "id": id_,
        "title": f"通报{id_}",
        "organization": "示例局党组",
        "published": day,
        "inspection": {"body": "市委第一巡察组", "round": "第五轮"},
        "sections": [
            {
                "heading": "一、",
                "issues": [
                    {"problem": problem, **({"status": status} if status else {})}
                    for problem, status in issues
                ],
            }
        ],
        **fields,
    }
    return Notice.model_validate({name: value for name, value in data.items() if value is not None})


def library_of(*notices: Notice) -> Library:
    return Library(entry_of(Path(f"{notice.id}.yml"), notice) for notice in notices)


def changes(*notices: Notice) -> list[tuple[str, int]]:
    return [(change.entry.id, change.index) for change in completed(library_of(*notices))]


def written(library: Library, site: Site) -> dict[str, bytes]:
    return {
        output.path: output.make()
        for feed in notice_feeds(library, site.name)
        for output in feed_outputs(feed, site)
    }


def check_atom(data: bytes) -> list[str]:
    """Check what RFC 4287 requires; return the ids of the entries."""
    parsed = feedparser.parse(data)
    assert not parsed.bozo, parsed.get("bozo_exception")
    assert parsed.version == "atom10"
    root = ElementTree.fromstring(data)
    assert root.tag == f"{ATOM}feed"
    for node in (root, *root.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            (found,) = node.findall(f"{ATOM}{name}")
            assert found.text
        moment = datetime.fromisoformat(str(node.findtext(f"{ATOM}updated")))
        assert moment.tzinfo
        assert re.match(r"(https?://|urn:)", str(node.findtext(f"{ATOM}id")))
        assert node.find(f"{ATOM}author/{ATOM}name") is not None
        links = [(link.get("rel"), link.get("type")) for link in node.findall(f"{ATOM}link")]
        assert links.count(("alternate", "text/html")) == 1
    ids = [str(entry.findtext(f"{ATOM}id")) for entry in root.findall(f"{ATOM}entry")]
    assert len(set(ids)) == len(ids)
    return ids


def check_json(data: bytes, *, absolute: bool) -> list[str]:
    feed = json.loads(data)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"]
    assert ("feed_url" in feed) == ("home_page_url" in feed) == absolute
    for item in feed["items"]:
        assert item["id"]
        assert item["content_text"]
        assert datetime.fromisoformat(item["date_published"]).tzinfo
        assert item["url"].startswith("https://") == absolute
    ids = [item["id"] for item in feed["items"]]
    assert len(set(ids)) == len(ids)
    return ids


@pytest.mark.parametrize("site", [KNOWN, UNKNOWN])
def test_feeds_are_valid_in_both_formats(site: Site) -> None:
    notices = [
        make("a", "2024-03-01", ("甲", "已完成"), title=HOSTILE, organization=HOSTILE),
        make("b", "2024-03-02", ("甲", "")),
        make("c", None),
    ]
    files = written(library_of(*notices), site)
    assert len(files) == 6  # of all, and of two organizations
    for path, data in files.items():
        if path.endswith(".xml"):
            other = files[path.removesuffix(".xml") + ".json"]
            assert check_atom(data) == check_json(other, absolute=bool(site.url))
    (first, second) = feedparser.parse(files["feed.xml"]).entries
    assert (first.title, first.author) == ("通报b", "示例局党组")
    assert first.summary == "示例局党组。共 1 个问题：未注明 1。"
    assert second.title == HOSTILE.replace("\u000b", "\ufffd").replace("\u000c", "\ufffd")
    assert second.updated == "2024-03-01T00:00:00+08:00"


def test_the_signature_dates_a_notice_and_one_without_any_date_is_left_out() -> None:
    signed = make("a", None, signature=[{"type": "date", "text": "二〇二三年八月十日"}])
    vague = make("b", None, signature=[{"type": "date", "text": "8月10日"}])
    parsed = feedparser.parse(written(library_of(signed, vague), KNOWN)["feed.xml"])
    assert [entry.updated for entry in parsed.entries] == ["2023-08-10T00:00:00+08:00"]
    assert written(library_of(vague), KNOWN) == {}


def test_ids_stay_when_titles_dates_and_other_notices_change() -> None:
    one = library_of(make("a", "2024-03-01"))
    other = library_of(make("a", "2025-01-01", title="改过的标题"), make("b", "2023-01-01"))
    for site in (KNOWN, UNKNOWN):
        (known,) = check_atom(written(one, site)["feed.xml"])
        assert check_atom(written(other, site)["feed.xml"])[0] == known


def test_a_feed_holds_the_newest_fifty() -> None:
    count = MOST_ENTRIES + 7
    notices = [make(f"n{i:03}", f"2024-{i // 28 + 1:02}-{i % 28 + 1:02}") for i in range(count)]
    ids = check_atom(written(library_of(*notices), UNKNOWN)["feed.xml"])
    assert len(ids) == MOST_ENTRIES
    parsed = feedparser.parse(written(library_of(*notices), KNOWN)["feed.xml"])
    assert [entry.title for entry in parsed.entries] == [
        f"通报n{i:03}" for i in reversed(range(count))
    ][:MOST_ENTRIES]


# What became completed

BEFORE = make("a", "2024-01-01", ("甲", "正在整改"), ("乙", "已完成"), ("丙", ""))
AFTER = make(
    "b", "2024-06-01", ("丙", "已完成"), ("甲", "已完成"), ("乙", "已完成"), ("丁", "已完成")
)


def test_an_issue_that_became_completed_is_an_entry() -> None:
    assert changes(BEFORE, AFTER) == [("b", 1)]
    assert changes(BEFORE, AFTER, make("c", "2024-09-01", ("甲", "已完成"))) == [("b", 1)]
    between = make("m", "2024-03-01", ("甲", ""))
    assert changes(BEFORE, between, AFTER) == [("b", 1)]


def following(id_: str, day: str | None, status: str, *places: str, **fields: Any) -> Notice:
    """Make a notice whose only issues go on from these, in words of their own."""
    issues = [{"problem": f"{id_}{p}", "status": status or None, "follows": p} for p in places]
    return make(id_, day, **{"sections": [{"heading": "一、", "issues": issues}], **fields})


def test_an_issue_that_says_which_one_it_goes_on_from_is_an_entry() -> None:
    """Whatever its words are, and whether or not the inspection is stated."""
    later = following("b", "2024-06-01", "已完成", "a#issue-1", inspection={})
    assert changes(BEFORE, later) == [("b", 0)]
    between = following("m", "2024-03-01", "", "a#issue-1")
    assert changes(BEFORE, between, following("b", "2024-06-01", "已完成", "m#issue-1")) == [
        ("b", 0)
    ]
    for unknown in ("a#issue-9", "nowhere#issue-1", "b#issue-1", "m#issue-1"):
        assert changes(BEFORE, between, following("b", "2024-06-01", "已完成", unknown)) == (
            [("b", 0)] if unknown == "m#issue-1" else []
        )
    assert changes(BEFORE, following("b", None, "已完成", "a#issue-1")) == []
    assert changes(BEFORE, following("b", "2024-06-01", "正在整改", "a#issue-1")) == []
    done = following("m", "2024-03-01", "已完成", "a#issue-1")
    assert changes(BEFORE, done, following("b", "2024-06-01", "已完成", "m#issue-1")) == [("m", 0)]
    around = following("m", "2024-03-01", "", "n#issue-1")
    assert changes(around, following("n", "2024-06-01", "", "m#issue-1")) == []


def test_what_somebody_stated_counts_before_what_the_words_say() -> None:
    """The same words may stand for another issue; each is told once, the newest first."""
    first = make("a", "2024-01-01", ("甲", "正在整改"), ("乙", "已完成"), ("丙", "未完成"))
    issues = [
        {"problem": "甲", "status": "已完成", "follows": "a#issue-2"},
        {"problem": "丙", "status": "已完成", "follows": "a#issue-3"},
        {"problem": "丁", "status": "已完成", "follows": "a#issue-1"},
    ]
    second = make("b", "2024-06-01", sections=[{"heading": "一、", "issues": issues}])
    third = make("c", "2024-09-01", ("戊", "已完成"))
    between = make("m", "2024-03-01", ("戊", "正在整改"))
    assert changes(first, second, between, third) == [("c", 0), ("b", 2), ("b", 1)]


@pytest.mark.parametrize(
    "other",
    [
        {"organization": "另一局党组"},
        {"inspection": {"body": "市委第一巡察组", "round": "第六轮"}},
        {"inspection": {"body": "市委第一巡察组"}},
        {"inspection": {"round": "第五轮"}},
        {"published": "2024-01-01"},
        {"published": "2023-01-01"},
        {"published": None},
    ],
)
def test_nothing_is_guessed(other: dict[str, Any]) -> None:
    data = {"published": AFTER.published, **other}
    after = make("b", data.pop("published"), ("甲", "已完成"), **data)
    assert changes(BEFORE, after) == []


def test_the_same_inspection_has_to_be_stated_by_both() -> None:
    unknown: dict[str, Any] = {"inspection": {}}
    before = make("a", "2024-01-01", ("甲", "正在整改"), **unknown)
    after = make("b", "2024-06-01", ("甲", "已完成"), **unknown)
    assert changes(before, after) == []


def test_a_problem_stated_twice_is_no_certain_one() -> None:
    twice = make("b", "2024-06-01", ("甲", "已完成"), ("甲", "已完成"))
    assert changes(BEFORE, twice) == []


def test_two_notices_of_one_day_that_differ_leave_it_open() -> None:
    same_day = make("a2", "2024-01-01", ("甲", "已完成"))
    assert changes(BEFORE, same_day, AFTER) == []


def test_the_feed_of_changes_names_the_issue() -> None:
    notices = {f"{notice.id}.yml": notice for notice in (BEFORE, AFTER)}
    feed = status_feed(library_of(*notices.values()), "示例", lambda path: notices[path.name])
    assert feed
    atom, feed_json = (one.output() for one in feed_outputs(feed, KNOWN))
    assert (atom.path, feed_json.path) == ("feed-status.xml", "feed-status.json")
    assert check_atom(atom.data) == check_json(feed_json.data, absolute=True)
    (entry,) = feedparser.parse(atom.data).entries
    assert entry.title == "已完成：甲"
    assert entry.link == "https://example.com/%E5%85%9A%E5%8A%A1/notices/b/#issue-2"
    assert "正在整改" in entry.summary


def test_a_status_feed_without_changes_is_valid() -> None:
    feed = status_feed(library_of(AFTER), "示例", lambda _: None)
    assert feed
    atom, feed_json = (one.output() for one in feed_outputs(feed, UNKNOWN))
    assert check_atom(atom.data) == check_json(feed_json.data, absolute=False) == []
    assert status_feed(library_of(make("a", None)), "示例", lambda _: None) is None


# On the site


def test_pages_lead_to_feeds_that_are_there(tmp_path: Path) -> None:
    notices = [BEFORE, AFTER, make("u", None, organization="无日期局党组")]
    config = make_project(tmp_path, {f"{n.id}.yml": dump_notice(n) for n in notices})
    assert build(config) == 0
    site = tmp_path / "site"
    for page in site.rglob("*.html"):
        soup = BeautifulSoup(page.read_text("utf-8"), "lxml")
        found = soup.select("link[rel=alternate], a[rel=alternate]")
        assert len(found) >= 3
        for link in found if page.name != "404.html" else ():  # served at any address
            assert (page.parent / str(link["href"])).resolve().is_file(), (page, link)
    organizations = list(site.glob("organizations/*/feed.xml"))
    assert len(organizations) == 1
    for feed in (site / "feed.xml", site / "feed-status.xml", *organizations):
        check_atom(feed.read_bytes())
    assert len(check_atom((site / "feed-status.xml").read_bytes())) == 1


def test_a_site_may_do_without(tmp_path: Path) -> None:
    config = make_project(tmp_path, {"a.yml": dump_notice(BEFORE)})
    text = config.read_text("utf-8").replace("- gongkai", "- gongkai: {feeds: false}")
    config.write_text(text, "utf-8")
    assert build(config) == 0
    site = tmp_path / "site"
    assert not list(site.rglob("feed*"))
    assert not any(b'rel="alternate"' in page.read_bytes() for page in site.rglob("*.html"))


def test_a_site_without_dates_has_no_feeds_and_says_so_nowhere(tmp_path: Path) -> None:
    notice, _ = parse_notice("title: 甲\norganization: 乙\n", "a")
    assert notice
    config = make_project(tmp_path, {"a.yml": dump_notice(notice)})
    assert build(config) == 0
    site = tmp_path / "site"
    assert not list(site.rglob("feed*"))
    assert b"feed.xml" not in (site / "data" / "index.html").read_bytes()
    assert b"feed.xml" not in (site / "index.html").read_bytes()
