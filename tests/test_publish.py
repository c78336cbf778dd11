"""`site-builder publish`: only what changed, in an order in which the site always works.

What is published to another machine goes through the real rsync, with a stand-in for ssh that runs
the other side here.
"""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from site_builder.cli import main
from site_builder.integrity.inventory import Tick, seal
from site_builder.outputs.manifest import Listed
from site_builder.publishing.order import Step, step_of
from site_builder.publishing.remote import is_remote
from site_builder.publishing.target import JOURNAL
from tests.support import NOTICE, build, make_project, tree

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
BUILT = ["notices/a/index.html", "notices/index.html", "search/index.js", "index.html"]
BUILT += ["assets/site.css", "search/t0-abc.js", "data/a.json", "feed.xml"]


def make_site(folder: Path, files: dict[str, str]) -> Path:
    """Lay out a site with its manifest."""
    shutil.rmtree(folder, ignore_errors=True)
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    seal(folder)
    return folder


OLD = {
    "index.html": "首页",
    "notices/a/index.html": "甲",
    "notices/b/index.html": "乙",
    "notices/index.html": "甲乙",
    "search/index.js": "t-1",
    "search/t-1.js": "一",
    "assets/a b.css": "x{}",
    "data/甲.json": "{}",
}
NEW = {
    **{name: text for name, text in OLD.items() if name not in {"notices/b/index.html"}},
    "index.html": "新的首页",
    "notices/c/index.html": "丙",
    "notices/index.html": "甲丙",
    "search/index.js": "t-2",
    "search/t-2.js": "二",
}
del NEW["search/t-1.js"]


