"""What the check prints and writes: every format, read back."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Sequence
from typing import Any
from unicodedata import category, east_asian_width

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from site_builder.checks.waiving import Waived
from site_builder.notice.diagnostics import Diagnostic, Severity, Target
from site_builder.reporting import FORMATS, as_text
from site_builder.reporting.columns import TAB, excerpt, width_of
from site_builder.reporting.github import as_github
from site_builder.reporting.html import as_html
from site_builder.reporting.report import Checked, Correction, Report, Signed, Words
from site_builder.reporting.sarif import as_sarif
from site_builder.reporting.text import Look

HOSTILE = "<script>alert(1)</script>&amp;\"'{{ 7*7 }}%0A::error::\n甲"
LINES = {
    "notices/甲 乙.yml": ["标题: 中共示例市局党组", "存在问题: 制度执行“不严”,不实,不细"],
    "b.yml": ["电话: 13800000000"],
}


def found(
    code: str = "N304",
    file: str = "notices/甲 乙.yml",
    line: int = 2,
    column: int = 15,
    length: int = 1,
    severity: Severity = Severity.WARNING,
    message: str = "汉字之间用了半角逗号",
    hint: str = "改成“，”。",
) -> Diagnostic:
    return Diagnostic(code, severity, file, line, column, message, hint, length=length)


def report(*diagnostics: Diagnostic, **more: Any) -> Report:
    return Report(diagnostics, lambda file: LINES.get(file, ()), **more)


def everything() -> Report:
    comma = found()
    return report(
        comma,
        found("N401", "b.yml", 1, 5, 11, Severity.ERROR, "手机号码", "写成 138****0000。"),
        found("N100", "c.yml", 0, 0, 1, Severity.ERROR, "读不了", ""),
        notices=[
            Checked(
                "notices/甲 乙.yml",
                "中共示例市局党组的通报",
                "0123456789ab",
                (
                    Signed("初审", "审核人甲", "2024-09-30", True),
                    Signed("复审", "乙", "2024-10-08", False),
                ),
            ),
            Checked("b.yml", "乙"),
            Checked("c.yml"),
        ],
        waived=[Waived(found(column=18), "原文如此", in_notice=False)],
        corrections={comma: Correction(2, 15, 2, 16, "，")},
        rules={"N304": Words("半角标点", "公文用全角标点。", "改成全角。", Severity.WARNING)},
        made="2024年9月30日 17:05",
    )


# Text


def shown_columns(text: str) -> list[str]:
    """Return what stands in each column of a terminal, told without the code under test."""
    columns: list[str] = []
    for char in text:
        if category(char) in {"Mn", "Me"}:
            continue
        columns += [char] * (2 if east_asian_width(char) in {"W", "F"} else 1)
    return columns


def carets_of(text: str) -> tuple[str, str]:
    """Return the shown line and what the carets stand under."""
    _, line, carets, *_ = text.split("\n")
    columns = shown_columns(line)
    return line, "".join(
        char
        for char, caret in zip(columns, carets.ljust(len(columns)), strict=False)
        if caret == "^"
    )


def doubled(text: str) -> str:
    return "".join(shown_columns(text))


WIDE = st.text(
    st.sampled_from("中文，。“”—…〔〕①ａＡab1 .,-é\u3000\u0301\u20dd𠮷한글😀ｱ《》"),
    min_size=1,
    max_size=300,
)


def test_a_cut_line_that_begins_with_a_combining_character_fits() -> None:
    line = "11\u030111111111" + "\u3000" * 11 + "1"
    text = as_text([found(file="x", line=1, column=3, length=19)], lambda _: [line], Look(40))
    assert len(shown_columns(carets_of(text)[0])) <= 40


@given(st.data(), WIDE, st.integers(40, 120))
def test_carets_stand_under_the_very_characters(data: st.DataObject, line: str, width: int) -> None:
    start = data.draw(st.integers(0, len(line) - 1))
    end = data.draw(st.integers(start + 1, len(line)))
    words = line[start:end]
    text = as_text(
        [found(file="x", line=1, column=start + 1, length=end - start)],
        lambda _: [line],
        Look(width),
    )
    shown, under = carets_of(text)
    assert len(shown_columns(shown)) <= max(width, 40)
    expected = doubled(words)
    if expected:  # else there are only combining characters, which have no column
        assert under == expected or (len(under) >= 2 and expected.startswith(under))
    else:
        assert "^" in text
    if len(expected) < width // 2:
        assert not expected or under == expected


@given(st.text(max_size=60), st.integers(0, 80), st.integers(0, 80), st.integers(1, 120))
def test_any_text_and_place_gives_an_excerpt(
    line: str, column: int, length: int, room: int
) -> None:
    cut = excerpt(line, column, length, room)
    assert cut.width >= 1
    shown = cut.before + cut.marked + cut.after
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert cut.start + cut.width <= max(width_of(shown), cut.start + 1)


def test_text_shows_the_line_and_the_carets() -> None:
    assert as_text([found(length=3)], lambda file: LINES[file]).split("\n") == [
        "notices/甲 乙.yml:2:15: 提醒 N304 汉字之间用了半角逗号",
        "    2 | 存在问题: 制度执行“不严”,不实,不细",
        "      |                         ^^^^^",
        "    → 改成“，”。",
    ]


def test_text_without_lines_has_place_cause_and_cure_alone() -> None:
    assert as_text([found()]).count("\n") == 1
    target = Diagnostic("D1", Severity.INFO, "a", 1, 1, "b", "c", Target("n.yml", 3, 4))
    assert as_text([target]).endswith("    在 n.yml:3:4")
    assert as_text([found(line=9)], lambda file: LINES[file]).count("\n") == 1


def test_a_long_line_is_cut_around_the_place() -> None:
    line = "甲" * 300 + "错字" + "乙" * 300
    text = as_text([found(line=1, column=301, length=2)], lambda _: [line], Look(60))
    shown, under = carets_of(text)
    assert under == "错错字字"
    assert re.search("…甲+错字乙+…", shown)
    assert width_of(shown) <= 60


def test_tabs_and_unseen_characters_are_made_visible() -> None:
    cut = excerpt("a\t\u200b\x1bb", 3, 1, 80)
    assert (cut.before, cut.marked, cut.after) == ("a" + " " * (TAB - 1), "<U+200B>", "<U+001B>b")
    assert (cut.start, cut.width) == (TAB, 8)


def test_ambiguous_characters_follow_the_terminal() -> None:
    assert [width_of("“①…", width) for width in (1, 2)] == [3, 6]


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("environ", "colored"),
    [
        ({"TERM": "xterm-256color"}, True),
        ({"TERM": "xterm", "NO_COLOR": "1"}, False),
        ({"TERM": "xterm", "NO_COLOR": ""}, True),
        ({"TERM": "dumb"}, False),
    ],
)
def test_colors_are_for_terminals_that_want_them(environ: dict[str, str], colored: bool) -> None:
    assert Look.of(_Terminal(), environ).colors is colored
    assert not Look.of(io.StringIO(), environ).colors
    text = as_text([found()], lambda file: LINES[file], Look.of(_Terminal(), environ))
    assert ("\x1b[" in text) is colored
    plain = re.sub(r"\x1b\[[\d;]*m", "", text)
    assert plain == as_text([found()], lambda file: LINES[file])


# For programs


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_takes_nothing_and_everything(name: str) -> None:
    assert isinstance(FORMATS[name](report()), str)
    written = FORMATS[name](everything())
    assert FORMATS[name](everything()) == written
    assert "N304" in written


def test_json_holds_every_field() -> None:
    first, *_ = json.loads(FORMATS["json"](everything()))
    assert first == {
        "code": "N304",
        "severity": "warning",
        "file": "notices/甲 乙.yml",
        "line": 2,
        "column": 15,
        "message": "汉字之间用了半角逗号",
        "hint": "改成“，”。",
        "length": 1,
    }


def test_sarif_has_the_required_structure() -> None:
    log = json.loads(as_sarif(everything()))
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("/sarif-schema-2.1.0.json")
    (run,) = log["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    driver = run["tool"]["driver"]
    assert driver["name"]
    rules = driver["rules"]
    assert [rule["id"] for rule in rules] == ["N100", "N304", "N401"]
    assert rules[1]["help"]["text"] == "改成全角。"
    assert rules[1]["defaultConfiguration"]["level"] == "warning"
    assert not any("helpUri" in rule for rule in rules)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in {"error", "warning", "note"}
        assert result["message"]["text"]
        (location,) = result["locations"]
        place = location["physicalLocation"]
        assert re.fullmatch(r"[!-~]+", place["artifactLocation"]["uri"])
        for key, value in place.get("region", {}).items():
            assert key == "snippet" or (isinstance(value, int) and value >= 1)
    first, phone, whole, waived = run["results"]
    region = first["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 2, "startColumn": 15, "endColumn": 16, "snippet": {"text": ","}}
    (fix,) = first["fixes"]
    (change,) = fix["artifactChanges"]
    assert change["replacements"] == [
        {
            "deletedRegion": {"startLine": 2, "startColumn": 15, "endLine": 2, "endColumn": 16},
            "insertedContent": {"text": "，"},
        }
    ]
    assert phone["locations"][0]["physicalLocation"]["region"]["snippet"] == {"text": "13800000000"}
    assert "region" not in whole["locations"][0]["physicalLocation"]
    assert waived["suppressions"] == [
        {"kind": "external", "status": "accepted", "justification": "原文如此"}
    ]
    prints = [result["partialFingerprints"]["gongkai/v1"] for result in run["results"]]
    assert len(set(prints)) == len(prints)


def test_fingerprints_stay_when_lines_move_and_tell_equal_findings_apart() -> None:
    def prints(lines: Sequence[str], *diagnostics: Diagnostic) -> list[str]:
        return list(Report(diagnostics, lambda _: lines).fingerprints.values())

    line = "存在问题: 甲,乙,丙"
    before = prints([line], found(line=1, column=8), found(line=1, column=10))
    after = prints(["", "", f"  {line}"], found(line=3, column=10), found(line=3, column=12))
    assert before == after
    assert len(set(before)) == 2
    assert prints(["存在问题: 甲,丁"], found(line=1, column=8)) != before[:1]


def test_gitlab_gets_what_code_quality_requires() -> None:
    written = json.loads(FORMATS["gitlab"](everything()))
    assert len(written) == 3
    for item in written:
        assert item["description"]
        assert item["check_name"]
        assert re.fullmatch(r"[0-9a-f]{64}", item["fingerprint"])
        assert item["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert item["location"]["path"]
        assert item["location"]["lines"]["begin"] >= 1
    assert len({item["fingerprint"] for item in written}) == 3
    assert written[0]["location"]["positions"]["begin"] == {"line": 2, "column": 15}


COMMAND = re.compile(r"::(error|warning|notice) ([^\n]*?)::([^\n]*)")


def unescaped(text: str, *, in_property: bool = False) -> str:
    """Undo what a runner undoes, in its order."""
    for code, char in (("%0D", "\r"), ("%0A", "\n")):
        text = text.replace(code, char)
    if in_property:
        text = text.replace("%3A", ":").replace("%2C", ",")
    return text.replace("%25", "%")


def parsed(command: str) -> tuple[str, dict[str, str], str]:
    match = COMMAND.fullmatch(command)
    assert match
    named = dict(item.split("=", 1) for item in match[2].split(","))
    return (
        match[1],
        {name: unescaped(value, in_property=True) for name, value in named.items()},
        unescaped(match[3]),
    )


def test_github_gets_a_command_a_finding() -> None:
    lines = as_github(everything()).split("\n")
    assert [parsed(line)[0] for line in lines] == ["warning", "error", "error"]
    _, properties, message = parsed(lines[0])
    assert properties == {
        "file": "notices/甲 乙.yml",
        "line": "2",
        "endLine": "2",
        "col": "15",
        "endColumn": "16",
        "title": "公开 N304",
    }
    assert message.endswith("汉字之间用了半角逗号\n改成“，”。")


@given(st.text(max_size=40), st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
def test_github_escapes_whatever_is_said(message: str, file: str) -> None:
    line = as_github(report(found(file=file, message=message, hint="")))
    assert len(re.split(r"[\r\n]", line)) == 1
    match = COMMAND.fullmatch(line)
    if match and "%" not in message + file:
        assert unescaped(match[3]).endswith(message)
        assert parsed(line)[1]["file"] == file


# The page to sign


def test_the_page_says_everything_and_needs_nothing() -> None:
    html = as_html(everything())
    soup = BeautifulSoup(html, "lxml")
    assert not soup.select("script, link, img, iframe, [src], a[href]")
    assert "url(" not in html
    text = soup.get_text(" ", strip=True)
    for words in (
        "2024年9月30日 17:05",
        "3 份通报",
        "2 处错误、1 处提醒",
        "中共示例市局党组的通报",
        "第 2 行第 15 字",
        "0123456789ab",
        "审核人甲",
        "（之后内容有改动）",
        "原文如此",
        "检查人",
        "复核人",
        "日期",
    ):
        assert words in text, words
    assert [mark.get_text() for mark in soup.select("mark")] == [",", "13800000000", ","]
    counts = [
        [cell.get_text() for cell in row.select("td.number")] for row in soup.select("tbody tr")
    ]
    assert counts == [["1", "0", "1", "0"], ["2", "1", "0", "0"], ["3", "1", "0", "0"]]


def test_the_page_escapes() -> None:
    lines = {"a": [HOSTILE.replace("\n", "")]}
    hostile = Report(
        [found(HOSTILE, "a", 1, 1, 200, message=HOSTILE, hint=HOSTILE)],
        lambda file: lines[file],
        notices=[Checked("a", HOSTILE, HOSTILE, (Signed("初审", HOSTILE, HOSTILE, False),))],
        waived=[Waived(found(HOSTILE, "a", 1), HOSTILE, in_notice=True)],
        made=HOSTILE,
    )
    soup = BeautifulSoup(as_html(hostile), "lxml")
    assert not soup.select("script")
    assert "49" not in soup.get_text()
    assert HOSTILE in soup.get_text()


def test_a_long_line_is_cut_on_the_page() -> None:
    line = "甲" * 200 + "错" + "乙" * 200
    html = as_html(Report([found(file="a", line=1, column=201)], lambda _: [line]))
    (code,) = BeautifulSoup(html, "lxml").select(".line code")
    assert code.get_text() == "…" + "甲" * 45 + "错" + "乙" * 45 + "…"


def test_a_clean_page_says_so() -> None:
    text = BeautifulSoup(as_html(report()), "lxml").get_text(" ", strip=True)
    assert text.count("没有发现需要处理的地方") == 2
