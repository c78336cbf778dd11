"""The public folder is the old site or the new one, whole, at whatever moment a build ends.

Builds run in processes of their own and are killed there: at random moments, and at each of the
steps in which folders change places.
"""

from __future__ import annotations

import errno
import os
import random
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from site_builder import swapping
from site_builder.cli import main
from site_builder.swapping import BusyError, locked, made_beside
from tests.support import NOTICE, build, make_project, tree

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
USUAL = {"content", "notices", "mkdocs.yml", "site", ".cache"}
# By hand: GONGKAI_KILLS=50.
KILLS = int(os.environ.get("GONGKAI_KILLS", "12"))

BUILD = "import sys; from site_builder.cli import main; sys.exit(main(sys.argv[1:]))"
# Ends the process with SIGKILL just before the n-th change to a folder after the site is written.
KILLED_AT = """
import os, signal, sys
from pathlib import Path
from site_builder import swapping
{exchange}
count = 0
def count_down(event, arguments):
    global count
    if event in ("os.rename", "os.remove", "os.rmdir", "os.mkdir", "ctypes.dlopen"):
        if any(".site." in str(argument) for argument in arguments) or event == "ctypes.dlopen":
            count += 1
            if count == int(sys.argv[1]):
                os.kill(os.getpid(), signal.SIGKILL)
from site_builder import theme_bridge
flush = swapping.flush
def begin(folder):
    flush(folder)
    sys.addaudithook(count_down)
swapping.flush = begin
from site_builder.cli import main
sys.exit(main(sys.argv[2:]))
"""
NO_EXCHANGE = "swapping.exchange = lambda one, other: False"


def verified(folder: Path) -> bool:
    return main(["verify", str(folder)]) == 0


def versions(folder: Path) -> tuple[Path, bytes, bytes]:
    """Make a project with its site, and the manifests of that and of the site to come."""
    config = make_project(folder, {f"n{i}.yml": NOTICE for i in range(3)})
    assert build(config) == 0
    old = (folder / "site" / "manifest.json").read_bytes()
    (folder / "notices" / "new.yml").write_text(NOTICE, encoding="utf-8")
    assert build(config, site_dir=folder / "other" / "site") == 0
    new = (folder / "other" / "site" / "manifest.json").read_bytes()
    assert old != new
    return config, old, new


