"""A build that goes on from the one before: the same bytes as one from nothing, and less work."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort

from site_builder.build_cache.folder import cache_folder
from tests.support import build, make_project, tree

# More than a small site has, of which the index is one file.
COUNT = 60
SENTENCES = (
    "理论学习不够深入，联系实际不紧",
    "重大事项集体研究的记录不完整",
    "基层联系点走访次数偏少",
    "固定资产台账更新不及时",
    "群众反映的办事窗口排队问题没有及时解决",
)
STATUSES = ("已完成", "阶段性完成", "正在推进", "")


def notice(number: int, *, issues: int = 3, seed: int = 0) -> dict[str, object]:
    """Return a made-up notice; all of it follows from the number and the seed."""
    chance = random.Random(number * 1000 + seed)
    found = []
    for at in range(issues):
        problem = f"{chance.choice(SENTENCES)}（{chance.randrange(1000)}）"
        issue: dict[str, object] = {"problem": problem, "measures": [{"text": f"整改{at}件。"}]}
        if status := chance.choice(STATUSES):
            issue["status"] = status
        found.append(issue)
    return {
        "title": f"示例市第{number}局党组关于巡察整改进展情况的通报",
        "organization": f"示例市第{number % 7}局党组",
        "region": f"示例县{number % 3}",
        "published": f"202{number % 4}-0{1 + number % 9}-15",
        "preamble": ["根据统一部署，现将整改进展情况予以公布。"],
        "sections": [{"heading": "一、整改情况", "issues": found}],
        "contacts": [{"phone": f"0999-12345{number % 90 + 10}"}],
    }


def write(folder: Path, number: int, content: dict[str, object]) -> Path:
    path = folder / "notices" / f"n{number:04}.yml"
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), "utf-8")
    return path


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project of which the site is built."""
    folder = tmp_path_factory.mktemp("warm") / "project"
    config = make_project(folder, {})
    # With the site's own search, which is what can be mended.
    edited(config, "  - search:\n      lang: zh\n", "")
    for number in range(COUNT):
        write(folder, number, notice(number))
    assert build(folder / "mkdocs.yml") == 0
    return folder


@pytest.fixture
def project(built: Path, tmp_path: Path) -> Path:
    """Return the same at another place, with its cache, built once more there."""
    folder = tmp_path / "project"
    shutil.copytree(built, folder, ignore=shutil.ignore_patterns(".cache", "site"))
    assert build(folder / "mkdocs.yml") == 0
    return folder


def warm_equals_cold(project: Path, cold: Path) -> dict[str, bytes]:
    """Build on what there is, and from nothing elsewhere; return the tree that both gave."""
    assert build(project / "mkdocs.yml") == 0
    shutil.rmtree(cold, ignore_errors=True)
    shutil.copytree(project, cold, ignore=shutil.ignore_patterns(".cache", "site"))
    assert build(cold / "mkdocs.yml") == 0
    warm, anew = tree(project / "site"), tree(cold / "site")
    assert warm.keys() == anew.keys()
    assert [path for path in anew if warm[path] != anew[path]] == []
    return warm


def numbers(project: Path) -> dict[str, int]:
    """Return by what the disk knows each file of the site."""
    site = project / "site"
    return {
        path.relative_to(site).as_posix(): path.stat().st_ino
        for path in site.rglob("*")
        if path.is_file()
    }