@pytest.fixture(params=["folder", "rsync"])
def target(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[str, Path]:
    """Where to publish to, as it is named and as it is found here."""
    folder = tmp_path / "公开 served"
    folder.mkdir()
    if request.param == "folder":
        return str(folder), folder
    if not shutil.which("rsync"):
        pytest.skip("rsync is not here")
    ssh = tmp_path / "ssh"
    # Options, then the host, then what is to be run there.
    ssh.write_text(
        '#!/bin/sh\nwhile [ "$1" != host ]; do shift; done\nshift\nexec sh -c "$*"\n',
        encoding="utf-8",
    )
    ssh.chmod(0o755)
    monkeypatch.setenv("RSYNC_RSH", str(ssh))
    return f"user@host:{folder}", folder


def publish(site: Path, target: str, *more: str) -> int:
    return main(["publish", target, "--site-dir", str(site), *more])


def verified(folder: Path) -> bool:
    return main(["verify", str(folder)]) == 0


def test_the_order_leaves_no_link_leading_nowhere() -> None:
    names = (*BUILT, "manifest.json.minisig", "manifest.json")
    steps = [step_of(name, new=False) for name in names]
    assert steps == [
        Step.PAGES,
        Step.LISTS,
        Step.LISTS,
        Step.HOME,
        Step.ASSETS,
        Step.SEARCH,
        Step.DATA,
        Step.FEEDS,
        Step.SIGNATURE,
        Step.MANIFEST,
    ]
    for name in ("notices/page/2/index.html", "notices/by-organization/index.html"):
        assert step_of(name, new=False) == Step.LISTS
    for name in ("years/2023/index.html", "404.html"):
        assert step_of(name, new=False) == Step.LISTS
    for name in ("sitemap.xml", "robots.txt"):
        assert step_of(name, new=False) == Step.FEEDS
    moved = {name for name in names if step_of(name, new=True) != step_of(name, new=False)}
    assert moved == {"notices/a/index.html", "notices/index.html", "feed.xml"}
    assert {step_of(name, new=True) for name in moved} == {Step.NEW}


@pytest.mark.parametrize(
    ("name", "remote"),
    [
        ("user@host:/var/www", True),
        ("host:www", True),
        ("user@[::1]:/www", True),
        ("C:\\www", False),
        ("c:/www", False),
        ("/var/www", False),
        ("./a:b/c", False),
        ("-oProxyCommand=x:y", False),
        ("-l@host:y", False),
        ("user@-oProxyCommand=x:y", False),
        ("host::module", False),
    ],
)
def test_what_is_another_machine(name: str, remote: bool) -> None:
    assert is_remote(name) == remote


def test_a_site_is_published_and_then_what_changed(
    tmp_path: Path, target: tuple[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    named, folder = target
    site = make_site(tmp_path / "site", OLD)
    assert publish(site, named) == 0
    assert tree(folder) == tree(site)
    assert "新增 9 个文件，更新 0 个，删除 0 个" in capsys.readouterr().out
    (folder / "foreign.txt").write_text("not ours")
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}

    assert publish(site, named) == 0
    said = capsys.readouterr().out
    assert "已是最新，没有改动" in said
    assert "另有 1 个文件不是这个程序发布的，没有动：\n  foreign.txt" in said
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before

    make_site(site, NEW)
    assert publish(site, named, "--dry-run") == 0
    said = capsys.readouterr().out
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before
    listed = [line.partition("（")[0] for line in said.splitlines() if line[:2] in ("新增", "更新")]
    assert listed == [
        "新增  search/t-2.js",
        "新增  notices/c/index.html",
        "更新  notices/index.html",
        "更新  search/index.js",
        "更新  index.html",
        "更新  manifest.json",
    ]
    assert "删除  notices/b/index.html\n删除  search/t-1.js\n" in said
    assert "新增 2 个文件，更新 4 个，删除 2 个" in said

    assert publish(site, named) == 0
    said = capsys.readouterr().out
    assert "新增 2 个文件，更新 4 个，删除 2 个，3 个没有变化" in said
    assert tree(folder) == {**tree(site), "foreign.txt": b"not ours"}
    assert not (folder / "notices" / "b").exists(), "an empty folder stayed"
    unchanged = folder / "notices" / "a" / "index.html"
    assert unchanged.stat().st_mtime_ns == before[unchanged]
    assert publish(site, named) == 0
    assert "已是最新" in capsys.readouterr().out


def test_what_was_tampered_with_is_put_right(tmp_path: Path, target: tuple[str, Path]) -> None:
    """Even where size and time are as before."""
    named, folder = target
    site = make_site(tmp_path / "site", OLD)
    assert publish(site, named) == 0
    page = folder / "notices" / "a" / "index.html"
    times = page.stat()
    page.write_text("丁", encoding="utf-8")
    os.utime(page, ns=(times.st_atime_ns, times.st_mtime_ns))
    (folder / "notices" / "b" / "index.html").unlink()
    assert publish(site, named) == 0
    assert tree(folder) == tree(site)


def test_what_is_not_ours_is_not_overwritten_unasked(
    tmp_path: Path, target: tuple[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    named, folder = target
    site = make_site(tmp_path / "site", OLD)
    (folder / "index.html").write_text("another site")
    (folder / "notices").mkdir()
    shutil.copy(site / "notices" / "index.html", folder / "notices")
    before = tree(folder)
    assert publish(site, named) == 2
    said = capsys.readouterr().err
    assert "  index.html" in said
    assert "notices/index.html" not in said
    assert tree(folder) == before
    assert publish(site, named, "--force") == 0
    assert tree(folder) == tree(site)


@pytest.mark.parametrize("more", [(), ("--force",)])
@pytest.mark.parametrize(
    ("foreign", "blocks"),
    [("notices/a", True), ("404.html/x", True), ("notices/x", False), ("other/404.html", False)],
)
def test_what_is_where_the_site_has_something_else_is_found_before_anything_is_written(
    tmp_path: Path,
    target: tuple[str, Path],
    foreign: str,
    blocks: bool,
    more: tuple[str, ...],
    capsys: pytest.CaptureFixture[str],
) -> None:
    named, folder = target
    site = make_site(tmp_path / "site", {**OLD, "404.html": "404"})
    (folder / foreign).parent.mkdir(parents=True)
    (folder / foreign).write_text("not ours")
    assert publish(site, named, "--dry-run") == 0
    assert (f"位置：\n  {foreign}\n" in capsys.readouterr().out) == blocks
    assert publish(site, named, *more) == (2 if blocks else 0)
    assert (f"位置：\n  {foreign}\n" in capsys.readouterr().err) == blocks
    assert tree(folder) == {foreign: b"not ours", **({} if blocks else tree(site))}


def test_a_page_is_deleted_before_what_it_leads_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever is on an old list when the deletions stop finds its notices still there."""
    site, target = (
        make_site(tmp_path / "site", OLD | {"years/2023/index.html": "乙"}),
        tmp_path / "t",
    )
    assert publish(site, str(target)) == 0
    make_site(site, {"index.html": "首页"})
    gone: list[str] = []
    unlink = Path.unlink

    def watched(path: Path, *, missing_ok: bool = False) -> None:
        gone.append(path.name if path.name[0] == "." else path.relative_to(target).as_posix())
        unlink(path, missing_ok=missing_ok)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", watched)
        assert publish(site, str(target)) == 0
    assert [name for name in gone if name[0] != "."] == [
        "notices/index.html",
        "search/index.js",
        "years/2023/index.html",
        "notices/a/index.html",
        "notices/b/index.html",
        "data/甲.json",
        "search/t-1.js",
        "assets/a b.css",
    ]


def test_a_file_and_a_folder_may_change_into_each_other(
    tmp_path: Path, target: tuple[str, Path]
) -> None:
    named, folder = target
    site = make_site(tmp_path / "site", {"index.html": "1", "a": "file", "b/c/d": "folder"})
    assert publish(site, named) == 0
    make_site(site, {"index.html": "1", "a/x": "folder", "b": "file"})
    assert publish(site, named) == 0
    assert tree(folder) == tree(site)
    assert verified(folder)


def test_a_signature_goes_with_the_manifest(tmp_path: Path, target: tuple[str, Path]) -> None:
    named, folder = target
    site = make_site(tmp_path / "site", OLD)
    (site / "manifest.json.minisig").write_text("signature")
    assert publish(site, named) == 0
    assert tree(folder) == tree(site)
    (site / "manifest.json.minisig").unlink()
    assert publish(site, named) == 0
    assert tree(folder) == tree(site)


def test_an_upload_that_never_ended_is_cleared_up_by_that_of_a_later_site(
    tmp_path: Path, target: tuple[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    named, folder = target
    site = make_site(tmp_path / "site", OLD)
    assert publish(site, named) == 0
    make_site(site, {**OLD, "search/t-9.js": "only in a site that was never wholly published"})
    which = "folder.FolderTarget" if named == str(folder) else "remote.RsyncTarget"
    target_class = f"site_builder.publishing.{which}"

    def lost(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(f"{target_class}.finish", lost)
        put = getattr(sys.modules[target_class.rpartition(".")[0]], which.partition(".")[2]).put

        def only_first(*arguments: object) -> None:
            put(*arguments)
            raise KeyboardInterrupt

        patch.setattr(f"{target_class}.put", only_first)
        assert publish(site, named) == 2
    assert (folder / "search" / "t-9.js").is_file()
    assert (folder / JOURNAL).is_file()
    make_site(site, NEW)
    assert publish(site, named) == 0
    assert tree(folder) == tree(site)


def test_what_cannot_be_published_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    site = make_site(tmp_path / "site", OLD)
    target = tmp_path / "target"
    cases: list[tuple[list[str], str]] = [
        ([str(target), "--site-dir", "nowhere"], "里没有生成好的网站"),
        ([str(target)], "找不到配置文件"),
        ([str(site), "--site-dir", str(site)], "就是同一个"),
        ([str(site / "x"), "--site-dir", str(site)], "一个在另一个里面"),
        ([str(tmp_path), "--site-dir", str(site)], "一个在另一个里面"),
        ([str(tmp_path / "a" / "b"), "--site-dir", str(site)], "没有地方放"),
        ([str(site / "index.html" / "b"), "--site-dir", str(site)], "一个在另一个里面"),
        ([str(tmp_path / "file"), "--site-dir", str(site)], "是文件，不是文件夹"),
        (["host:", "--site-dir", str(site)], "没有写明服务器上的文件夹"),
        (["user@host:", "--site-dir", str(site)], "没有写明服务器上的文件夹"),
        (["host::module", "--site-dir", str(site)], "没有写明服务器上的文件夹"),
    ]
    (tmp_path / "file").write_text("a file")
    there = tree(tmp_path)
    for arguments, words in cases:
        assert main(["publish", *arguments]) == 2
        assert words in capsys.readouterr().err
    assert tree(tmp_path) == there
    (site / "index.html").write_text("changed")
    assert publish(site, str(target)) == 2
    assert "与它的清单不一致：index.html" in capsys.readouterr().err
    (site / "manifest.json").unlink()
    assert publish(site, str(target)) == 2
    assert "没有清单" in capsys.readouterr().err
    assert not target.exists()
    monkeypatch.setenv("PATH", "")
    make_site(site, OLD)
    assert publish(site, "host:/x") == 2
    assert "apt install rsync" in capsys.readouterr().err


def test_a_file_of_the_site_that_cannot_be_read_is_not_said_to_be_changed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """To build again, as where one was changed, would not help."""
    site = make_site(tmp_path / "site", OLD)

    def denied(folder: Path, name: str) -> Listed:
        raise PermissionError(13, "Permission denied", str(folder / name))

    monkeypatch.setattr("site_builder.integrity.comparing.listed", denied)
    assert publish(site, str(tmp_path / "target")) == 2
    said = capsys.readouterr().err
    assert "读不了：没有权限。没有发布" in said
    assert "site-builder build" not in said
    assert not (tmp_path / "target").exists()


def test_no_site_gets_among_what_it_is_made_of(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    config = make_project(tmp_path / "project", {"a.yml": NOTICE})
    assert build(config) == 0
    monkeypatch.chdir(config.parent)
    before = tree(config.parent)
    for target in ("content", "notices", "notices/served"):
        for more in ([], ["--site-dir", "site"]):
            assert main(["publish", target, *more]) == 2
            assert "会混在里面" in capsys.readouterr().err
    assert tree(config.parent) == before
    assert main(["publish", "served"]) == 0


def test_a_lost_connection_is_explained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if not shutil.which("rsync"):
        pytest.skip("rsync is not here")
    monkeypatch.setenv("RSYNC_RSH", "false")
    site = make_site(tmp_path / "site", OLD)
    assert publish(site, "host:/x") == 2
    said = capsys.readouterr().err
    assert "rsync 没有成功" in said
    assert "接着做" in said


def test_links_in_the_target_lead_nobody_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = make_site(tmp_path / "site", OLD)
    target, elsewhere = tmp_path / "target", tmp_path / "elsewhere"
    target.mkdir()
    elsewhere.mkdir()
    (elsewhere / "kept").write_text("kept")
    try:
        (target / "notices").symlink_to(elsewhere, target_is_directory=True)
        (target / "index.html").symlink_to(elsewhere / "kept")
    except OSError:
        pytest.skip("no links here")
    assert publish(site, str(target), "--force") == 2
    assert "指向别处的链接" in capsys.readouterr().err
    assert tree(elsewhere) == {"kept": b"kept"}
    (target / "notices").unlink()
    assert publish(site, str(target), "--force") == 0
    assert tree(target) == tree(site)
    assert tree(elsewhere) == {"kept": b"kept"}
    # Nor does a manifest from elsewhere.
    make_site(site, NEW)
    evil = (target / "manifest.json").read_text(encoding="utf-8")
    (target / "manifest.json").write_text(
        evil.replace("notices/b/index.html", "../site/index.html")
    )
    assert publish(site, str(target), "--force") == 0
    assert verified(site)


def test_a_second_upload_waits_for_no_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from site_builder import swapping
    from site_builder.publishing.folder import FolderTarget

    monkeypatch.setattr(swapping, "_PATIENCE", 0.1)
    site = make_site(tmp_path / "site", OLD)
    with FolderTarget(tmp_path / "target").held():
        assert publish(site, str(tmp_path / "target")) == 2
    assert "另一个程序正在发布" in capsys.readouterr().err
    assert not list((tmp_path / "target").iterdir())


# Interruptions

# Ends the process with SIGKILL just before the n-th change to the target.
KILLED_AT = """
import os, signal, sys
count = 0
def count_down(event, arguments):
    global count
    writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & 3
    if writes or event in ("os.rename", "os.remove", "os.rmdir", "os.mkdir"):
        if sys.argv[2] in str(arguments[0]):
            count += 1
            if count == int(sys.argv[1]):
                os.kill(os.getpid(), signal.SIGKILL)
from site_builder.cli import main
sys.addaudithook(count_down)
main(["publish", sys.argv[2], "--site-dir", sys.argv[3]])
print(count)
"""


def works(folder: Path) -> None:
    """Assert that every page is an old or a new one, and has what it needs."""
    for name in OLD.keys() & NEW.keys():
        text = (folder / name).read_text(encoding="utf-8")
        assert text in (OLD[name], NEW[name]), name
    index = (folder / "search" / "index.js").read_text(encoding="utf-8")
    assert (folder / "search" / f"{index}.js").is_file()
    for letter in (folder / "notices" / "index.html").read_text(encoding="utf-8"):
        page = folder / "notices" / {"甲": "a", "乙": "b", "丙": "c"}[letter] / "index.html"
        assert page.read_text(encoding="utf-8") == letter


@POSIX
def test_an_upload_killed_at_any_moment_leaves_a_site_that_works(tmp_path: Path) -> None:
    site, target = tmp_path / "site", tmp_path / "target"
    make_site(site, OLD)
    assert publish(site, str(target)) == 0
    start = tmp_path / "start"
    shutil.copytree(target, start)
    make_site(site, NEW)

    def killed_at(step: int) -> subprocess.CompletedProcess[str]:
        shutil.rmtree(target)
        shutil.copytree(start, target)
        command = [sys.executable, "-c", KILLED_AT, str(step), str(target), str(site)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    changes = int(killed_at(0).stdout.splitlines()[-1])
    assert changes > 20
    every = 1 if os.environ.get("GONGKAI_KILLS") else 3
    for step in [*range(1, changes, every), changes]:
        assert killed_at(step).returncode == -signal.SIGKILL
        works(target)
        assert publish(site, str(target)) == 0
        assert tree(target) == tree(site), step


def test_a_full_disk_leaves_a_site_that_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    site, target = tmp_path / "site", tmp_path / "target"
    replace: Callable[[Path, Path], Path] = Path.replace
    for at in range(1, 8):
        shutil.rmtree(target, ignore_errors=True)
        make_site(site, OLD)
        assert publish(site, str(target)) == 0
        make_site(site, NEW)
        done = 0

        def full(self: Path, other: Path, at: int = at) -> Path:
            nonlocal done
            done += 1
            if done == at:
                self.write_bytes(self.read_bytes()[:1])
                raise OSError(errno.ENOSPC, "full", str(self))
            return replace(self, other)

        with monkeypatch.context() as patch:
            patch.setattr(Path, "replace", full)
            capsys.readouterr()
            assert publish(site, str(target)) == 2
        assert "磁盘满了" in capsys.readouterr().err
        works(target)
        assert publish(site, str(target)) == 0
        assert tree(target) == tree(site)


def test_a_real_site_is_published_with_every_link_alive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After each step, all that the pages there load and link to is there."""
    config = make_project(tmp_path, {f"n{i}.yml": NOTICE for i in range(2)})
    text = config.read_text(encoding="utf-8").replace("  - search:\n      lang: zh\n", "")
    config.write_text(text, encoding="utf-8")
    assert build(config) == 0
    target = tmp_path / "served"
    assert main(["publish", str(target), "-f", str(config)]) == 0
    assert verified(target)
    (tmp_path / "notices" / "n1.yml").unlink()
    (tmp_path / "notices" / "n9.yml").write_text(
        NOTICE.replace("示例局", "另一局") + "published: 2024-05-01\n", encoding="utf-8"
    )
    assert build(config) == 0

    def check() -> None:
        for page in target.rglob("*.html"):
            soup = BeautifulSoup(page.read_text(encoding="utf-8"), "lxml")
            for tag in soup.select("[src], a[href], link[href]"):
                link = str(tag.get("src") or tag.get("href")).partition("#")[0].partition("?")[0]
                if not link or ":" in link or link.startswith("/"):
                    continue
                path = page.parent / link
                assert path.exists(), (page, link)
                assert not path.is_dir() or (path / "index.html").is_file(), (page, link)

    from site_builder.publishing.folder import FolderTarget

    put, remove = FolderTarget.put, FolderTarget.remove
    steps = 0

    def checked(self: FolderTarget, site: Path, files: Sequence[Listed], tick: Tick | None) -> None:
        nonlocal steps
        put(self, site, files, tick)
        steps += 1
        check()

    def checked_before(self: FolderTarget, names: Sequence[str]) -> None:
        check()
        remove(self, names)
        check()

    monkeypatch.setattr(FolderTarget, "put", checked)
    monkeypatch.setattr(FolderTarget, "remove", checked_before)
    assert main(["publish", str(target), "-f", str(config)]) == 0
    assert steps >= 5
    assert tree(target) == tree(tmp_path / "site")