@POSIX
@pytest.mark.parametrize("many", [False, True], ids=["one process", "workers"])
def test_a_build_killed_at_any_moment_leaves_a_whole_site(tmp_path: Path, many: bool) -> None:
    config = make_project(tmp_path, {f"n{i}.yml": NOTICE for i in range(120 if many else 3)})
    assert build(config) == 0
    manifest = tmp_path / "site" / "manifest.json"
    start = time.monotonic()
    (tmp_path / "notices" / "new.yml").write_text(NOTICE, encoding="utf-8")
    subprocess.run([sys.executable, "-c", BUILD, "build", "-f", str(config)], check=True)
    whole = time.monotonic() - start
    chance = random.Random(1)
    known = {manifest.read_bytes()}
    for number in range(KILLS // 2):
        added = tmp_path / "notices" / "new.yml"
        added.unlink() if added.exists() else added.write_text(NOTICE, encoding="utf-8")
        assert build(config, site_dir=tmp_path / "other" / "site") == 0
        known.add((tmp_path / "other" / "site" / "manifest.json").read_bytes())
        process = subprocess.Popen([sys.executable, "-c", BUILD, "build", "-f", str(config)])
        # The later part of a build is when it writes.
        time.sleep(whole * chance.uniform(0.3, 1.05))
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert verified(tmp_path / "site"), number
        assert manifest.read_bytes() in known
    assert len(known) == 2
    assert build(config) == 0
    assert {path.name for path in tmp_path.iterdir()} == USUAL | {"other"}


@POSIX
@pytest.mark.parametrize("exchange", ["", NO_EXCHANGE], ids=["exchange", "two renames"])
def test_a_build_killed_while_folders_change_places_can_be_mended(
    tmp_path: Path, exchange: str, capsys: pytest.CaptureFixture[str]
) -> None:
    config, old, new = versions(tmp_path)
    site = tmp_path / "site"
    away = 0
    for step in range(1, 9):
        script = KILLED_AT.format(exchange=exchange)
        arguments = [sys.executable, "-c", script, str(step), "build", "-f", str(config)]
        status = subprocess.run(arguments, check=False).returncode
        if site.exists():
            assert verified(site)
            assert (site / "manifest.json").read_bytes() in (old, new)
        else:
            away += 1
            (left,) = tmp_path.glob(".site.old-*")
            capsys.readouterr()
            assert main(["verify", str(site)]) == 2
            assert str(left) in capsys.readouterr().err
            assert verified(left)
        # A build with faults mends as well, and makes no other site.
        (tmp_path / "notices" / "bad.yml").write_text("titel: 甲\n", encoding="utf-8")
        assert build(config) == 1
        (tmp_path / "notices" / "bad.yml").unlink()
        assert verified(site)
        assert {path.name for path in tmp_path.iterdir()} == USUAL | {"other"}
        # The old site again, for the next step.
        if status == 0:
            break
        (tmp_path / "notices" / "new.yml").unlink()
        assert build(config) == 0
        (tmp_path / "notices" / "new.yml").write_text(NOTICE, encoding="utf-8")
    assert step > 2
    assert away == (1 if exchange else 0)


def test_without_an_exchange_the_folders_are_renamed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(swapping, "exchange", lambda one, other: False)
    config, _, new = versions(tmp_path)
    assert build(config) == 0
    assert (tmp_path / "site" / "manifest.json").read_bytes() == new
    assert {path.name for path in tmp_path.iterdir()} == USUAL | {"other"}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux exchanges folders")
def test_the_kernel_exchanges_folders(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x").write_text(name)
    if not swapping.exchange(tmp_path / "a", tmp_path / "b"):
        pytest.skip("this file system cannot")
    assert (tmp_path / "a" / "x").read_text() == "b"
    with pytest.raises(FileNotFoundError):
        swapping.exchange(tmp_path / "a", tmp_path / "nowhere")


def test_a_link_to_the_public_folder_stays(tmp_path: Path) -> None:
    config = make_project(tmp_path / "project", {"a.yml": NOTICE})
    (tmp_path / "public").mkdir()
    site = tmp_path / "project" / "site"
    try:
        site.symlink_to(tmp_path / "public", target_is_directory=True)
    except OSError:
        pytest.skip("no links here")
    assert build(config) == 0
    assert build(config) == 0
    assert site.is_symlink()
    assert verified(tmp_path / "public")
    assert {path.name for path in tmp_path.iterdir()} == {"project", "public"}


def test_the_second_of_two_builds_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(swapping, "_PATIENCE", 0.2)
    config = make_project(tmp_path, {"a.yml": NOTICE})
    assert build(config) == 0
    before = tree(tmp_path / "site")
    (tmp_path / "notices" / "b.yml").write_text(NOTICE, encoding="utf-8")
    with locked(tmp_path / "site") as alone:
        assert alone
        half = tmp_path / ".site.new-1"
        half.mkdir()
        assert build(config) == 2
        assert half.is_dir(), "what another build is at was removed"
    assert "另一个程序正在生成" in capsys.readouterr().err
    assert tree(tmp_path / "site") == before
    assert build(config) == 0
    assert {path.name for path in tmp_path.iterdir()} == USUAL


@POSIX
def test_many_builds_at_once_leave_one_whole_site(tmp_path: Path) -> None:
    config = make_project(tmp_path, {"a.yml": NOTICE})
    command = [sys.executable, "-c", BUILD, "build", "-f", str(config)]
    processes = [subprocess.Popen(command, stderr=subprocess.DEVNULL) for _ in range(4)]
    statuses = {process.wait(60) for process in processes}
    assert statuses <= {0, 2}
    assert 0 in statuses
    assert verified(tmp_path / "site")
    assert {path.name for path in tmp_path.iterdir()} == USUAL


def test_a_lock_can_be_had_again_and_leaves_nothing(tmp_path: Path) -> None:
    for _ in range(3):
        with locked(tmp_path / "site") as alone:
            assert alone
            assert [path.name for path in tmp_path.iterdir()] == [".site.lock"]
        assert not list(tmp_path.iterdir())


def test_a_lock_of_this_process_keeps_itself_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(swapping, "_PATIENCE", 0.1)
    with locked(tmp_path / "site"), pytest.raises(BusyError), locked(tmp_path / "site"):
        pass


def test_a_folder_with_the_sources_is_not_replaced(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = make_project(tmp_path / "project", {"a.yml": NOTICE})
    for folder in (tmp_path, tmp_path / "project", tmp_path / "project" / "content"):
        assert build(config, site_dir=folder) == 2
        assert "整体替换时会丢失" in capsys.readouterr().err
    assert config.is_file()
    assert build(config, site_dir=config) == 2
    assert config.is_file()


def test_a_file_in_the_place_of_the_site_is_called_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = make_project(tmp_path, {"a.yml": NOTICE})
    (tmp_path / "site").write_text("")
    assert build(config) == 2
    assert f"{tmp_path / 'site'} 读不了或写不了：已经有同名的文件" in capsys.readouterr().err


@POSIX
def test_a_site_that_was_protected_from_being_written_to_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or every build would leave one more whole site beside the new one."""
    config = make_project(tmp_path / "project", {"a.yml": NOTICE})
    assert build(config) == 0
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    site = tmp_path / "project" / "site"
    (site / "notices" / "link").symlink_to(elsewhere)
    folders = [site, *(path for path in site.rglob("*") if path.is_dir())]
    for folder in folders:
        folder.chmod(0o555)
    remove = shutil.rmtree

    def remove_as_a_user(path: Path, **options: Any) -> None:
        """Root, who may run the tests, can remove all."""
        inside = [path, *(one for one in Path(path).rglob("*") if not one.is_symlink())]
        if all(one.stat().st_mode & stat.S_IWUSR for one in inside if one.is_dir()):
            remove(path, **options)

    monkeypatch.setattr(shutil, "rmtree", remove_as_a_user)
    assert build(config) == 0
    assert {path.name for path in config.parent.iterdir()} == USUAL
    assert elsewhere.stat().st_mode & 0o777 == 0o555


@pytest.mark.parametrize("exchange", [True, False], ids=["exchange", "two renames"])
def test_a_refused_swap_puts_the_old_site_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exchange: bool
) -> None:
    config, old, _ = versions(tmp_path)
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if ".new-" in self.name:
            raise PermissionError(errno.EACCES, "refused", str(target))
        return rename(self, target)

    def refused(one: Path, other: Path) -> bool:
        if exchange:
            raise PermissionError(errno.EACCES, "refused", str(other))
        return False

    monkeypatch.setattr(Path, "rename", refuse)
    monkeypatch.setattr(swapping, "exchange", refused)
    assert build(config) == 2
    assert (tmp_path / "site" / "manifest.json").read_bytes() == old
    assert verified(tmp_path / "site")
    assert {path.name for path in tmp_path.iterdir()} == USUAL | {"other"}


# A full disk at each file that is written


class FullDisk:
    """Refuses the n-th file that is opened for writing below a build's folder.

    An audit hook cannot be taken away, so there is one, which is usually at rest.
    """

    def __init__(self) -> None:
        self.at = self.count = 0
        self.on = False
        sys.addaudithook(self._hook)

    def _hook(self, event: str, arguments: tuple) -> None:
        if not self.on or event not in ("open", "os.mkdir"):
            return
        path = os.fsdecode(arguments[0]) if not isinstance(arguments[0], int) else ""
        if event == "os.mkdir":
            writes = not Path(path).exists()  # one that is there needs no disk
        else:
            writes = bool(arguments[2] & (os.O_WRONLY | os.O_RDWR))
        if writes and ".site.new-" in path:
            self.count += 1
            if self.count == self.at:
                raise OSError(errno.ENOSPC, "No space left on device", path)

    def during(self, work: Callable[[], int], at: int) -> int:
        self.at, self.count, self.on = at, 0, True
        try:
            return work()
        finally:
            self.on = False


@pytest.fixture(scope="module")
def full_disk() -> FullDisk:
    return FullDisk()


def test_a_full_disk_leaves_the_old_site(
    tmp_path: Path, full_disk: FullDisk, capsys: pytest.CaptureFixture[str]
) -> None:
    config, old, _ = versions(tmp_path)
    files = tree(tmp_path / "site")
    assert full_disk.during(lambda: build(config, site_dir=tmp_path / "x" / "site"), 0) == 0
    writes = full_disk.count
    assert writes > 60
    chosen = {1, 2, writes, *random.Random(2).sample(range(1, writes), 12)}
    for at in sorted(chosen):
        capsys.readouterr()
        # All files are to be written, none to be taken of the site before.
        shutil.rmtree(tmp_path / ".cache")
        assert full_disk.during(lambda: build(config), at) == 2, at
        assert "磁盘满了" in capsys.readouterr().err
        assert tree(tmp_path / "site") == files
    assert (tmp_path / "site" / "manifest.json").read_bytes() == old
    assert {path.name for path in tmp_path.iterdir()} == USUAL | {"other", "x"}


def test_where_the_system_does_not_say_which_file_none_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "full")

    config, _, _ = versions(tmp_path)
    files = tree(tmp_path / "site")
    shutil.rmtree(tmp_path / ".cache")
    monkeypatch.setattr(os, "write", full)
    assert build(config) == 2
    said = capsys.readouterr().err
    assert "磁盘满了" in said
    assert "None" not in said
    assert tree(tmp_path / "site") == files


def test_a_disk_full_in_the_middle_of_a_file_leaves_the_old_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config, _, _ = versions(tmp_path)
    before = tree(tmp_path / "site")
    write = Path.write_bytes

    def half(self: Path, data: bytes) -> int:
        if self.name == "manifest.json":
            write(self, data[: len(data) // 2])
            raise OSError(errno.ENOSPC, "full", str(self))
        return write(self, data)

    monkeypatch.setattr(Path, "write_bytes", half)
    assert build(config) == 2
    assert tree(tmp_path / "site") == before


def test_what_the_disk_does_not_take_is_no_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(folder: Path) -> None:
        raise OSError(errno.EIO, "refused", str(folder))

    monkeypatch.setattr(swapping, "flush", refuse)
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "x").write_text("old")
    with pytest.raises(OSError, match="refused"), made_beside(tmp_path / "site") as fresh:
        fresh.mkdir()
    assert tree(tmp_path) == {"site/x": b"old"}


# The same input, the same bytes

REPRODUCED = """
import os, sys
os.cpu_count = lambda: int(sys.argv[1])
os.umask(int(sys.argv[2], 8))
from site_builder.cli import main
sys.exit(main(["build", "-f", sys.argv[3]]))
"""


def test_two_machines_give_the_same_bytes(tmp_path: Path) -> None:
    """Differing in cores, folder, time zone, language, hash seed, umask and the order of files."""
    notices: dict[str, str | bytes] = {
        f"n{i:03}.yml": f"published: 2023-01-{i % 28 + 1:02}\n{NOTICE}" for i in range(110)
    }
    here, there = tmp_path / "here", tmp_path / "there" / "deeper"
    one = make_project(here, notices)
    other = make_project(there, dict(reversed(notices.items())))
    for path in sorted(there.rglob("*.yml")):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    for config in (one, other):  # the site's own search
        text = config.read_text(encoding="utf-8").replace("  - search:\n      lang: zh\n", "")
        config.write_text(text, encoding="utf-8")
    variants = (
        (one, "1", "022", {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "1"}),
        (
            other,
            "2",
            "077",
            {
                "TZ": "Asia/Shanghai",
                "LC_ALL": "zh_CN.UTF-8",
                "LANG": "zh_CN.UTF-8",
                "PYTHONHASHSEED": "2",
                "PYTHONUTF8": "0",
            },
        ),
    )
    for config, cores, umask, environment in variants:
        command = [sys.executable, "-c", REPRODUCED, cores, umask, str(config)]
        subprocess.run(command, env={**os.environ, **environment}, cwd=config.parent, check=True)
    ours, theirs = tree(here / "site"), tree(there / "site")
    assert [name for name in ours if ours[name] != theirs.get(name)] == []
    assert ours == theirs
    assert ours["manifest.json"]
    for name, data in ours.items():
        assert str(tmp_path).encode() not in data, name
