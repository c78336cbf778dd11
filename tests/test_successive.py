"""Notices that follow one another: what is linked, what is still open, what is proposed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser

from site_builder.checks.likeness import matches
from site_builder.cli import main
from site_builder.library import Library, Place, entry_of
from site_builder.notice.model import Notice
from site_builder.notice.text import printed_text
from site_builder.reading.dump import dump_notice
from site_builder.reading.following import follow
from site_builder.reading.notice_file import parse_notice
from site_builder.reading.source import edited
from site_builder.views.lifecycle import arounds
from site_builder.views.open_issues import duration, open_lists
from tests.strategies import WITHIN, notices_in_any_state
from tests.support import article, make_project, page, squeezed

CONFIG = """\
site_name: 示例
docs_dir: content
theme: {name: material, language: zh, font: false}
plugins: [gongkai]
strict: true
"""
HEAD = "title: 关于{name}的通报\norganization: {body}\npublished: {day}\n"
ISSUE = "  - {{problem: {problem}{status}{follows}, measures: [（1）改。]}}\n"


def text(
    name: str,
    day: str,
    *issues: tuple[str, ...],
    fields: str = "",
    body: str = "示例局党组",
) -> str:
    """A notice with issues (problem, status, what it follows)."""
    lines = [HEAD.format(name=name, body=body, day=day), fields, "sections:\n- issues:\n"]
    for problem, status, *follows in issues:
        lines.append(
            ISSUE.format(
                problem=problem,
                status=f", status: {status}" if status else "",
                follows=f", follows: '{follows[0]}'" if follows else "",
            )
        )
    return "".join([*lines, "contacts: {phone: 0999-0123456}\n"])


CHAIN = {
    "a": text(
        "甲",
        "2023-08-01",
        ("制度执行不严", "阶段性完成"),
        ("经费管理不规范", "正在整改"),
        ("会议过多", ""),
        fields="inspection: {feedback_date: 2023年2月15日}\n",
    ),
    "b": text(
        "乙",
        "2024-03-20",
        ("新的问题", "未完成"),
        ("制度执行仍然不严", "阶段性完成", "a#issue-1"),
        fields="previous: a\n",
    ),
    "c": text(
        "丙",
        "2024-09-10",
        ("制度执行不严一事", "已完成", "b#issue-2"),
        fields="previous: b\n",
    ),
    "other": text("丁", "2024-01-01", ("另一个问题", "正在整改"), body="别的局党组"),
}


def lay_out(folder: Path, texts: dict[str, str]) -> Path:
    config = make_project(folder, {f"{name}.yml": text for name, text in texts.items()})
    config.write_text(CONFIG, encoding="utf-8")
    return config


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("successive")
    assert main(["build", "-f", str(lay_out(folder, CHAIN))]) == 0
    return folder / "site"


def notice_of(words: str, name: str = "x") -> Notice:
    notice, faults = parse_notice(words, name)
    assert notice, faults
    return notice


def library_of(texts: dict[str, str]) -> Library:
    return Library(entry_of(Path(name), notice_of(words, name)) for name, words in texts.items())


# The pages of notices


def test_notices_name_those_before_and_after(site: Path) -> None:
    def neighbours(name: str) -> list[tuple[str, str]]:
        rows = page(site, name).select(".life__neighbours li")
        return [(row.get_text().partition("：")[0], str(row.a["href"])) for row in rows if row.a]

    assert neighbours("a") == [("后来的通报", "../../notices/b/")]
    assert neighbours("b") == [
        ("上一次通报", "../../notices/a/"),
        ("后来的通报", "../../notices/c/"),
    ]
    assert neighbours("c") == [("上一次通报", "../../notices/b/")]
    assert not neighbours("other")


@pytest.mark.parametrize(("name", "card", "here"), [("a", 1, 0), ("b", 2, 1), ("c", 1, 2)])
def test_an_issue_shows_its_history_on_every_page(
    site: Path, name: str, card: int, here: int
) -> None:
    soup = page(site, name)
    (way,) = soup.select(".issue__history")
    assert way["data-label"] == "阶段性完成 2023-08 → 阶段性完成 2024-03 → 已完成 2024-09"
    assert way.find_parent("section")["id"] == f"issue-{card}"  # type: ignore[index]
    (history,) = soup.select(str(way["href"]))
    steps = history.select(".life-history__steps li")
    assert [str(step.a["href"]) for step in steps if step.a] == [
        "../../notices/a/#issue-1",
        "../../notices/b/#issue-2",
        "../../notices/c/#issue-1",
    ]
    assert [bool(step.get("aria-current")) for step in steps] == [n == here for n in range(3)]
    for step in steps:
        assert step.a
        notice, _, anchor = str(step.a["href"]).removeprefix("../../notices/").partition("/#")
        assert page(site, notice).select(f"#{anchor}")


@pytest.mark.parametrize("name", CHAIN)
def test_the_text_of_the_article_is_that_of_the_notice(site: Path, name: str) -> None:
    assert squeezed(article(page(site, name)).get_text()) == printed_text(notice_of(CHAIN[name]))


# What is open


def test_what_is_open_is_listed_once_with_its_beginning(site: Path) -> None:
    soup = BeautifulSoup((site / "open" / "index.html").read_text("utf-8"), "lxml")
    found = [
        (row.a.get_text(), str(row.a["href"]), squeezed(row.p.get_text()))
        for row in soup.select(".open-issues li")
        if row.a and row.p
    ]
    assert found == [
        ("另一个问题", "../notices/other/#issue-1", "正在整改自2024-01-01历时8个月"),
        ("经费管理不规范", "../notices/a/#issue-2", "正在整改自2023-02-15历时1年6个月"),
        ("新的问题", "../notices/b/#issue-1", "未完成自2024-03-20历时5个月"),
    ]
    assert "另有 1 个问题，通报没有注明状态" in soup.get_text()
    home = BeautifulSoup((site / "index.html").read_text("utf-8"), "lxml")
    assert home.select("a[href='open/']")[0].get_text() == "尚未完成的 3 个问题"


def test_an_issue_still_open_counts_from_the_first_notice() -> None:
    texts = {name: CHAIN[name] for name in ("a", "b", "other")}
    (whole,) = [paged.views() for paged in open_lists(library_of(texts))]
    rows = {row.url: row for one in whole for group in one.groups for row in group.issues.rows()}
    assert rows["notices/b/#issue-2"].since == "2023-02-15"
    assert "notices/a/#issue-1" not in rows


def test_open_issues_go_on_over_pages_and_groups() -> None:
    many = {
        f"n{n:03}": text(
            str(n), "2024-01-01", *[(f"问题{i}", "正在整改") for i in range(3)], body=f"第{n % 7}局"
        )
        for n in range(40)
    }
    (paged,) = open_lists(library_of(many))
    views = list(paged.views())
    assert [view.paging.total for view in views] == [120] * 3
    urls = [row.url for view in views for group in view.groups for row in group.issues.rows()]
    assert len(set(urls)) == 120


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2024-01-01", "2024-01-01", "0 天"),
        ("2024-01-31", "2024-02-29", "29 天"),
        ("2024-01-31", "2024-03-01", "1 个月"),
        ("2023-02-15", "2024-02-15", "1 年"),
        ("2023-02-15", "2024-02-14", "11 个月"),
        ("2022-12-31", "2024-03-31", "1 年 3 个月"),
        ("2024-03-01", "2024-01-01", "0 天"),
    ],
)
def test_how_long_is_said_in_months(first: str, last: str, said: str) -> None:
    assert duration(date.fromisoformat(first), date.fromisoformat(last)) == said


def test_figures_count_every_issue_once(site: Path) -> None:
    home = BeautifulSoup((site / "index.html").read_text("utf-8"), "lxml")
    rows = home.select(".gk-figures tbody tr")
    found = {row.th.get_text(strip=True): row.td.get_text() for row in rows if row.th and row.td}
    assert found == {"已完成": "1", "正在整改": "2", "未完成": "1", "未注明": "1"}
    assert home.select(".home__note")
    totals = [strong.get_text() for strong in home.select(".home__totals strong")]
    assert totals == ["4", "2", "5"]


@pytest.mark.browser
def test_the_steps_of_an_issue_stand_in_a_row(browser: Browser, site: Path) -> None:
    tab = browser.new_page(viewport={"width": 1366, "height": 800})
    tab.goto((site / "notices" / "c" / "index.html").as_uri())
    heights = tab.eval_on_selector_all(
        ".life-history__steps li", "all => all.map(e => e.getBoundingClientRect().top)"
    )
    assert len(heights) == 3
    assert len(set(heights)) == 1
    tab.close()


def test_where_a_body_has_two_sums_the_difference_is_explained(site: Path) -> None:
    bodies = {
        soup.h1.get_text(): soup  # type: ignore[union-attr]
        for path in (site / "organizations").rglob("*/index.html")
        for soup in [BeautifulSoup(path.read_text("utf-8"), "lxml")]
    }
    chained, other = bodies["示例局党组"], bodies["别的局党组"]
    assert chained.select(".status-strip strong")[0].get_text() == "4"
    assert "6 个问题" in chained.select(".listing__count")[0].get_text()
    assert "只计一次" in chained.select(".listing__figures")[0].get_text()
    assert not other.select(".listing__note")


# References that lead nowhere are no more than nothing


def test_circles_and_dead_ends_hang_nothing() -> None:
    texts = {
        "a": text("甲", "2023-01-01", ("一", "正在整改", "b#issue-1"), fields="previous: b\n"),
        "b": text("乙", "2023-01-02", ("一", "正在整改", "a#issue-1"), fields="previous: a\n"),
        "c": text("丙", "2023-01-03", ("一", "正在整改", "c#issue-1"), ("二", "", "x#issue-9")),
        "d": text("丁", "2023-01-04", ("一", "正在整改", "a#issue-9"), fields="superseded_by: d\n"),
    }
    library = library_of(texts)
    assert arounds(library)
    assert list(open_lists(library))
    assert library.current(library.by_id["d"]) == ()


def test_two_later_issues_may_go_on_from_one() -> None:
    texts = {
        "a": text("甲", "2023-01-01", ("一", "正在整改")),
        "b": text("乙", "2023-02-01", ("一上", "已完成", "a#issue-1"), ("一下", "", "a#issue-1")),
    }
    library = library_of(texts)
    assert not library.is_current(Place("a", 0))
    (history,) = arounds(library)[Path("a")].histories
    assert history.short == "正在整改 2023-01 → 已完成 2023-02 → 未注明 2023-02"
    first, second = arounds(library)[Path("b")].histories
    assert first.short == "正在整改 2023-01 → 已完成 2023-02"
    assert second.short == "正在整改 2023-01 → 未注明 2023-02"


# Proposals


def test_alike_issues_are_proposed_each_once() -> None:
    later, earlier = notice_of(CHAIN["c"], "c"), notice_of(CHAIN["a"], "a")
    (found,) = matches(later, earlier)
    assert (found.later, found.earlier) == (0, 0)
    assert 0.4 < found.score < 1


BLOCK = """\
# 注释一
标题: 后来
单位: 示例局党组
上次通报: a
章节:
- 小标题: 一、   # 注释二
  章节:
  - 问题:
    # 注释三
    - 存在问题: 制度执行不严
      整改结果: 已完成
    - {存在问题: 会议过多}   # 注释四
  问题:
  - 序号: "9."
    存在问题: 经费管理不规范
    承接: a#issue-2
