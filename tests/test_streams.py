"""Commands whose words nobody reads, or that find no room for them."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest

from site_builder.cli import main
from site_builder.commands.streams import lenient_streams
from site_builder.phases import Step
from site_builder.reporting.progress import progress_on
from tests.support import NOTICE, make_project

WARNED = NOTICE.replace("problem: 制度执行不严", "problem: 制度执行不严 # 后面的字")
FULL = Path("/dev/full")
ROOT = Path(__file__).parent.parent
needs_full_disk = pytest.mark.skipif(not FULL.exists(), reason="no disk that is always full")
needs_shell = pytest.mark.skipif(os.name == "nt", reason="no shell that closes streams")
COMMAND = [sys.executable, "-c", "import sys; from site_builder.cli import main; sys.exit(main())"]


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return make_project(tmp_path, {"a.yml": WARNED})


def in_shell(words: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command line, with `words` of the shell's behind it."""
    return subprocess.run(
        ["sh", "-c", f'"$@" {words}', "sh", *COMMAND, *arguments],
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )


# Standard error


@needs_shell
@pytest.mark.parametrize("closed", ["2>&-", "<&- 2>&-"])
def test_a_build_does_without_standard_error(config: Path, closed: str) -> None:
    result = in_shell(closed, "build", "-f", str(config))
    assert result.returncode == 0
    assert "网站已生成" in result.stdout
    assert "a.yml:" not in result.stdout
    assert (config.parent / "site" / "index.html").is_file()


@needs_shell
def test_a_build_does_without_any_stream(config: Path) -> None:
    assert in_shell("<&- >&- 2>&-", "build", "-f", str(config)).returncode == 0
    assert (config.parent / "site" / "index.html").is_file()


@needs_full_disk
def test_warnings_that_cannot_be_written_do_not_stop_a_build(config: Path) -> None:
    assert in_shell("2>/dev/full", "build", "-f", str(config)).returncode == 0
    assert (config.parent / "site" / "index.html").is_file()


@needs_full_disk
def test_faults_that_cannot_be_told_are_faults(config: Path) -> None:
    fault = NOTICE.replace("sections:", "sektions:")
    (config.parent / "notices" / "b.yml").write_text(fault, "utf-8")
    assert in_shell("2>/dev/full", "build", "-f", str(config)).returncode == 1


@needs_full_disk
def test_progress_that_cannot_be_shown_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    with FULL.open("w", buffering=1) as full:
        monkeypatch.setattr(sys, "stderr", full)
        with lenient_streams(), progress_on(sys.stderr) as listener:
            for second in range(10):
                listener.tell(Step("read", "读取和检查", second, 10, second, second))


# Standard output


def to_nobody(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command whose reader is gone."""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        return subprocess.run(
            [*COMMAND, *arguments],
            stdout=writing,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            encoding="utf-8",
        )
    finally:
        os.close(writing)


@pytest.mark.parametrize("told", [(), ("--json",)])
def test_a_reader_that_is_gone_is_left_in_peace(config: Path, told: tuple[str, ...]) -> None:
    result = to_nobody("build", "-f", str(config), *told)
    assert result.returncode == 0
    assert "Traceback" not in result.stderr
    assert "标准输出" not in result.stderr
    assert (config.parent / "site" / "index.html").is_file()


def test_a_status_is_true_whoever_reads(config: Path) -> None:
    result = to_nobody("check", str(config.parent / "notices"))
    assert (result.returncode, result.stderr) == (1, "")


@needs_full_disk
@pytest.mark.parametrize("told", [(), ("--json",)])
def test_a_site_stands_though_there_is_no_room_to_say_so(
    config: Path, told: tuple[str, ...]
) -> None:
    result = in_shell(">/dev/full", "build", "-f", str(config), *told)
    assert result.returncode == 2
    (last,) = result.stderr.splitlines()[-1:]
    assert last == "结果没有能够输出：标准输出写不了，磁盘满了。网站已经生成。"
    assert "Traceback" not in result.stderr
    assert (config.parent / "site" / "index.html").is_file()


@needs_full_disk
def test_any_command_tells_that_there_is_no_room(config: Path) -> None:
    result = in_shell(">/dev/full", "check", str(config.parent / "notices"))
    assert result.returncode == 2
    assert result.stderr == "结果没有能够输出：标准输出写不了，磁盘满了。\n"


@needs_full_disk
def test_a_failed_build_does_not_say_that_a_site_stands(config: Path) -> None:
    (config.parent / "notices" / "b.yml").write_text("titel: 甲\n", "utf-8")
    result = in_shell(">/dev/full", "build", "--json", "-f", str(config))
    assert result.returncode == 2
    assert "网站已经生成" not in result.stderr


# Both


def test_streams_are_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    out, err = io.StringIO(), None
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stderr", err)
    assert main(["check", "gone"]) == 2
    assert sys.stdout is out
    assert sys.stderr is err


# Code pages


@pytest.mark.parametrize(
    "arguments",
    [
        *(["check", "--format", form] for form in ("json", "sarif", "gitlab")),
        ["import", "稿件㛃.txt", "--format", "json"],
        ["build", "--json", "--quiet"],
        ["selfcheck", "--format", "json", "--site-dir", "网站㛃"],
    ],
)
def test_json_is_whole_where_a_code_page_lacks_characters(
    tmp_path: Path, arguments: list[str]
) -> None:
    make_project(tmp_path, {"a.yml": WARNED})
    (tmp_path / "notices" / "㛃").mkdir()
    (tmp_path / "notices" / "a.yml").rename(tmp_path / "notices" / "㛃" / "a.yml")
    (tmp_path / "稿件㛃.txt").write_text("通报\n一、甲\n", encoding="utf-8")
    (tmp_path / "网站㛃").mkdir()
    (tmp_path / "网站㛃" / "index.html").write_text("<p>甲", encoding="utf-8")
    config = tmp_path / "mkdocs.yml"
    config.write_text(config.read_text("utf-8") + "site_dir: 网站㛃\n", encoding="utf-8")
    result = subprocess.run(
        [*COMMAND, *arguments],
        cwd=tmp_path,
        env={**os.environ, "PYTHONIOENCODING": "gbk", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )
    said = json.dumps(json.loads(result.stdout.decode("ascii")), ensure_ascii=False)
    assert "㛃" in unquote(said)  # in SARIF files are addresses
