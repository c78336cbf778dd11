"""`check --fix`: what is put right, and that nothing else in the file moves."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.checks import run
from site_builder.checks.fixing import fix
from site_builder.checks.rule import RULES, Finding, Rule
from site_builder.checks.subject import Subject
from site_builder.cli import main
from site_builder.notice.diagnostics import Severity
from site_builder.reading.notice_file import parse_notice, read_notice
from site_builder.reading.source import Edit, Source
from tests.support import NOTICE

PROBLEM = ("sections", 0, "issues", 0, "problem")
HEAD = "标题: 甲\n单位: 乙\n章节:\n- 问题:\n"
# One issue whose problem is 甲,乙,丙 in each style of YAML.
STYLES = {
    "plain": "  - 存在问题: 甲,乙,丙 # 说明\n",
    "single": "  - 存在问题: '甲,乙,丙'   # 说明\n",
    "double": '  - 存在问题: "甲,乙,丙"\n',
    "literal": "  - 存在问题: |-\n      甲,乙,丙\n",
    "folded": "  - 存在问题: >-\n      甲,乙,丙\n\n    # 说明\n",
    "flow": "  - {存在问题: '甲,乙,丙', 标签: [一]}\n",
    "english": "  - problem:   甲,乙,丙\n",
    "next line": "  - 存在问题:\n      甲,乙,丙\n",
}


def commas(text: str, fixed: str = "，") -> list[Finding]:
    return [
        Finding(PROBLEM, index, index + 1, "半角逗号", fix=fixed)
        for index, char in enumerate(text)
        if char == ","
    ]


@pytest.mark.parametrize("style", STYLES)
def test_a_fix_goes_into_every_style_and_changes_nothing_else(style: str) -> None:
    text = HEAD + STYLES[style]
    fixed = fix(text, "x", commas("甲,乙,丙"))
    assert not fixed.left
    assert fixed.text == text.replace("甲,乙,丙", "甲，乙，丙")


@pytest.mark.parametrize(
    ("written", "words", "finding", "why"),
    [
        ('"甲\\u002C乙"', "甲,乙", (1, 2, "，"), "an escape"),
        ("'甲''乙'", "甲'乙", (1, 2, "’"), "a doubled quote"),
        ("甲\n      乙", "甲 乙", (1, 2, ""), "a folded line"),
        ("甲,乙", "甲,乙", (1, 2, ": "), "the plain style has no colon with a blank"),
        ("甲,乙", "甲,乙", (1, 2, " #"), "what follows would be a comment"),
        ("甲,", "甲,", (1, 2, " "), "blanks at the end get lost"),
        ("'甲,'", "甲,", (1, 2, "'"), "the quotes would end"),
        ("甲", "甲", (0, 1, ""), "nothing would be left"),
        ("',甲'", ",甲", (0, 2, "\n"), "the text would fold"),
    ],
)
def test_what_cannot_safely_be_put_in_is_left(
    written: str, words: str, finding: tuple[int, int, str], why: str
) -> None:
    text = f"{HEAD}  - 存在问题: {written}\n"
    notice, _ = parse_notice(text, "x")
    assert notice
    assert next(notice.issues()).problem == words
    start, end, new = finding
    fixed = fix(text, "x", [Finding(PROBLEM, start, end, "", fix=new)])
    assert fixed.text == text, why
    assert len(fixed.left) == 1


def test_one_bad_fix_does_not_keep_the_others_back() -> None:
    text = f"{HEAD}  - 存在问题: 甲,乙,丙,丁\n"
    findings = commas("甲,乙,丙,丁")
    findings[1] = Finding(PROBLEM, 3, 4, "", fix=" #")
    fixed = fix(text, "x", findings)
    assert fixed.text == f"{HEAD}  - 存在问题: 甲，乙,丙，丁\n"
    assert fixed.left == (findings[1],)


def test_overlapping_fixes_are_taken_once() -> None:
    text = f"{HEAD}  - 存在问题: 甲,,乙\n"
    findings = [Finding(PROBLEM, 1, 3, "", fix="，"), Finding(PROBLEM, 2, 3, "", fix="，")]
    fixed = fix(text, "x", findings)
    assert fixed.text == f"{HEAD}  - 存在问题: 甲，乙\n"
    assert fixed.done == (findings[0],)


def test_a_fix_that_changes_what_follows_from_the_words_is_left() -> None:
    text = f"{HEAD}  - 存在问题: 甲\n    整改结果: 已完成整改\n"
    path = ("sections", 0, "issues", 0, "status", "text")
    fixed = fix(text, "x", [Finding(path, 0, 5, "", fix="正在整改")])
    assert fixed.text == text


def test_a_measure_is_fixed_behind_its_marker() -> None:
    text = f"{HEAD}  - 存在问题: 甲\n    整改落实情况:\n    - （1）修订,制度。\n"
    path = ("sections", 0, "issues", 0, "measures", 0, "text")
    fixed = fix(text, "x", [Finding(path, 2, 3, "", fix="，")])
    assert fixed.text == text.replace(",", "，")


def test_a_printed_date_is_fixed_at_the_path_that_rules_see() -> None:
    text = f"{HEAD}  - 存在问题: 甲\n巡察:\n  反馈时间: 8月,下旬\n"
    fixed = fix(text, "x", [Finding(("inspection", "feedback_date"), 2, 3, "", fix="")])
    assert fixed.text == text.replace("8月,下旬", "8月下旬")


WORDS = st.text("甲乙丙,，。'\":# 12\\[]{}-", min_size=1, max_size=12).filter(
    lambda words: words.strip() and "," in words
)


@given(WORDS, st.sampled_from(["plain", "'", '"', "|-", ">-"]))
def test_fix_then_read_gives_exactly_what_was_wanted(words: str, style: str) -> None:
    written = {
        "plain": f" {words}",
        "'": " '{}'".format(words.replace("'", "''")),
        '"': ' "{}"'.format(words.replace("\\", "\\\\").replace('"', '\\"')),
    }.get(style, f" {style}2\n      {words}")
    text = f"{HEAD}  - 存在问题:{written}\n    标签: [一] # 说明\n"
    notice, _ = parse_notice(text, "x")
    before = next(notice.issues(), None) if notice else None
    if notice is None or before is None:
        return  # not every text can be written in every style
    fixed = fix(text, "x", commas(before.problem))
    after, _ = parse_notice(fixed.text, "x")
    assert after
    left = {finding.start for finding in fixed.left}
    wanted = "".join(
        "，" if char == "," and index not in left else char
        for index, char in enumerate(before.problem)
    )
    assert next(after.issues()).problem == wanted
    assert [a if a != "，" else "," for a in fixed.text] == [b if b != "，" else "," for b in text]


# The file


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_byte_order_mark_stay(tmp_path: Path, ending: str, mark: bytes) -> None:
    path = tmp_path / "a.yml"
    data = mark + "甲: 一,二\n乙: 三\n".replace("\n", ending).encode()
    path.write_bytes(data)
    source = Source.read(path)
    assert source.text == "甲: 一,二\n乙: 三\n"
    at = source.text.index("三")
    changed = source.with_edits([Edit(4, 5, "，"), Edit(at + 1, at + 1, "\n丙: 四")])
    expected = "甲: 一，二\n乙: 三\n丙: 四\n".replace("\n", ending)
    assert changed.data == mark + expected.encode()


@given(st.text("甲b\r\n,", max_size=30), st.integers(0, 30), st.integers(0, 5))
def test_an_edit_leaves_every_other_byte(text: str, start: int, length: int) -> None:
    source = Source(Path("x"), text.encode())
    start = min(start, len(source.text))
    end = min(start + length, len(source.text))
    changed = source.with_edits([Edit(start, end, "新")])
    assert changed.text == source.text[:start] + "新" + source.text[end:]
    assert changed.data.count(b"\r") <= source.data.count(b"\r")
    if start == end:
        assert changed.data.replace("新".encode(), b"") == source.data


def test_writing_keeps_rights_and_links(tmp_path: Path) -> None:
    real, link = tmp_path / "real.yml", tmp_path / "link.yml"
    real.write_text("甲", encoding="utf-8")
    real.chmod(0o640)
    link.symlink_to(real)
    Source.read(link).with_edits([Edit(0, 1, "乙")]).write()
    assert real.read_text(encoding="utf-8") == "乙"
    assert link.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640


# The command


@pytest.fixture
def comma_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule with a fix, so that this does not hang on which others there are."""

    def check(subject: Subject) -> Iterator[Finding]:
        for path, text in subject.parts:
            for index, char in enumerate(text):
                if char == "﹐":
                    yield Finding(path, index, index + 1, "小写逗号", fix="，")

    words = SimpleNamespace(title="甲", why="乙", cure="丙")
    rule = Rule("N999", Severity.WARNING, words.title, words.why, words.cure, check)
    monkeypatch.setitem(RULES, "N999", rule)
    # Which rules there are is kept once somebody has asked, another test perhaps.
    monkeypatch.setattr(run, "_rules", inspect.unwrap(run._rules))


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "notices").mkdir()
    return tmp_path / "notices"