联系方式: {电话: 0999-0123456}
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    lay_out(tmp_path, {"a": CHAIN["a"], "later": BLOCK})
    monkeypatch.chdir(tmp_path)
    return tmp_path / "notices" / "later.yml"


def test_a_proposal_is_shown_and_not_written(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["match", "later"]) == 0
    said = capsys.readouterr().out
    assert "1. 相像 100%" in said
    assert "已经写明承接的有 1 个" in said
    assert main(["match", "later", "--write"]) == 1
    assert main(["match", "later", "--accept", "1"]) == 0
    assert main(["match", "later", "--accept", "3", "--write"]) == 2
    assert project.read_text(encoding="utf-8") == BLOCK


def test_what_is_confirmed_is_written_and_nothing_else_changes(project: Path) -> None:
    assert main(["match", "later", "--accept", "2,1", "--write"]) == 0
    written = project.read_text(encoding="utf-8")
    assert written == BLOCK.replace(
        "    - 存在问题: 制度", "    - 承接: a#issue-1\n      存在问题: 制度"
    ).replace("{存在问题: 会议", "{承接: a#issue-3, 存在问题: 会议")
    assert main(["check", "notices"]) in (0, 1)
    assert main(["match", "later"]) == 0


def test_the_notice_to_compare_with_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lay_out(tmp_path, {"a": CHAIN["a"], "other": CHAIN["other"]})
    monkeypatch.chdir(tmp_path)
    assert main(["match", "a"]) == 2
    assert "--previous" in capsys.readouterr().err
    assert main(["match", "a", "--previous", "nowhere"]) == 2
    assert main(["match", "a", "--previous", "a"]) == 2
    assert "不能与它自己比较" in capsys.readouterr().err
    assert main(["match", "a", "--previous", "other"]) == 0
    assert "没有找到相像的问题" in capsys.readouterr().out


@WITHIN
@given(notices_in_any_state(), st.data())
def test_any_notice_can_be_written_to(notice: Notice, data: st.DataObject) -> None:
    count = len(list(notice.issues()))
    free = [n for n, issue in enumerate(notice.issues()) if not issue.follows]
    chosen = data.draw(st.sets(st.sampled_from(free))) if free and count else set()
    words = dump_notice(notice)
    references = {index: f"a#issue-{index + 1}" for index in chosen}
    edits = follow(words, "x", references)
    assert edits is not None
    after = notice_of(edited(words, edits))
    found = {n: issue.follows for n, issue in enumerate(after.issues()) if n in chosen}
    assert found == references
