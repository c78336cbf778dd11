"""`check` and `import` as a webmaster and as a program use them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from site_builder.cli import _COMMANDS, main
from site_builder.notice.text import printed_text
from site_builder.reading.notice_file import read_notice
from site_builder.reporting import REMINDERS
from tests.support import NOTICE, article, build, make_project, page, squeezed

_FORMATS = (["export", name] for name in ("fragment", "docx", "zip"))


def test_check_of_clean_notices_is_silent_and_0(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.yml").write_text(NOTICE, encoding="utf-8")
    assert main(["check", str(tmp_path)]) == 0
    assert "检查了 1 份通报" in capsys.readouterr().out
    assert main(["check", "--format", "json", str(tmp_path)]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_check_reports_all_faults_of_all_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.yml").write_text(NOTICE.replace("title:", "titel:"), encoding="utf-8")
    (tmp_path / "b.yml").write_text(
        NOTICE.replace("制度执行不严", "no") + "region: 012\n", encoding="utf-8"
    )
    (tmp_path / "c.yml").write_bytes(NOTICE.encode("gb18030"))
    assert main(["check", "--format", "json", "."]) == 1
    found = json.loads(capsys.readouterr().out)
    assert [(d["file"], d["line"], d["column"], d["code"]) for d in found] == [
        ("a.yml", 1, 1, "N104"),
        ("b.yml", 7, 14, "N109"),
        ("b.yml", 15, 9, "N109"),
        ("c.yml", 1, 8, "N100"),
    ]
    assert all(
        d.keys() == {"code", "severity", "file", "line", "column", "message", "hint", "length"}
        for d in found
    )
    assert main(["check", "a.yml"]) == 1
    assert "a.yml:1:1: 错误 N104" in capsys.readouterr().out


def test_a_missing_contact_is_a_warning_that_a_build_leaves_to_check(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = make_project(tmp_path, {"a.yml": NOTICE[: NOTICE.index("contacts")]})
    assert main(["check", str(tmp_path / "notices")]) == 1
    assert "提醒 N121" in capsys.readouterr().out
    assert build(config) == 0
    said = capsys.readouterr()
    assert "N121" not in said.out + said.err
    assert said.out.count("site-builder check") == 1
    assert said.out.splitlines()[-1] == REMINDERS


@pytest.mark.parametrize(
    ("name", "issues", "codes", "sustained"),
    [
        ("000_2f080293ae457813", 20, {"unstated": 20}, 0),
        ("001_06a5847b94b2318e", 22, {"completed": 15, "phase_completed": 7}, 15),
    ],
)
def test_a_real_notice_goes_from_draft_to_page_whole(
    tmp_path: Path,
    specimens: Path,
    name: str,
    issues: int,
    codes: dict[str, int],
    sustained: int,
) -> None:
    config = make_project(tmp_path, {})
    assert main(["import", str(specimens / f"{name}.txt"), "-o", str(tmp_path / "notices")]) == 0
    (written,) = (tmp_path / "notices").glob("*.yml")
    assert build(config) == 0

    source = (specimens / f"{name}.txt").read_text(encoding="utf-8")
    soup = page(tmp_path / "site", written.stem)
    text = squeezed(article(soup).get_text())
    assert text == squeezed(source).replace("**", "")
    notice = read_notice(written).notice
    assert notice
    assert printed_text(notice) == text

    cards = [soup.select_one(f"#issue-{index}.issue") for index in range(1, issues + 1)]
    found = [str(card["data-status"]) for card in cards if card]
    assert {code: found.count(code) for code in found} == codes
    assert len(soup.select(".issue")) == issues
    assert len(soup.select(".issue[data-sustained]")) == sustained
    schemes = {str(a["href"]).partition(":")[0] for a in soup.select("#contact a")}
    assert schemes == {"tel", "geo", "mailto"}


def test_import_never_overwrites_unasked(
    tmp_path: Path, specimens: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = str(next(specimens.glob("001_*.txt")))
    again = ["import", draft, "-o", str(tmp_path)]
    assert main(again) == 0
    (written,) = tmp_path.glob("*.yml")
    text = written.read_text(encoding="utf-8")
    assert main(again) == 0
    assert "没有改动" in capsys.readouterr().out

    written.write_text(text + "region: 示例市\n", encoding="utf-8")
    edited = written.read_text(encoding="utf-8")
    assert main(again) == 2
    assert written.read_text(encoding="utf-8") == edited
    assert main([*again, "--force"]) == 0
    assert written.read_text(encoding="utf-8") == text


def test_what_is_no_notice_is_not_imported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = tmp_path / "空.txt"
    draft.write_bytes(b"")
    assert main(["import", str(draft), "-o", str(tmp_path / "out")]) == 2
    assert not (tmp_path / "out").exists()
    assert "Traceback" not in "".join(capsys.readouterr())


def test_every_command_of_the_help_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    named = re.findall(r"^    ([a-z]+) *(.*)$", capsys.readouterr().out, re.MULTILINE)
    assert {"build", "check", "import", "keygen"} <= {name for name, _ in named}
    for name, said in named:
        with pytest.raises(SystemExit) as stop:
            main([name, "--help"])
        assert stop.value.code == 0
        shown = capsys.readouterr().out
        assert shown.startswith(f"用法：site-builder {name} ")
        assert f"\n\n{said}" in shown  # what the list says of a command begins its own help


# What may stand in a help without being Chinese: how things are called and written.
_NAMES = re.compile(
    r"site-builder[ a-z]*|-[-a-z]+|[-\w]*\.[-./\w]+|[a-z]+://[-.:/\w]+|[a-z]+-\d+|\w+/"
    r"|UTF-8|Word|Dask|JSON|YAML|rsync|ssh|nginx|apache|caddy|\{[a-z,]+\}|\[[-a-z]+"
    r"|\b(?:site|notices|text|build|T\d+)\b"
)


@pytest.mark.parametrize("command", [[], *([name] for name in _COMMANDS), *_FORMATS])
def test_no_help_has_a_word_of_english(
    command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main([*command, "-h"])
    shown = capsys.readouterr().out
    own = set(re.findall(r"^    ([a-z]+)(?= |$)", shown, re.MULTILINE))
    assert set(re.findall(r"[A-Za-z]{3,}", _NAMES.sub("", shown))) <= own


def test_a_line_of_help_fits_and_does_not_part_a_name(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    with pytest.raises(SystemExit):
        main(["import", "-h"])
    described = capsys.readouterr().out.partition("\n\n")[2]
    lines = described.splitlines()
    assert ".markdown" in described
    assert len(lines) > 10
    assert all(line.encode("gb18030")[60:] == b"" for line in lines)
    assert not [line for line in lines if line.lstrip().startswith(("、", "，", "。", "）"))]


LONG = "x" * 300


@pytest.mark.parametrize(
    "command",
    [
        ["build", "-f", LONG],
        ["new", "a", "-o", LONG],
        ["import", LONG],
        ["check", LONG],
        ["sign", LONG, "--as", "初审", "--who", "某"],
        ["match", LONG],
        ["export", "docx", "a", "-f", LONG],
        ["export", "zip", "-f", LONG],
        ["headers", "nginx", "-f", LONG],
        ["selfcheck", "--site-dir", LONG],
        ["publish", LONG, "--site-dir", "."],
        ["verify", LONG],
        ["keygen", LONG],
    ],
    ids=lambda command: command[0],
)
def test_a_name_that_no_file_can_have_is_no_traceback(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor one that may not be asked for: to look whether a file is there fails already."""
    monkeypatch.chdir(tmp_path)
    assert main(command) == 2
    assert not list(tmp_path.iterdir())


def test_options_are_written_out(capsys: pytest.CaptureFixture[str]) -> None:
    """A shortened option would mean another one as soon as there are two that begin so."""
    with pytest.raises(SystemExit) as stop:
        main(["publish", "--dry", "somewhere"])
    assert stop.value.code == 2
    assert "不认识的参数：--dry" in capsys.readouterr().err


def test_a_check_loads_nothing_that_only_a_build_needs(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text(NOTICE, encoding="utf-8")
    code = (
        "import sys; from site_builder.cli import main; main(sys.argv[1:]);"
        "print(*{'mkdocs', 'pypinyin'} & set(sys.modules))"
    )
    command = [sys.executable, "-c", code, "check", str(tmp_path / "a.yml")]
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    assert result.stdout.splitlines()[-1] == ""
