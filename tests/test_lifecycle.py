"""What is not public leaves no trace; what changed after publishing is said, beside the text."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import feedparser
import pytest
from bs4 import BeautifulSoup

from site_builder.checks.memory import Memory
from site_builder.checks.settings import Settings
from site_builder.cli import main
from site_builder.library import Library
from site_builder.notice.diagnostics import Diagnostic, Severity
from site_builder.notice.fingerprint import fingerprint
from site_builder.notice.text import printed_text
from site_builder.pipeline import load
from site_builder.pipeline.loading import Loaded
from site_builder.plugin import GongkaiPlugin
from site_builder.reading.notice_file import find_notice_files, parse_notice
from site_builder.workshop import Workshop
from tests.support import ROOT, article, build, is_linear, make_project, page, squeezed, tree

CONFIG = """\
site_name: 示例
site_url: https://example.com/
docs_dir: content
theme: {name: material, language: zh, font: false}
plugins: [gongkai]
strict: true
"""


def text(name: str, fields: str = "", issue: str = "", status: str = "已完成") -> str:
    """A notice whose words all hold `name`."""
    return f"""\
title: {name}通报
organization: {name}局党组
published: 2024-01-10
{fields}
preamble: [{name}前言]
sections:
- heading: 一、{name}章节
  issues:
  - {{problem: {name}问题, status: {status}, tags: [{name}主题]{issue},
     measures: [（1）{name}措施。]}}
