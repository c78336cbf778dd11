"""Beyond some thousand notices what was read is not kept: the same site, and the same faults."""

from __future__ import annotations

import pickle
import shutil
from pathlib import Path
from zlib import crc32

import pytest

from site_builder.open_data.segments import Segments
from site_builder.outputs.segment import DamagedSegmentError
from site_builder.pipeline.aside import Aside, taken_back
from site_builder.reading.notice_file import NoticeFile, read_notice
from tests.support import build, many_notices_project, tree

MANY = "site_builder.pipeline.loading.MANY"


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a built site: drafts, one of which a public notice names, and withdrawn."""
    config = many_notices_project(tmp_path_factory.mktemp("few"))
    notices = config.parent / "notices"
    add(notices / "n003.yml", "state: draft\n")
    add(notices / "n005.yml", "previous: n003\n")
    add(notices / "n007.yml", "withdrawn:\n  date: 2024-01-02\n  reason: 内容有误\n")
    assert build(config) == 0
    return config


@pytest.fixture
def project(few: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same, unbuilt, as one of many notices."""
    monkeypatch.setattr(MANY, 50)
    folder = tmp_path / "project"
    shutil.copytree(few.parent, folder, ignore=shutil.ignore_patterns(".cache", "site"))
    return folder / few.name


def add(path: Path, line: str) -> None:
    path.write_text(line + path.read_text("utf-8"), "utf-8")


@pytest.mark.parametrize("cores", [1, 2])
def test_the_site_is_the_same(
    few: Path, project: Path, cores: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: cores)
    expected = tree(few.parent / "site")
    assert len(expected) > 200
    assert build(project) == 0
    assert tree(project.parent / "site") == expected


def test_a_notice_is_read_once(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    read: list[str] = []

    def counted(path: Path, *names: str) -> NoticeFile:
        read.append(path.stem)
        return read_notice(path, *names)

    for step in ("load_step", "keeping"):
        monkeypatch.setattr(f"site_builder.pipeline.{step}.read_notice", counted)
    assert build(project) == 0
    # All but the one that names a draft: its page is without that name, and so is its data.
    assert {name for name in read if read.count(name) > 1} == {"n005"}
    assert len(set(read)) == len(list((project.parent / "notices").glob("*.yml")))


def test_nothing_is_left_aside(project: Path) -> None:
    assert build(project) == 0
    left = {path.suffix for path in (project.parent / ".cache").rglob("segments/*")}
    assert left == {".data", ".index"}


def test_a_build_that_fails_leaves_nothing_behind(project: Path) -> None:
    assert build(project) == 0
    cached = tree(project.parent / ".cache")
    # Below fifty new ones they would be kept in memory.
    for path in (project.parent / "notices").glob("n*.yml"):
        add(path, "# 有改动\n")
    broken = project.parent / "notices" / "broken.yml"
    broken.write_text("title: [\n", "utf-8")
    assert build(project) == 1
    assert tree(project.parent / ".cache") == cached


@pytest.mark.parametrize("cores", [1, 2])
@pytest.mark.parametrize("how", ["changed", "cut", "gone"])
def test_what_was_put_aside_and_damaged_is_made_anew(
    few: Path, project: Path, how: str, cores: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: cores)
    damaged: list[Path] = []

    def damage(*_: object) -> None:
        for path in (project.parent / ".cache").rglob("*.prepared"):
            data = path.read_bytes()
            if how == "gone":
                path.unlink()
            elif how == "cut":
                path.write_bytes(data[:-1])
            else:
                path.write_bytes(data[:5000] + bytes([data[5000] ^ 1]) + data[5001:])
            damaged.append(path)

    monkeypatch.setattr("site_builder.plugin.prepare_ahead", damage)
    assert build(project) == 0
    assert damaged
    assert tree(project.parent / "site") == tree(few.parent / "site")


class Touching:
    """Makes a file when it is unpickled by somebody who trusts what he reads."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (self.path,)


def test_what_was_put_aside_and_forged_runs_no_code(tmp_path: Path) -> None:
    there = tmp_path / "there"
    forged = pickle.dumps(Touching(there))
    (tmp_path / "x.prepared").write_bytes(forged)
    aside = Aside(str(tmp_path / "x.prepared"), 0, len(forged), crc32(forged))
    assert taken_back(aside) is None
    assert not there.exists()
    pickle.loads(forged)
    assert there.exists()


def test_without_open_data_too(few: Path, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for config in (few, project):
        text = config.read_text("utf-8")
        changed = text.replace("  - gongkai", "  - gongkai:\n      open_data: false")
        assert changed != text
        (config.parent / "other.yml").write_text(changed, "utf-8")
    assert build(project.parent / "other.yml", site_dir=project.parent / "many") == 0
    monkeypatch.undo()
    assert build(few.parent / "other.yml", site_dir=project.parent / "few") == 0
    assert tree(project.parent / "many") == tree(project.parent / "few")


def test_two_files_with_the_same_in_them_are_a_fault(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    notices = project.parent / "notices"
    add(notices / "n009.yml", "id: one\n")
    shutil.copy(notices / "n009.yml", notices / "n009-copy.yml")
    (notices / "n010.yml").write_text("title: [\n", "utf-8")
    assert build(project) == 1
    said = capsys.readouterr().err
    assert "N112" in said
    assert "n010.yml:" in said
    assert "Traceback" not in said


def test_pieces_that_were_damaged_meanwhile_are_made_anew(
    few: Path, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    read = Segments.read
    failed: list[object] = []

    def damaged(self: Segments, placed: tuple[Path, object], part: int) -> memoryview:
        if not failed:
            failed.append(placed)
            raise DamagedSegmentError(str(placed[0]))
        return read(self, placed, part)  # type: ignore[arg-type]

    monkeypatch.setattr(Segments, "read", damaged)
    assert build(project) == 0
    assert failed
    assert tree(project.parent / "site") == tree(few.parent / "site")
