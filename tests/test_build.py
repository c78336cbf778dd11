"""A build publishes all or nothing, whichever command starts it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from site_builder.cli import main
from site_builder.reporting import REMINDERS
from site_builder.workshop import WorkersLostError
from tests.support import NOTICE, ROOT, build, make_project, page, tree

FAULTS = ROOT / "tests" / "cases" / "faults"


def mkdocs(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", *arguments], capture_output=True, text=True, check=False
    )


def exit_status(arguments: list[str]) -> int:
    """Run the command line, which leaves by SystemExit where the words do not parse."""
    try:
        return main(arguments)
    except SystemExit as stop:
        return int(stop.code or 0)


def test_both_commands_give_the_same_site(tmp_path: Path) -> None:
    config = make_project(tmp_path, {"a.yml": NOTICE})
    assert build(config, site_dir=tmp_path / "ours") == 0
    result = mkdocs("build", "-q", "-f", str(config), "-d", str(tmp_path / "theirs"))
    assert result.returncode == 0, result.stderr
    ours, theirs = tree(tmp_path / "ours"), tree(tmp_path / "theirs")
    assert ours == theirs


def test_a_build_runs_what_can_stop_it_and_points_to_the_rest(tmp_path: Path) -> None:
    leaked = NOTICE.replace("组织学习", "组织张三学习，手机13912345678，，")
    config = make_project(tmp_path, {"a.yml": leaked})
    refused = mkdocs("build", "-f", str(config))
    assert refused.returncode == 1
    assert "错误 N403" in refused.stderr
    assert "N312" not in refused.stderr

    waived = leaked + "waivers:\n- {rule: N403, reason: 甲}\n- {rule: N301, reason: 乙}\n"
    (tmp_path / "notices" / "a.yml").write_text(waived, encoding="utf-8")
    built = mkdocs("build", "-f", str(config))
    assert built.returncode == 0, built.stderr
    assert not re.search(r"N\d{3}", built.stderr)
    assert built.stderr.count(REMINDERS) == 1
    assert main(["check", str(tmp_path / "notices")]) == 1  # N312, and N132 about N301


def test_notices_may_lie_in_subfolders(tmp_path: Path) -> None:
    config = make_project(tmp_path, {"2023/甲局/a.yml": NOTICE, "b.yaml": NOTICE, ".c.yml": "x"})
    assert build(config) == 0
    assert {path.name for path in (tmp_path / "site" / "notices").iterdir()} == {
        "a",
        "b",
        "by-organization",
        "index.html",
    }


def test_an_empty_folder_gives_a_site_that_says_so(tmp_path: Path) -> None:
    assert build(make_project(tmp_path, {})) == 0
    assert "还没有发布通报" in (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    listing = tmp_path / "site" / "notices" / "index.html"
    assert "还没有发布通报" in listing.read_text(encoding="utf-8")


def test_faults_stop_the_build_before_anything_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = make_project(tmp_path, {"good.yml": NOTICE})
    assert build(config) == 0
    before = tree(tmp_path / "site")
    broken = [path for path in sorted(FAULTS.glob("*.yml")) if b"# expect:" in path.read_bytes()]
    assert len(broken) >= 20
    for path in broken:
        shutil.copy(path, tmp_path / "notices")
    capsys.readouterr()

    assert build(config) == 1
    assert mkdocs("build", "-q", "-f", str(config)).returncode == 1
    printed = capsys.readouterr().err
    assert tree(tmp_path / "site") == before
    for path in broken:
        assert f"notices/{path.name}:" in printed
    assert "没有改动" in printed
    assert "Traceback" not in printed


def test_a_first_build_with_faults_leaves_no_site(tmp_path: Path) -> None:
    config = make_project(tmp_path, {"bad.yml": "titel: 甲\n"})
    assert build(config) == 1
    assert not {path.name for path in tmp_path.iterdir() if "site" in path.name}


def test_two_notices_with_one_id_are_reported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = make_project(tmp_path, {"a.yml": NOTICE, "b/a.yml": NOTICE})
    assert build(config) == 1
    assert "notices/b/a.yml:1:1: 错误 N112" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("link", "status"),
    [
        ("notices/a/index.html", 0),
        ("notices/a/index.html#issue-1", 0),
        ("notices/a/index.html#contact", 0),
        ("notices/b/index.html", 1),
        ("notices/a/index.html#issue-2", 1),
        ("organizations/index.html", 0),
        ("organizations/page/2/index.html", 1),
    ],
)
def test_links_from_content_to_notices_are_checked(tmp_path: Path, link: str, status: int) -> None:
    config = make_project(tmp_path, {"a.yml": NOTICE}, index=f"# 首页\n\n[通报]({link})\n")
    assert build(config) == status
    assert (tmp_path / "site").exists() == (status == 0)


def test_files_of_a_theme_are_published_unless_hidden(tmp_path: Path) -> None:
    config = make_project(tmp_path, {"a.yml": NOTICE})
    words = config.read_text(encoding="utf-8")
    ours = words.replace("  name: material\n", "  name: material\n  custom_dir: ours\n")
    config.write_text(ours, encoding="utf-8")
    for name, content in {
        "css/deep/a.css": "",
        ".parts/a.svg": "<svg id='ours'></svg>",
        "css/.parts/b.css": "",
        "404.html": '{% include ".parts/a.svg" %}',
    }.items():
        path = tmp_path / "ours" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    assert build(config) == 0
    site = tmp_path / "site"
    assert (site / "css" / "deep" / "a.css").is_file()
    assert not list(site.rglob(".parts"))
    assert "id='ours'" in (site / "404.html").read_text(encoding="utf-8")


def test_a_hand_written_page_may_not_take_a_notices_address(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = make_project(tmp_path, {"a.yml": NOTICE})
    (tmp_path / "content" / "notices").mkdir()
    (tmp_path / "content" / "notices" / "a.md").write_text("# x\n")
    assert build(config) == 1
    assert "content/notices/a.md" in capsys.readouterr().err


def test_many_notices_are_listed_page_by_page(tmp_path: Path) -> None:
    """More notices than one process takes and than one page shows; newest first."""
    count = 120
    config = make_project(
        tmp_path,
        {
            f"n{i:03}.yml": f"published: 20{i // 12 + 10}-{i % 12 + 1:02}-01\n{NOTICE}"
            for i in range(count)
        },
    )
    assert build(config) == 0
    site = tmp_path / "site"
    found: list[str] = []
    for listing in ("notices", "notices/page/2", "notices/page/3"):
        soup = BeautifulSoup((site / listing / "index.html").read_text("utf-8"), "lxml")
        found += [str(link["href"]).strip("/").split("/")[-1] for link in soup.select("h3 a")]
        for link in soup.select(".listing a"):
            assert (site / listing / str(link["href"]) / "index.html").resolve().is_file(), link
    assert found == [f"n{i:03}" for i in reversed(range(count))]
    assert all(page(site, f"n{i:03}").select("#issue-1") for i in range(count))


def test_processes_or_not_makes_no_difference(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = make_project(tmp_path, {f"n{i}.yml": NOTICE for i in range(100)})
    assert build(config, site_dir=tmp_path / "many") == 0
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    assert build(config, site_dir=tmp_path / "one") == 0
    assert tree(tmp_path / "many") == tree(tmp_path / "one")


@pytest.mark.parametrize(
    "arguments",
    [
        ["build", "-f", "nowhere.yml"],
        ["build", "-f", "{config}", "--notices", "nowhere"],
        ["check", "nowhere"],
        ["import", "nowhere.txt"],
        ["dance"],
        [],
    ],
)
def test_what_cannot_run_says_so_and_returns_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    config = make_project(tmp_path, {})
    arguments = [argument.format(config=config) for argument in arguments]
    assert exit_status(arguments) == 2
    said = "".join(capsys.readouterr())
    assert any("\u4e00" <= char <= "\u9fff" for char in said)
    assert not (tmp_path / "site").exists()


def test_a_config_without_the_plugin_is_explained(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = make_project(tmp_path, {})
    config.write_text("site_name: x\ndocs_dir: content\n")
    assert build(config) == 2
    assert "gongkai" in capsys.readouterr().err


def test_materials_search_serves_where_it_is_listed(tmp_path: Path) -> None:
    assert build(make_project(tmp_path, {"a.yml": NOTICE})) == 0
    index = (tmp_path / "site" / "search" / "search_index.json").read_text(encoding="utf-8")
    assert "notices/a/#issue-1" in index
    assert not (tmp_path / "site" / "search" / "index.html").exists()
    assert "gongkai-search-box" not in (tmp_path / "site" / "index.html").read_text("utf-8")


def test_a_lost_worker_is_explained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    config = make_project(tmp_path, {"a.yml": NOTICE})
    assert build(config) == 0
    before = tree(tmp_path / "site")

    def lose(*_: object, **__: object) -> None:
        raise WorkersLostError("工作进程结束了")

    for step in ("load", "write_site"):
        monkeypatch.setattr(f"site_builder.plugin.{step}", lose)
        assert build(config) == 1
        assert "没有生成网站：工作进程结束了" in capsys.readouterr().err
        assert tree(tmp_path / "site") == before


def test_a_build_without_a_folder_of_notices_could_not_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = make_project(tmp_path, {})
    (tmp_path / "notices").rmdir()
    assert build(config) == 2
    assert "找不到通报文件夹" in capsys.readouterr().err
