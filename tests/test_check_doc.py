"""docs/check.md does what it says: its commands run, in order, and print what it shows."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml

from site_builder.cli import main
from site_builder.reading.notice_file import read_notice
from site_builder.reporting import FORMATS
from tests.support import ROOT, build, make_project

PAGE = (ROOT / "docs" / "check.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
SOUND = "养老服务设施日常管理不到位。"


def slipped() -> str:
    """Return the README's notice with the slip that the page supposes."""
    (example,) = re.findall(
        r"^```yaml\n(.*?)^```$", (ROOT / "README.md").read_text("utf-8"), re.S | re.M
    )
    match = re.search(r"第一个问题写成了 `(.+?)`", PAGE)
    assert match
    assert SOUND in example
    return str(example).replace(SOUND, match[1])


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    make_project(tmp_path, {"minzhengju-2024.yml": slipped()})
    monkeypatch.chdir(tmp_path)
    return tmp_path


def yaml_with(words: str) -> str:
    (block,) = [text for language, text in BLOCKS if language == "yaml" and words in text]
    return block


def test_every_command_prints_what_is_shown(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = 0
    for (language, text), following in zip(BLOCKS, [*BLOCKS[1:], ("", "")], strict=True):
        if language != "sh":
            continue
        for line in text.splitlines():
            command, *arguments = shlex.split(line)
            assert command == "site-builder"
            capsys.readouterr()
            assert main(arguments) in {0, 1}, line
        if following[0] in {"text", "diff"}:
            assert capsys.readouterr().out == following[1]
            shown += 1
    assert shown == 4
    notice = read_notice(project / "notices" / "minzhengju-2024.yml").notice
    assert notice
    assert [entry.stage for entry in notice.review] == ["初审", "复审", "终审"]
    text = (project / "notices" / "minzhengju-2024.yml").read_text("utf-8")
    assert yaml_with("指纹") in text
    assert json.loads((project / "check.sarif").read_text("utf-8"))["version"] == "2.1.0"
    assert json.loads((project / "gl-code-quality.json").read_text("utf-8"))
    assert (project / "检查报告.html").read_text("utf-8").startswith("<!doctype html>")


def test_the_waiver_shown_works(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = project / "notices" / "minzhengju-2024.yml"
    path.write_text(path.read_text("utf-8").replace("**", "") + yaml_with("豁免"), "utf-8")
    assert main(["check"]) == 0
    assert "另有 1 处已豁免" in capsys.readouterr().out


def test_what_a_project_lays_down_holds(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config, path = project / "mkdocs.yml", project / "notices" / "minzhengju-2024.yml"
    option = yaml_with("official_mail").partition("\n")[2]
    config.write_text(config.read_text("utf-8").replace("  - gongkai\n", option), "utf-8")
    (project / "词表.yml").write_text(yaml_with("改用"), "utf-8")
    written = path.read_text("utf-8").replace("**", "").replace("@example.com", "@qq.com")
    path.write_text(written.replace("不全", "不全，村两委和有关负责同志不知情"), "utf-8")
    assert main(["check"]) == 1
    said = capsys.readouterr().out
    assert re.findall(r"提醒 (N\d{3}) ", said) == ["N132", "N318", "N318", "N505"]
    assert "改成“村“两委””。" in said
    assert "另有 1 处已豁免" in said


def test_the_option_shown_stops_a_build(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = project / "mkdocs.yml"
    option = yaml_with("require_review").partition("\n")[2]
    config.write_text(config.read_text("utf-8").replace("  - gongkai\n", option), "utf-8")
    assert build(config) == 1
    assert "N701" in capsys.readouterr().err


def test_the_snippets_are_sound(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    github: Any = yaml.safe_load(yaml_with("runs-on"))
    gitlab: Any = yaml.safe_load(yaml_with("codequality"))
    steps = [step["run"] for step in github["jobs"]["check"]["steps"] if "run" in step]
    for call in (steps[-1], gitlab["check"]["script"][-1]):
        assert main(shlex.split(call)[1:]) == 1
    assert Path(gitlab["check"]["artifacts"]["reports"]["codequality"]).is_file()
    (settings,) = [json.loads(text) for language, text in BLOCKS if language == "json"]
    (schema,) = settings["yaml.schemas"]
    assert (ROOT / schema).is_file()
    capsys.readouterr()


def test_every_format_is_described() -> None:
    table = PAGE.partition("| `--format` |")[2].partition("\n\n")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) == {"text", *FORMATS}