contacts: {{phone: 0999-0123456}}
"""


def lay_out(folder: Path, notices: dict[str, str]) -> Path:
    config = make_project(folder, {f"{name}.yml": text for name, text in notices.items()})
    config.write_text(CONFIG, encoding="utf-8")
    return config


def built(folder: Path, notices: dict[str, str], *arguments: str) -> Path:
    config = lay_out(folder, notices)
    assert main(["build", "-f", str(config), *arguments]) == 0
    return folder / "site"


PUBLIC = {
    "first": text("第一"),
    "second": text(
        "第二",
        "superseded_by: hidden-draft\nprevious: hidden-later",
        ", follows: hidden-later#issue-1",
    ),
    "third": text("第三", "previous: hidden-later"),
}
HIDDEN = {
    "hidden-draft": text("绝密草稿", "state: 草稿\nformer_ids: [hidden-former]"),
    "hidden-later": text("绝密定时", "publish_at: 2030-12-01 09:00+08:00"),
    "hidden-both": text("绝密两者", "state: draft\npublish_at: 2020-12-01T09:00:00Z"),
}
NOW = ("--now", "2026-01-01T00:00:00+08:00")


# Drafts and what is scheduled


def test_what_is_not_public_leaves_no_trace(tmp_path: Path) -> None:
    """The site is byte for byte that of a project in which there is nothing of it."""
    found = tree(built(tmp_path / "with", {**PUBLIC, **HIDDEN}, *NOW))
    without = {
        name: re.sub(r"(superseded_by|previous): .*|, follows: \S+#issue-1", "", words)
        for name, words in PUBLIC.items()
    }
    assert found == tree(built(tmp_path / "without", without, *NOW))
    for data in found.values():
        for trace in ("hidden-", "绝密"):
            assert trace.encode() not in data
            assert json.dumps(trace).strip('"').encode() not in data


def test_many_notices_on_all_cores_leave_no_trace_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = {f"n{number:03}": text(f"第{number}") for number in range(110)}
    found = tree(built(tmp_path / "with", {**many, **PUBLIC, **HIDDEN}, *NOW))
    assert not any("绝密".encode() in data or b"hidden-" in data for data in found.values())
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    assert tree(built(tmp_path / "one", {**many, **PUBLIC, **HIDDEN}, *NOW)) == found


@pytest.mark.parametrize(
    ("now", "there"),
    [
        ("2030-12-01T08:59:59+08:00", False),
        ("2030-12-01T00:59:59Z", False),
        ("2030-12-01T09:00:00+08:00", True),
        ("2030-12-01T02:00:00+01:00", True),
    ],
)
def test_what_is_scheduled_appears_at_its_moment(tmp_path: Path, now: str, there: bool) -> None:
    site = built(tmp_path, {"later": HIDDEN["hidden-later"]}, "--now", now)
    assert (site / "notices" / "later").exists() == there


def test_the_clock_is_read_where_no_moment_is_given(tmp_path: Path) -> None:
    soon = text("定时", f"publish_at: {datetime(2999, 1, 1, tzinfo=UTC).isoformat()}")
    past = text("已到", "publish_at: 2000-01-01T00:00Z")
    site = built(tmp_path, {"soon": soon, "past": past})
    assert not (site / "notices" / "soon").exists()
    assert (site / "notices" / "past").exists()


def test_without_a_moment_nothing_scheduled_is_public(tmp_path: Path) -> None:
    config = lay_out(tmp_path, HIDDEN)
    loaded = load(find_notice_files(config.parent / "notices"), tmp_path, Workshop())
    assert not list(loaded.library)
    assert loaded.held.drafts == 2
    assert [f"{moment:%Y-%m-%d}" for moment in loaded.held.scheduled] == ["2030-12-01"]


def test_the_summary_says_what_was_not_published(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    built(tmp_path / "a", {**PUBLIC, **HIDDEN}, *NOW)
    assert "2 份草稿、1 份定时（2030-12-01 09:00）没有发布" in capsys.readouterr().out
    built(tmp_path / "b", {"first": PUBLIC["first"]})
    assert "没有发布" not in capsys.readouterr().out


@pytest.mark.parametrize("moment", ["2026-12-01T09:00", "明天"])
def test_a_moment_needs_a_time_zone(tmp_path: Path, moment: str) -> None:
    config = lay_out(tmp_path, {})
    with pytest.raises(SystemExit) as stop:
        main(["build", "-f", str(config), "--now", moment])
    assert stop.value.code == 2
    notice, (fault,) = parse_notice(f"title: 甲\norganization: 乙\npublish_at: {moment}\n", "x")
    assert notice is None
    assert (fault.line, fault.column) == (3, 13)
    assert "+08:00" in fault.hint


# Faults in drafts


def test_a_drafts_faults_do_not_stop_the_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    faulty = HIDDEN["hidden-draft"].replace("绝密草稿前言", "2023年2月30日") + "previous: zzz\n"
    config = lay_out(tmp_path, {"first": PUBLIC["first"], "hidden-draft": faulty})
    assert build(config) == 0
    printed = capsys.readouterr().err
    assert "N142" in printed  # said, though it stops nothing
    assert main(["check", "-f", str(config), str(tmp_path / "notices")]) == 1
    assert main(["build", "-f", str(config), "--preview"]) == 0


def test_a_draft_that_takes_the_id_of_a_notice_gives_way(tmp_path: Path) -> None:
    draft = "id: z\n" + HIDDEN["hidden-draft"]
    config = lay_out(tmp_path, {"a-draft": draft, "z": PUBLIC["first"]})
    assert main(["build", "-f", str(config), *NOW]) == 0
    assert "第一通报" in page(tmp_path / "site", "z").get_text()
    assert main(["build", "-f", str(config), "--preview"]) == 0
    assert "第一通报" in page(tmp_path / "preview", "z").get_text()


def test_the_faults_of_what_is_scheduled_stop_the_build(tmp_path: Path) -> None:
    config = lay_out(tmp_path, {"a": text("甲", "publish_at: 2999-01-01T00:00Z\nprevious: zzz")})
    assert build(config) == 1


def test_what_cannot_be_read_cannot_say_that_it_is_a_draft(tmp_path: Path) -> None:
    config = lay_out(tmp_path, {"a": "state: draft\norganization: 乙\n"})
    assert build(config) == 1


# The preview


def test_a_preview_shows_all_and_says_on_every_page_that_it_is_one(tmp_path: Path) -> None:
    public = tree(built(tmp_path, {**PUBLIC, **HIDDEN}, *NOW))
    assert main(["build", "-f", str(tmp_path / "mkdocs.yml"), "--preview", *NOW]) == 0
    site = tmp_path / "preview"
    pages = [path for path in site.rglob("*.html") if path.parent.name != "hidden-former"]
    assert len(pages) > 20
    for path in pages:
        soup = BeautifulSoup(path.read_text("utf-8"), "lxml")
        (robots,) = soup.select("meta[name=robots]")
        assert "noindex" in str(robots["content"])
        assert "预览稿" in soup.select(".gk-preview")[0].get_text()
    reasons = {
        name: page(site, name).select("[data-life=pending]")[0].get_text()
        for name in ("hidden-draft", "hidden-later")
    }
    assert reasons["hidden-draft"].endswith("草稿")
    assert reasons["hidden-later"].endswith("定时发布：2030-12-01 09:00")
    assert not page(site, "first").select("[data-life]")
    assert "Disallow: /\n" in (site / "robots.txt").read_text()
    assert not (site / "sitemap.xml").exists()
    assert not (site / "manifest.json").exists()
    assert tree(tmp_path / "site") == public
    for data in public.values():
        assert "预览稿".encode() not in data


@pytest.mark.parametrize("folder", ["site", ".", "site/inner"])
def test_a_preview_never_lies_where_the_public_reads(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], folder: str
) -> None:
    config = lay_out(tmp_path, PUBLIC)
    target = str(tmp_path / folder)
    assert main(["build", "-f", str(config), "--preview", "--site-dir", target]) == 2
    assert "预览稿" in capsys.readouterr().err
    assert not (tmp_path / "site").exists()


def test_what_is_served_while_writing_is_a_preview() -> None:
    for command, expected in (("serve", True), ("build", False)):
        plugin = GongkaiPlugin()
        plugin.on_startup(command=command, dirty=False)
        assert plugin.preview is expected


# Withdrawn


def test_the_text_of_a_withdrawn_notice_is_nowhere(tmp_path: Path) -> None:
    """Whatever it was, the site is the same."""
    life = "withdrawn: {date: 2024-02-03, reason: 需要重新核实}"
    title = "title: 甲通报\norganization: 甲局党组\n"
    withdrawn = {
        name: title + text(name, life).split("\n", 2)[2] + "signature: {other: 甲}\n"
        for name in ("秘密", "机密")
    }
    sites = [
        tree(built(tmp_path / name, {"w": words, "first": PUBLIC["first"]}))
        for name, words in withdrawn.items()
    ]
    assert sites[0] == sites[1]
    soup = page(tmp_path / "秘密" / "site", "w")
    banner = soup.select("[data-life=withdrawn]")[0].get_text()
    assert "2024-02-03" in banner
    assert "需要重新核实" in banner
    assert not soup.select("article")
    assert json.loads(sites[0]["data/notices/w.json"]) == {
        "id": "w",
        "title": "甲通报",
        "organization": "甲局党组",
        "published": "2024-01-10",
        "withdrawn": {"date": "2024-02-03", "reason": "需要重新核实"},
    }
    assert b"notices/w/</loc><lastmod>2024-02-03<" in sites[0]["sitemap.xml"]
    (only,) = json.loads(sites[0]["data/notices.json"])
    assert only["id"] == "first"
    assert [entry.title for entry in feedparser.parse(sites[0]["feed.xml"]).entries] == ["第一通报"]


def test_a_kept_text_is_on_its_page_alone(tmp_path: Path) -> None:
    life = "withdrawn: {date: 2024-02-03, reason: 甲, keep_text: true}"
    sites = [
        tree(built(tmp_path / name, {"w": text("留", life).replace("留问题", name)}))
        for name in ("此问题", "彼问题")
    ]
    changed = {name for name in sites[0] if sites[0][name] != sites[1][name]}
    assert changed == {"notices/w/index.html", "manifest.json"}
    notice, _ = parse_notice(text("留", life).replace("留问题", "此问题"), "w")
    assert notice
    soup = page(tmp_path / "此问题" / "site", "w")
    assert squeezed(article(soup).get_text()) == printed_text(notice)
    assert "仅供查考" in soup.select("[data-life=withdrawn]")[0].get_text()


def test_lists_name_a_withdrawn_notice_and_figures_do_not_count_it(tmp_path: Path) -> None:
    life = "withdrawn: {date: 2024-02-03, reason: 甲}"
    site = built(tmp_path, {"w": text("撤", life), "first": PUBLIC["first"]})
    listing = BeautifulSoup((site / "notices" / "index.html").read_text("utf-8"), "lxml")
    rows = {row.a.get_text(): row.get_text() for row in listing.select(".notice-items h3")}  # type: ignore[union-attr]
    assert "已撤回 2024-02-03" in rows["撤通报"]
    assert rows["第一通报"] == "第一通报"
    home = (site / "index.html").read_text("utf-8")
    assert "撤通报" not in home
    totals = BeautifulSoup(home, "lxml").select(".home__totals strong")
    assert [total.get_text() for total in totals] == ["1", "1", "1"]
    (own,) = (site / "organizations").rglob("che*/index.html")
    assert "已撤回" in own.read_text("utf-8")
    # The list has one more than the home page counts, and says which.
    for path in (site / "notices" / "index.html", own):
        count = BeautifulSoup(path.read_text("utf-8"), "lxml").select(".listing__count")[0]
        assert "份通报（其中 1 份已撤回）" in count.get_text()
    (other,) = (site / "organizations").rglob("di*/index.html")
    assert "撤回" not in other.read_text("utf-8")
    for elsewhere in ("contacts", "themes", "status", "years"):
        for path in (site / elsewhere).rglob("*.html"):
            assert "撤通报" not in path.read_text("utf-8")
            assert "撤局" not in path.read_text("utf-8")


# Corrected, replaced, moved

CORRECTED = text(
    "更",
    """corrections:
- {date: 2024-02-01, what: 改正<电话>, why: 印错}
- {date: 2024-03-01, what: 改正状态, why: 误列}
- {date: 2024-02-15, what: 改正单位, why: 改名}""",
)


def test_corrections_stand_beside_the_text_the_newest_first(tmp_path: Path) -> None:
    site = built(tmp_path, {"c": CORRECTED, "first": PUBLIC["first"]})
    soup = page(site, "c")
    found = soup.select(".life__corrections li")
    assert [str(one.time["datetime"]) for one in found if one.time] == [
        "2024-03-01",
        "2024-02-15",
        "2024-02-01",
    ]
    assert [str(one["id"]) for one in found] == [f"correction-{n}" for n in (3, 2, 1)]
    assert "改正<电话>" in found[2].get_text()
    notice, _ = parse_notice(CORRECTED, "c")
    assert notice
    assert squeezed(article(soup).get_text()) == printed_text(notice)
    (script,) = soup.select("script[type='application/ld+json']")
    report = json.loads(script.get_text())["@graph"][0]
    assert report["dateModified"] == "2024-03-01"
    assert {one["datePublished"] for one in report["correction"]} == {
        "2024-02-01",
        "2024-02-15",
        "2024-03-01",
    }
    assert "有更正 2024-03-01" in (site / "notices" / "index.html").read_text("utf-8")
    entries = feedparser.parse((site / "feed.xml").read_bytes()).entries
    assert [entry.title for entry in entries][:3] == ["更正：更通报"] * 3
    assert entries[0].link.endswith("/notices/c/#correction-3")
    assert entries[0].summary == "改正状态（原因：误列）"
    assert len({entry.id for entry in entries}) == 5
    assert b"notices/c/</loc><lastmod>2024-03-01<" in (site / "sitemap.xml").read_bytes()


def test_a_replaced_notice_and_its_successor_name_each_other(tmp_path: Path) -> None:
    site = built(
        tmp_path, {"old": text("旧", "superseded_by: new"), "new": text("新", status="正在整改")}
    )
    (link,) = page(site, "old").select("[data-life=superseded] a")
    assert (link["href"], link.get_text()) == ("../../notices/new/", "新通报")
    (back,) = page(site, "new").select(".life__neighbours a")
    assert (back["href"], back.get_text()) == ("../../notices/old/", "旧通报")
    figures = BeautifulSoup((site / "index.html").read_text("utf-8"), "lxml").select(
        ".gk-figures tbody td"
    )
    assert [cell.get_text() for cell in figures] == ["1", "100.0%"]


def test_old_addresses_lead_to_the_new_one(tmp_path: Path) -> None:
    site = built(tmp_path, {"now": text("今", "former_ids: [once, ever-before]")})
    for old in ("once", "ever-before"):
        html = (site / "notices" / old / "index.html").read_text("utf-8")
        soup = BeautifulSoup(html, "lxml")
        assert soup.select("link[rel=canonical]")[0]["href"] == "https://example.com/notices/now/"
        assert soup.select("meta[http-equiv=refresh]")[0]["content"] == "0; url=../../notices/now/"
        assert soup.select("a")[0]["href"] == "../../notices/now/"
        assert not soup.select("script")
        assert old.encode() not in (site / "sitemap.xml").read_bytes()
    assert main(["selfcheck", "--site-dir", str(site), "-f", str(tmp_path / "mkdocs.yml")]) in (
        0,
        1,
    )


def test_an_old_address_may_not_be_that_of_another_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = lay_out(tmp_path, {"now": text("今", "former_ids: [first]"), "first": PUBLIC["first"]})
    assert build(config) == 1
    assert "N140" in capsys.readouterr().err


def test_an_old_address_may_not_be_that_of_a_hand_written_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = lay_out(tmp_path, {"now": text("今", "former_ids: [once]")})
    (tmp_path / "content" / "notices").mkdir()
    (tmp_path / "content" / "notices" / "once.md").write_text("# 手写\n", encoding="utf-8")
    assert build(config) == 1
    assert "content/notices/once.md" in capsys.readouterr().err


# What else rests on the fields


def test_to_publish_a_draft_needs_no_new_sign_off() -> None:
    notices = [
        parse_notice(text("甲", fields), "a")[0]
        for fields in (
            "state: draft",
            "publish_at: 2030-01-01T00:00Z",
            "former_ids: [b]\nsuperseded_by: c",
            "",
            "corrections: [{date: 2024-02-01, what: 乙, why: 丙}]",
            "withdrawn: {date: 2024-02-01, reason: 丁}",
        )
    ]
    prints = [fingerprint(notice) for notice in notices if notice]
    assert len(prints) == 6
    assert len(set(prints[:4])) == 1
    assert len(set(prints)) == 3


def test_what_checks_remember_of_a_notice_is_what_they_read(tmp_path: Path) -> None:
    config = lay_out(tmp_path, {**PUBLIC, **HIDDEN, "c": CORRECTED})
    paths = find_notice_files(config.parent / "notices")
    file = tmp_path / "checks.json"
    loaded = []
    for _ in range(2):
        memory = Memory(file, Settings())
        loaded.append(load(paths, tmp_path, Workshop(), memory=memory, preview=True))
        memory.write(whole=True)
    assert file.is_file()
    assert loaded[0].library.listed == loaded[1].library.listed
    assert loaded[0].diagnostics == loaded[1].diagnostics


def test_a_notice_checked_alone_may_name_others(tmp_path: Path) -> None:
    config = lay_out(tmp_path, {"a": text("甲"), "b": text("甲", "previous: a")})
    assert main(["check", "-f", str(config), str(tmp_path / "notices" / "b.yml")]) == 0


def test_a_second_import_leaves_what_became_of_a_notice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    draft = ROOT / "tests" / "cases" / "drafts" / "inline-ordinals.txt"
    target = tmp_path / "notices" / "inline-ordinals.yml"
    assert main(["import", str(draft), "-o", "notices"]) == 0
    life = CORRECTED.partition("corrections")[2].partition("preamble")[0]
    fields = f"corrections{life}withdrawn: {{date: 2024-05-01, reason: 核实}}\nprevious: before\n"
    written = f"{target.read_text(encoding='utf-8')}{fields}"
    target.write_text(f"{written}publisher: 手工填写\n", encoding="utf-8")
    before, _ = parse_notice(target.read_text(encoding="utf-8"), "x")
    assert main(["import", str(draft), "-o", "notices", "--force"]) == 0
    after, _ = parse_notice(target.read_text(encoding="utf-8"), "x")
    assert after
    assert before
    assert after == before.model_copy(update={"publisher": None})
    assert after.withdrawn
    assert len(after.corrections) == 3


def test_many_errors_in_drafts_take_no_longer_each() -> None:
    found = [Diagnostic("N190", Severity.ERROR, f"{n}.yml", 1, 1, "甲", "乙") for n in range(4000)]

    def blocking(count: int) -> None:
        in_drafts = tuple(found[:count])
        assert Loaded(Library(()), in_drafts, in_drafts=in_drafts).blocking == ()

    assert is_linear(blocking, 500)
