"""`site-builder build` for those who watch it, and for programs that run it."""

from __future__ import annotations

import errno
import gc
import json
import os
import pstats
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from site_builder import __version__
from site_builder.cli import main
from site_builder.phases import LABELS
from tests.support import NOTICE, ROOT, make_project, tree

WARNED = NOTICE.replace("problem: 制度执行不严", "problem: 制度执行不严 # 后面的字")
FAULTY = NOTICE.replace("sections:", "sektions:")
DRAFT = f"state: draft\n{NOTICE}"
SCHEDULED = f"publish_at: 2030-01-02T09:00:00+08:00\n{NOTICE}"
NOW = "2026-12-01T09:00+08:00"


def run(config: Path, *arguments: str) -> int:
    return main(["build", "-f", str(config), *arguments])


def document(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """Return what was printed: one document and nothing else."""
    loaded: dict[str, Any] = json.loads(capsys.readouterr().out)
    return loaded


# --json


def test_a_program_is_told_what_was_built(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    notices = {"a.yml": NOTICE, "b.yml": NOTICE, "c.yml": DRAFT, "d.yml": SCHEDULED}
    config = make_project(tmp_path, {**notices})
    assert run(config, "--json", "--now", NOW) == 0
    told = document(capsys)
    site = tree(tmp_path / "site")
    assert told["folder"] == str(tmp_path / "site")
    assert (told["version"], told["error"], told["preview"]) == (__version__, None, False)
    assert (told["notices"], told["files"]) == (2, len(site))
    assert told["bytes"] == sum(map(len, site.values()))
    assert told["held"]["drafts"] == 1
    (moment,) = told["held"]["scheduled"]
    assert datetime.fromisoformat(moment) == datetime.fromisoformat("2030-01-02T09:00+08:00")
    assert told["cores"] >= 1
    assert told["memory"] is None or told["memory"]["process"] > 1 << 20


def test_the_phases_add_up_and_have_names_that_stay(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(make_project(tmp_path, {"a.yml": NOTICE}), "--json") == 0
    told = document(capsys)
    names = [phase["name"] for phase in told["phases"]]
    assert {"start", "read", "content", "manifest", "swap", "other"} <= set(names)
    assert names == [name for name in LABELS if name in names]
    for phase in told["phases"]:
        assert phase.keys() == {"name", "label", "seconds", "cpu", "count"}
        assert phase["label"] == LABELS[phase["name"]]
        assert phase["seconds"] >= 0
        assert phase["cpu"] >= 0
    total = sum(phase["seconds"] for phase in told["phases"])
    assert total == pytest.approx(told["seconds"], abs=0.01)


def test_a_preview_says_that_it_is_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = make_project(tmp_path, {"a.yml": NOTICE, "b.yml": DRAFT})
    assert run(config, "--json", "--preview") == 0
    told = document(capsys)
    assert (told["folder"], told["preview"]) == (str(tmp_path / "preview"), True)
    assert (told["notices"], told["held"]["drafts"]) == (2, 0)


def test_a_program_is_told_of_faults(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = make_project(tmp_path, {"a.yml": FAULTY})
    assert run(config, "--json") == 1
    out, err = capsys.readouterr()
    told = json.loads(out)
    assert told["error"].startswith("通报有 1 处错误")
    assert told.keys() == {"version", "error", "seconds", "phases", "cores", "memory"}
    assert "a.yml:" in err
    assert told["error"] in err


def test_a_program_is_told_what_could_not_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path / "gone.yml", "--json") == 2
    assert "gone.yml" in document(capsys)["error"]


def strictly(config: Path) -> Path:
    assert "strict: true" in config.read_text("utf-8")
    (config.parent / "content" / "index.md").write_text("[无](gone.md)\n", "utf-8")
    return config


def colliding(config: Path) -> Path:
    (config.parent / "content" / "open").mkdir()
    (config.parent / "content" / "open" / "index.md").write_text("# 甲\n", "utf-8")
    return config


def misconfigured(config: Path) -> Path:
    config.write_text(f"{config.read_text('utf-8')}\nnav: 5\n", "utf-8")
    return config


@pytest.mark.parametrize("quiet", [(), ("--quiet",)])
@pytest.mark.parametrize(
    ("spoil", "status", "reason"),
    [(strictly, 1, "gone.md"), (colliding, 1, "content/open/index.md"), (misconfigured, 2, "nav")],
)
def test_what_mkdocs_stops_for_is_told_in_chinese_with_the_reason(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    spoil: Callable[[Path], Path],
    status: int,
    reason: str,
    quiet: tuple[str, ...],
) -> None:
    config = make_project(tmp_path, {"a.yml": NOTICE})
    assert run(config, "--quiet") == 0
    before = tree(tmp_path / "site")
    assert run(spoil(config), "--json", *quiet) == status
    out, err = capsys.readouterr()
    error = json.loads(out)["error"]
    assert "没有生成网站：" in error
    assert reason in error
    assert error.endswith("。原有的网站没有改动。")
    assert "Aborted" not in out + err
    assert err.splitlines()[-1] == error
    assert tree(tmp_path / "site") == before


def test_many_reasons_are_cut_short(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    links = " ".join(f"[无](gone{number}.md)" for number in range(5))
    assert run(make_project(tmp_path, {"a.yml": NOTICE}, index=f"{links}\n"), "--json") == 1
    error = document(capsys)["error"]
    assert [f"gone{number}.md" in error for number in range(5)] == [True] * 3 + [False] * 2
    assert "等 5 处" in error


def test_the_documented_shape_is_the_real_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    guide = (ROOT / "docs" / "build.md").read_text("utf-8")
    (example,) = [part.partition("```")[0] for part in guide.split("```json\n")[1:]]
    assert run(make_project(tmp_path, {"a.yml": NOTICE}), "--json") == 0
    assert shape(json.loads(example)) == shape(document(capsys))


def shape(value: Any) -> Any:
    """Return the keys of a document; those of a list are of its first item."""
    if isinstance(value, dict):
        return {key: shape(one) for key, one in value.items()}
    return shape(value[0]) if isinstance(value, list) and value else None


# A disk that takes no more


def test_a_database_that_finds_no_room_is_told_of_plainly(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        with closing(sqlite3.connect(":memory:")) as database:
            database.execute("PRAGMA max_page_count=1")
            database.execute("CREATE TABLE a (b)")

    monkeypatch.setattr("site_builder.open_data.files.write_database", full)
    assert run(make_project(tmp_path, {"a.yml": NOTICE}), "--json") == 2
    assert document(capsys)["error"] == "没有生成网站：磁盘满了。原有的网站没有改动。"


def test_a_fault_of_our_own_is_not_taken_for_one_of_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong(*_: object) -> None:
        with closing(sqlite3.connect(":memory:")) as database:
            database.execute("SELECT a")

    monkeypatch.setattr("site_builder.open_data.files.write_database", wrong)
    with pytest.raises(sqlite3.OperationalError, match="no such column"):
        run(make_project(tmp_path, {"a.yml": NOTICE}))


@pytest.mark.skipif(os.name == "nt", reason="no limit on files")
def test_a_file_that_may_not_grow_is_told_of_plainly(tmp_path: Path) -> None:
    config = make_project(tmp_path, {"a.yml": NOTICE})
    code = "import sys; from site_builder.cli import main; sys.exit(main())"
    command = [sys.executable, "-B", "-c", code, "build", "-f", str(config)]
    limited = subprocess.run(
        ["sh", "-c", 'ulimit -f 8; exec "$@"', "sh", *command],
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )
    assert limited.returncode == 2
    said = limited.stderr.splitlines()[-1]
    assert said.startswith("没有生成网站：")
    assert "文件超过系统允许的大小。原有的网站没有改动。" in said
    assert ".new-" not in said


def test_a_file_is_named_where_its_reader_looks_for_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The site lies beside its place while it is made, which is nobody else's matter."""

    def refuse(folder: Path) -> None:
        raise OSError(errno.EIO, "refused", str(folder / "index.html"))

    monkeypatch.setattr("site_builder.swapping.flush", refuse)
    assert run(make_project(tmp_path, {"a.yml": NOTICE}), "--json") == 2
    place = tmp_path / "site" / "index.html"
    assert document(capsys)["error"] == (
        f"没有生成网站：{place} 读不了或写不了：磁盘读写出错。原有的网站没有改动。"
    )


# Garbage


@pytest.mark.parametrize(("text", "status"), [(NOTICE, 0), (FAULTY, 1)])
def test_garbage_is_looked_for_again_after_a_build(tmp_path: Path, text: str, status: int) -> None:
    assert run(make_project(tmp_path, {"a.yml": text})) == status
    assert gc.isenabled()


def test_garbage_is_looked_for_again_where_nothing_could_run(tmp_path: Path) -> None:
    assert run(tmp_path / "gone.yml") == 2
    assert gc.isenabled()


# --quiet


def test_a_quiet_build_says_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = make_project(tmp_path, {"a.yml": WARNED, "b.yml": DRAFT})
    assert run(config) == 0
    loud = "".join(capsys.readouterr())
    assert "提醒" in loud
    assert "1 份草稿没有发布" in loud
    assert run(config, "--quiet") == 0
    assert "".join(capsys.readouterr()) == ""


def test_a_quiet_build_says_nothing_of_what_mkdocs_warns_of(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = make_project(tmp_path, {"a.yml": NOTICE}, index="[无](gone.md)\n")
    config.write_text(config.read_text("utf-8").replace("strict: true\n", ""), "utf-8")
    assert run(config) == 0
    assert "gone.md" in capsys.readouterr().err
    assert run(config, "--quiet") == 0
    assert "".join(capsys.readouterr()) == ""


def test_a_quiet_build_tells_of_faults(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = make_project(tmp_path, {"a.yml": FAULTY, "b.yml": WARNED})
    assert run(config, "--quiet") == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "notices/a.yml:" in err
    assert "notices/b.yml:" not in err
    assert "没有生成网站" in err


def test_quiet_and_json_go_together(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = make_project(tmp_path, {"a.yml": WARNED})
    assert run(config, "--quiet", "--json") == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["notices"] == 1
    assert err == ""


# --profile


def test_a_profile_lists_the_dearest_functions_and_is_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """All work is in this one process, or half of it would not be seen."""
    many = {f"n{number:03}.yml": NOTICE for number in range(100)}
    config = make_project(tmp_path, {**many})
    target = tmp_path / "kept.pstats"
    assert run(config, "--profile", str(target)) == 0
    err = capsys.readouterr().err
    assert "自身用时最多的 30 个函数" in err
    assert str(target) in err
    calls = {name: count[0] for (_, _, name), count in pstats.Stats(str(target)).stats.items()}  # type: ignore[attr-defined]
    assert calls["read_notice"] >= 100


def test_a_profile_leaves_the_document_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    config = make_project(tmp_path, {"a.yml": NOTICE})
    assert run(config, "--json", "--profile") == 0
    assert document(capsys)["notices"] == 1
    assert (tmp_path / "site-builder.pstats").stat().st_size > 0


def test_a_profile_that_cannot_be_kept_is_told_before_anything_is_done(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = make_project(tmp_path, {"a.yml": NOTICE})
    assert run(config, "--profile", str(tmp_path / "gone" / "a.pstats")) == 2
    assert "a.pstats" in capsys.readouterr().err
    assert not (tmp_path / "site").exists()


def test_a_profile_is_of_this_machine(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = make_project(tmp_path, {"a.yml": NOTICE})
    assert run(config, "--profile", "--executor", "dask://127.0.0.1:8786") == 2
    assert "不能与 --executor 同用" in capsys.readouterr().err


# precompress


def test_files_are_packed_where_that_is_asked_for(tmp_path: Path) -> None:
    config = make_project(tmp_path, {"a.yml": NOTICE})
    text = config.read_text("utf-8").replace("- gongkai", "- gongkai: {precompress: [gz, br]}")
    config.write_text(text, "utf-8")
    assert run(config) == 0
    site = tree(tmp_path / "site")
    listed = {file["path"] for file in json.loads(site["manifest.json"])["files"]}
    assert {"index.html.gz", "notices/a/index.html.br"} <= listed
    assert not {name for name in site if name.startswith("manifest.json.")}


def test_what_cannot_be_packed_stops_the_build_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = make_project(tmp_path, {"a.yml": NOTICE})
    text = config.read_text("utf-8").replace("- gongkai", "- gongkai: {precompress: [zst]}")
    config.write_text(text, "utf-8")
    assert run(config) == 2
    assert "“zst”不是压缩的名称" in capsys.readouterr().err
    assert not (tmp_path / "site").exists()


# What a build does without


def test_a_build_loads_no_dictionary_and_leaves_no_threads(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib; from site_builder.cli import main; status = main(sys.argv[1:]);"
        "tasks = pathlib.Path('/proc/self/task');"
        "print(status, 'numpy' in sys.modules, 'pypinyin' in sys.modules,"
        " len([*tasks.iterdir()]) if tasks.is_dir() else 1)"
    )
    config = make_project(tmp_path, {"a.yml": NOTICE})
    text = config.read_text(encoding="utf-8").replace("  - search:\n      lang: zh\n", "")
    config.write_text(text, encoding="utf-8")
    command = [sys.executable, "-c", code, "build", "-f", str(config), "--quiet"]
    # Whoever asks for threads gets them.
    environment = {name: value for name, value in os.environ.items() if "THREADS" not in name}
    # The first build of all keeps what it needs of the dictionary, where Python keeps its bytecode.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    environment["PYTHONPYCACHEPREFIX"] = str(tmp_path / "kept")
    for loads_dictionary in ("True", "False"):
        shutil.rmtree(tmp_path / ".cache", ignore_errors=True)
        result = subprocess.run(
            command, capture_output=True, text=True, check=True, env=environment
        )
        assert result.stdout.split() == ["0", "True", loads_dictionary, "1"]