def edited(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def a_word(project: Path) -> None:
    edited(project / "notices" / "n0005.yml", "整改0件。", "整改了零件。")


def a_status(project: Path) -> None:
    content = notice(6)
    content["sections"][0]["issues"][1]["status"] = "已完成并长期坚持"  # type: ignore[index]
    write(project, 6, content)


def an_issue_more(project: Path) -> None:
    write(project, 7, notice(7, issues=4))


def an_issue_less(project: Path) -> None:
    write(project, 7, notice(7, issues=2))


def a_notice_more(project: Path) -> None:
    write(project, COUNT, notice(COUNT))


def a_notice_less(project: Path) -> None:
    (project / "notices" / "n0011.yml").unlink()


def the_oldest_less(project: Path) -> None:
    (project / "notices" / "n0000.yml").unlink()


def another_date(project: Path) -> None:
    content = notice(8)
    content["published"] = "2019-01-01"
    write(project, 8, content)


def another_organization(project: Path) -> None:
    content = notice(9)
    content["organization"] = "示例市新局党组"
    write(project, 9, content)


def a_draft(project: Path) -> None:
    write(project, 10, {**notice(10), "state": "draft"})


def withdrawn(project: Path) -> None:
    content = notice(12)
    content["withdrawn"] = {"date": "2024-05-01", "reason": "重复发布"}
    write(project, 12, content)


def a_later_notice(project: Path) -> None:
    content = notice(COUNT)
    content["previous"] = "n0013"
    content["sections"][0]["issues"][0]["follows"] = "n0013#issue-1"  # type: ignore[index]
    write(project, COUNT, content)


def many(project: Path) -> None:
    for number in range(0, COUNT, 3):
        write(project, number, notice(number, seed=1))


def another_name(project: Path) -> None:
    edited(project / "mkdocs.yml", "site_name: ", "site_name: 新的")


def no_data(project: Path) -> None:
    edited(project / "mkdocs.yml", "  - gongkai", "  - gongkai: {open_data: false}")


def another_home(project: Path) -> None:
    (project / "content" / "index.md").write_text("# 新的首页\n", "utf-8")


def nothing(project: Path) -> None:
    """Change nothing."""


CHANGES = (
    nothing,
    a_word,
    a_status,
    an_issue_more,
    an_issue_less,
    a_notice_more,
    a_notice_less,
    the_oldest_less,
    another_date,
    another_organization,
    a_draft,
    withdrawn,
    a_later_notice,
    many,
    another_name,
    no_data,
    another_home,
)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_change_gives_what_a_build_from_nothing_gives(project, tmp_path, change):
    change(project)
    warm_equals_cold(project, tmp_path / "cold")


def test_many_builds_one_after_another_do_too(project, tmp_path):
    chance = random.Random(1)
    for change in chance.sample(CHANGES, 6):
        change(project)
        warm_equals_cold(project, tmp_path / "cold")


class TestWhatIsTaken:
    """Files of the site before serve again; that is told by what the disk knows them by."""

    def test_only_what_depends_on_a_notice_is_made_anew(self, project):
        before = numbers(project)
        a_word(project)
        assert build(project / "mkdocs.yml") == 0
        after = numbers(project)
        new = {path for path, number in after.items() if before.get(path) != number}
        notices = {path for path in new if path.startswith(("notices/", "data/notices/"))}
        assert notices == {"notices/n0005/index.html", "data/notices/n0005.json"}
        assert not any(path.startswith(("years/", "status/", "open/")) for path in new)
        assert len(new) < len(after) / 2

    def test_where_nothing_changed_every_generated_file_is_the_same(self, project):
        before = numbers(project)
        assert build(project / "mkdocs.yml") == 0
        after = numbers(project)
        same = {path for path, number in after.items() if before[path] == number}
        made = ("notices/", "years/", "data/notices", "data/issues", "search/s0", "search/t0")
        assert {path for path in after if path.startswith(made)} <= same

    def test_the_site_before_is_not_written_to(self, project, tmp_path):
        """What a visitor is just loading has the same bytes to the end."""
        before = tmp_path / "before"
        shutil.copytree(project / "site", before, copy_function=os.link)
        kept = tree(before)
        many(project)
        another_name(project)
        assert build(project / "mkdocs.yml") == 0
        assert tree(before) == kept


class TestOtherSearches:
    """Where pages are all there is, they serve again; Material's search needs every notice anew."""

    @pytest.mark.parametrize(
        ("plugins", "taken"),
        [("search: {enabled: false}", True), ("search: {lang: zh}", False)],
        ids=["none", "Material's"],
    )
    def test_give_what_a_build_from_nothing_gives(self, project, tmp_path, plugins, taken):
        edited(project / "mkdocs.yml", "  - gongkai", f"  - {plugins}\n  - gongkai")
        warm_equals_cold(project, tmp_path / "cold")
        before = numbers(project)
        a_word(project)
        warm_equals_cold(project, tmp_path / "cold")
        page = "notices/n0006/index.html"
        assert (numbers(project)[page] == before[page]) == taken


def test_a_site_in_the_place_of_a_preview_has_a_whole_manifest(project, tmp_path):
    from site_builder.cli import main

    arguments = ["build", "-f", str(project / "mkdocs.yml"), "--site-dir", str(tmp_path / "there")]
    assert main([*arguments, "--preview"]) == 0
    assert main([*arguments, "--preview"]) == 0
    assert main(arguments) == 0
    assert main(["verify", str(tmp_path / "there")]) == 0
    assert tree(tmp_path / "there") == tree(project / "site")


class TestWhatIsNotBelieved:
    """Whatever became of the site and the cache, the next build is right."""

    def test_a_page_that_somebody_edited(self, project, tmp_path):
        page = project / "site" / "notices" / "n0003" / "index.html"
        page.write_text("改过", "utf-8")
        warm_equals_cold(project, tmp_path / "cold")

    def test_files_that_are_gone(self, project, tmp_path):
        shutil.rmtree(project / "site" / "search")
        (project / "site" / "data" / "issues.csv").unlink()
        warm_equals_cold(project, tmp_path / "cold")

    def test_a_site_that_is_gone(self, project, tmp_path):
        shutil.rmtree(project / "site")
        warm_equals_cold(project, tmp_path / "cold")

    def test_a_cache_that_is_gone(self, project, tmp_path):
        shutil.rmtree(project / ".cache")
        warm_equals_cold(project, tmp_path / "cold")

    @pytest.mark.parametrize("damage", [b"", b"x", b"gongkai-ledger-1\n" + bytes(40)])
    def test_a_ledger_that_is_none(self, project, tmp_path, damage):
        ledger_of(project).write_bytes(damage)
        warm_equals_cold(project, tmp_path / "cold")

    @pytest.mark.parametrize("size", [0, 20, 400])
    def test_segments_that_are_cut_short(self, project, tmp_path, size):
        for segment in (ledger_of(project).parent / "segments").iterdir():
            os.truncate(segment, size)
        a_status(project)
        warm_equals_cold(project, tmp_path / "cold")

    def test_segments_that_are_gone(self, project, tmp_path):
        shutil.rmtree(ledger_of(project).parent / "segments")
        a_status(project)
        warm_equals_cold(project, tmp_path / "cold")

    @pytest.mark.skipif(os.name != "posix", reason="a folder is made read-only")
    def test_a_folder_where_nothing_can_be_left(self, project, tmp_path):
        shutil.rmtree(project / ".cache")
        (project / ".cache").write_text("")
        assert build(project / "mkdocs.yml") == 0
        (project / ".cache").unlink()
        warm_equals_cold(project, tmp_path / "cold")

    def test_a_notice_that_goes_back_to_what_it_was(self, project, tmp_path):
        before = tree(project / "site")
        a_word(project)
        warm_equals_cold(project, tmp_path / "cold")
        write(project, 5, notice(5))
        assert warm_equals_cold(project, tmp_path / "cold") == before


def ledger_of(project: Path) -> Path:
    return cache_folder(project, project / "site") / "ledger"


def test_what_is_no_longer_needed_is_removed(project):
    segments = ledger_of(project).parent / "segments"
    for seed in range(1, 5):
        for number in range(COUNT):
            write(project, number, notice(number, seed=seed))
        assert build(project / "mkdocs.yml") == 0
    # Those of this build, and those by which the next one tells what has changed.
    assert len(list(segments.iterdir())) <= 2 * 2 * -(-COUNT // 32)


def test_a_broken_notice_leaves_site_and_cache_as_they_were(project, tmp_path):
    before = tree(project)
    path = project / "notices" / "n0001.yml"
    good = path.read_bytes()
    path.write_text("title: [", "utf-8")
    assert build(project / "mkdocs.yml") == 1
    path.write_bytes(good)
    assert tree(project) == before
    warm_equals_cold(project, tmp_path / "cold")


KILLED = """
import sys
from site_builder.cli import main
sys.exit(main(["build", "-f", sys.argv[1]]))
"""


@pytest.mark.skipif(os.name != "posix", reason="processes are killed by a signal")
@pytest.mark.parametrize("after", [0.4, 0.7, 1.0, 1.3, 1.6])
def test_a_build_that_was_killed_leaves_what_the_next_can_use(project, tmp_path, after):
    many(project)
    process = subprocess.Popen([sys.executable, "-c", KILLED, str(project / "mkdocs.yml")])
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    process.wait()
    warm_equals_cold(project, tmp_path / "cold")


def test_previews_and_the_site_do_not_share_what_they_leave(project, tmp_path):
    a_draft(project)
    config = project / "mkdocs.yml"
    from site_builder.cli import main

    assert main(["build", "-f", str(config), "--preview"]) == 0
    assert "n0010" in "".join(tree(project / "preview"))
    warm = warm_equals_cold(project, tmp_path / "cold")
    assert "notices/n0010/index.html" not in warm


def test_packed_files_are_taken_along(project, tmp_path):
    edited(project / "mkdocs.yml", "  - gongkai", "  - gongkai: {precompress: [gz]}")
    warm_equals_cold(project, tmp_path / "cold")
    before = numbers(project)
    a_word(project)
    assert "notices/n0006/index.html.gz" in warm_equals_cold(project, tmp_path / "cold")
    after = numbers(project)
    assert before["notices/n0006/index.html.gz"] == after["notices/n0006/index.html.gz"]
    assert before["notices/n0005/index.html.gz"] != after["notices/n0005/index.html.gz"]


class TestServing:
    """What MkDocs' own server shows, which builds in the same folder again and again."""

    @pytest.fixture
    def served(self, project, tmp_path) -> Iterator[Served]:
        site = Served(project, tmp_path / "served")
        site.build()
        yield site
        site.plugins.on_shutdown()

    @pytest.mark.parametrize(
        "change",
        [a_word, a_status, a_notice_more, a_notice_less, another_organization, another_home],
        ids=lambda change: change.__name__,
    )
    def test_shows_what_a_first_build_would(self, served, project, tmp_path, change):
        change(project)
        served.build()
        shown = tree(served.site)
        # In one process MkDocs has one plugin for all.
        served.plugins.on_shutdown()
        anew = Served(project, tmp_path / "anew")
        anew.build()
        assert tree(anew.site) == shown

    def test_a_hand_written_page_that_is_gone_is_not_shown(self, served, project):
        before = tree(served.site)
        content = project / "content"
        for path in (content / "more.md", content / "notices" / "help.md", content / "pictures/a"):
            path.parent.mkdir(exist_ok=True)
            path.write_text("# 另一页", "utf-8")
        served.build()
        assert {"more/index.html", "notices/help/index.html", "pictures/a"} < tree(
            served.site
        ).keys()
        (content / "more.md").unlink()
        shutil.rmtree(content / "notices")
        shutil.rmtree(content / "pictures")
        served.build()
        assert tree(served.site) == before

    def test_leaves_nothing_behind(self, served, tmp_path):
        assert {path.name for path in tmp_path.iterdir()} > {"project", "served"}
        served.plugins.on_shutdown()
        assert {path.name for path in tmp_path.iterdir()} == {"project", "served"}

    def test_a_page_that_did_not_change_is_not_written(self, served, project):
        page = served.site / "notices" / "n0007" / "index.html"
        before = page.stat()
        a_word(project)
        served.build()
        after = page.stat()
        assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)

    def test_after_a_fault_it_goes_on(self, served, project):
        before = tree(served.site)
        path = project / "notices" / "n0001.yml"
        good = path.read_bytes()
        path.write_text("title: [", "utf-8")
        with pytest.raises(Abort):
            served.build()
        assert tree(served.site) == before
        path.write_bytes(good)
        served.build()
        assert tree(served.site) == before


class Served:
    """A site as `mkdocs serve` builds it: one plugin, and a configuration for every round."""

    def __init__(self, project: Path, site: Path) -> None:
        site.mkdir()
        self.site = site
        self._config = str(project / "mkdocs.yml")
        self.plugins = self._loaded().plugins
        self.plugins.on_startup(command="serve", dirty=False)

    def build(self) -> None:
        mkdocs_build(self._loaded())

    def _loaded(self) -> MkDocsConfig:
        return load_config(self._config, site_dir=str(self.site))