@pytest.mark.usefixtures("comma_rule")
def test_fix_writes_and_says_what_is_left(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "# 说明\n" + NOTICE.replace("制度执行不严", '"制度﹐执行\\uFE50不严"')
    (project / "a.yml").write_text(text, encoding="utf-8")
    (project / "b.yml").write_text(NOTICE, encoding="utf-8")
    assert main(["check", "--fix"]) == 1
    out = capsys.readouterr().out
    assert "改好 1 份通报中的 1 处；有 1 处没有把握" in out
    assert "提醒 N999" in out
    assert (project / "a.yml").read_text(encoding="utf-8") == text.replace("制度﹐", "制度，")
    assert (project / "b.yml").read_text(encoding="utf-8") == NOTICE

    (project / "a.yml").write_text(NOTICE.replace("制度执行", "制度﹐执行"), encoding="utf-8")
    assert main(["check", "--fix"]) == 0
    assert "没有发现需要处理的地方" in capsys.readouterr().out
    notice = read_notice(project / "a.yml").notice
    assert notice
    assert next(notice.issues()).problem == "制度，执行不严"


@pytest.mark.usefixtures("comma_rule")
def test_diff_shows_and_writes_nothing(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = NOTICE.replace("制度执行", "制度﹐执行")
    (project / "a.yml").write_text(text, encoding="utf-8")
    for arguments in (["--diff"], ["--fix", "--diff"]):
        assert main(["check", *arguments]) == 1
        captured = capsys.readouterr()
        assert "--- a/notices/a.yml\n+++ b/notices/a.yml\n" in captured.out
        assert "-    problem: 制度﹐执行不严\n+    problem: 制度，执行不严\n" in captured.out
        assert "可以改好 1 份通报中的 1 处" in captured.err
        assert (project / "a.yml").read_text(encoding="utf-8") == text


@pytest.mark.usefixtures("comma_rule")
def test_sarif_carries_the_fix(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import json

    (project / "a.yml").write_text(NOTICE.replace("制度执行", "制度﹐执行"), encoding="utf-8")
    assert main(["check", "--format", "sarif"]) == 1
    (run,) = json.loads(capsys.readouterr().out)["runs"]
    (result,) = run["results"]
    (replacement,) = result["fixes"][0]["artifactChanges"][0]["replacements"]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert replacement["deletedRegion"]["startColumn"] == region["startColumn"]
    assert replacement["insertedContent"] == {"text": "，"}
    assert region["snippet"] == {"text": "﹐"}


@pytest.mark.usefixtures("comma_rule")
def test_output_goes_into_a_file(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "a.yml").write_text(NOTICE.replace("制度执行", "制度﹐执行"), encoding="utf-8")
    for form in ("text", "json", "sarif", "github", "gitlab", "html"):
        target = Path("out") / f"r.{form}"
        assert main(["check", "--format", form, "--output", str(target)]) == 1
        assert str(target) in capsys.readouterr().out
        assert "N999" in target.read_text(encoding="utf-8")
    Path("file").write_text("")
    assert main(["check", "--output", "file/x"]) == 2
    assert "写不了" in capsys.readouterr().err
