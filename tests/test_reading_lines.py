"""Reading by lines alone: what it takes, it takes as the parser does; the rest it leaves to it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.cli import main
from site_builder.notice.base import FILLED
from site_builder.reading import notice_file
from site_builder.reading.bare import LONGEST
from site_builder.reading.dump import dump_notice
from site_builder.reading.lines import Lines, lines_value
from site_builder.reading.nodes import read_document
from site_builder.reading.notice_file import parse_notice
from site_builder.reading.yaml_limits import MAX_KEYS
from tests.strategies import HOSTILE, WITHIN, notices_in_any_state
from tests.support import NOTICE, ROOT
from tests.test_reading_plain import FILES, NOT_PLAIN, SOUND, carefully

SAMPLES = sorted((ROOT / "notices").glob("*.yml"))
DRAFTS = sorted((ROOT / "tests/cases/drafts").glob("*.yml"))
TEMPLATE = ROOT / "site_builder/commands/notice.template.yml"

BY_HAND = """\
# 全行的注释
标题: 中共示例市示例局党组：关于a:b与C#的通报

单位: "甲: 乙 # 丙"
地区: 甲
  乙
  丙 丁
发布日期: 2023-01-02
版本:
文头: ~
巡察:
    类型: [常规, 专项]
    # 缩进的注释
    轮次: '第''五''轮'
前言: |
  第一段
    缩进的一行

  第二段 # 不是注释

结语: |-
  一段
章节:
- 小标题: 一、甲
  正文:
  - 甲
  - 乙
  -   丙
  - 连着
    写的
  - '1.'
  - true
  问题:
    - 存在问题:
        另起一行
      整改落实情况:
        - 内容: 甲
          分项:
          - ①乙
        - |
          丙
- 小标题: 二、乙
"""

# A line takes no time.
MANY = settings(WITHIN, max_examples=500)

SHORT = (
    "a: b\nc: d\n",
    "a:\n  b:\n    c: d\n    e:\n    - x\n    - y\n  f: g\nh: i\n",
    "a: |\n  b\n\n   c\nd: e\n",
    "a: |\n  b\n  \nc: |-\n  d\n    \ne: f\n",
    "a:\n  b\n   c\nd: e\n",
    "a:\n- b\n- c: d\n  e: words\n   more\n- 'f'\ng: [h, i]\n",
    "a:\n  - b: |-\n      c\n    d: e\n\n# f\n  - g\n",
)

NOT_KNOWN = {
    **NOT_PLAIN,
    "a comment alone": "# 甲",
    "a list": "- 甲",
    "a text": "甲",
    "no blank behind the colon": "title:甲",
    "no blank behind the dash": "title:\n-甲",
    "a key behind a text": "title: 甲: 乙",
    "a colon at the end": "title: 甲:",
    "blanks at the end": "title: 甲 ",
    "a tab": "title: 甲\t乙",
    "a tab in a comment": "title: 甲\n#\t乙",
    "a carriage return": "title: 甲\r\n",
    "a break of YAML in quotes": "title: '甲\x85'",
    "a break of YAML in a comment": "# 甲\u2028\ntitle: 甲",
    "delete": "title: 甲\x7f",
    "a key in quotes": "'title': 甲",
    "a key that is long": f"{'k' * 41}: 甲",
    "an escape": 'title: "\\u7532"',
    "quotes that do not end": "title: '甲",
    "what follows quotes": "title: '甲' 乙",
    "what goes on behind quotes": "title: '甲'\n  乙",
    "what goes on behind quotes in a list": "title:\n- '甲'\n  乙",
    "what goes on behind a truth value": "title: true\n  乙",
    "what goes on behind a comment": "title: 甲\n# 乙\n  丙",
    "what goes on behind a blank line": "title: 甲\n\n  乙",
    "what goes on behind nothing": "title: ~\n  乙",
    "a pair that goes on": "title: 甲\n  region: 乙",
    "an item that goes on": "title: 甲\n  - 乙",
    "words beside a key": "title: 甲\n乙",
    "words where a list ends": "title:\n- 甲\n乙",
    "an item without a list": "title: 甲\n- 乙",
    "a key in a list": "title:\n  - 甲\n  region: 乙",
    "a key between two columns": "a:\n    b: 甲\n  c: 乙",
    "a key further in": "a:\n  b: 甲\n   c: 乙",
    "an item further in": "a:\n- 甲\n - 乙",
    "an empty item": "a:\n- \n- 甲",
    "a dash alone": "a:\n-\n- 甲",
    "a list in a list": "a:\n- - 甲",
    "the first line further in": "  a: 甲\nb: 乙",
    "braces": "status: {text: 甲}",
    "brackets that nest": "a: [[甲]]",
    "a number in brackets": "a: [1, 甲]",
    "a text in brackets": "a: [甲 # 乙]",
    "a folded block": "a: >-\n  甲",
    "a block with all its ends": "a: |+\n  甲\n",
    "a block with its margin": "a: |2\n  甲\n",
    "a block without an end": "a: |\n  甲",
    "a block of nothing": "a: |\nb: 甲",
    "a block that begins with nothing": "a: |\n\n  甲\n",
    "a block that is not further in": "a:\n  b: |\n  甲\n",
    "a block at the dash's key": "a:\n- b: |\n  甲\n",
    "blanks below a block": "a: |\n  甲\n \n   \n",
    "a comment below a block": "a: |\n  甲\n # 乙\nb: 丙\n",
    "blanks in quotes": "title: ' '",
    "wide blanks": "title: \u3000\u3000",
    "wide blanks in a list": "title:\n- \u3000",
    "wide blanks in quotes": 'title: "\u3000"',
    "wide blanks in a block": "title: |\n  \u3000\n",
    "the mark of a document": "---\ntitle: 甲",
    "a directive": "%YAML 1.1\n---\ntitle: 甲",
    "keys too deep": "\n".join(f"{' ' * depth}k:" for depth in range(61)),
    "lists too deep": "a:\n" + "".join(f"{'  ' * depth}- a:\n" for depth in range(31)),
}


def must_agree(text: str) -> bool:
    """Compare with the careful way, down to types and the order of keys; say if it was taken."""
    lines = lines_value(text)
    if lines is None:
        return False
    document = read_document(text)
    assert not document.faults
    assert repr(lines.value) == repr(document.value)
    must_be_sound(lines)
    assert not any(fault.code == "N100" for fault in carefully(text)[1])
    return True


def must_be_sound(lines: Lines) -> None:
    """Ask of every text what its reader vouches for."""
    waiting: list[Any] = [lines.value]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
        elif isinstance(value, str):
            assert re.fullmatch(FILLED, value) or (value == "" and not lines.filled)


@pytest.mark.parametrize("text", NOT_KNOWN.values(), ids=NOT_KNOWN)
def test_what_is_not_known_is_left_to_the_parser(text):
    assert lines_value(text) is None


@pytest.mark.parametrize("text", [BY_HAND, *SHORT], ids=lambda text: text[:5])
def test_the_values_are_those_of_the_careful_way(text):
    assert must_agree(text)


def test_every_kind_of_line_gives_its_value():
    lines = lines_value(BY_HAND)
    assert lines
    value = lines.value
    assert value["单位"] == "甲: 乙 # 丙"
    assert value["地区"] == "甲 乙 丙 丁"
    assert value["巡察"] == {"类型": ["常规", "专项"], "轮次": "第'五'轮"}
    assert value["前言"] == "第一段\n  缩进的一行\n\n第二段 # 不是注释\n"
    assert value["结语"] == "一段"
    assert not {"版本", "文头"} & value.keys()
    first, second = value["章节"]
    assert first["正文"] == ["甲", "乙", "丙", "连着 写的", "1.", True]
    assert first["问题"] == [
        {
            "存在问题": "另起一行",
            "整改落实情况": [{"内容": "甲", "分项": ["①乙"]}, "丙\n"],
        }
    ]
    assert second == {"小标题": "二、乙"}


@pytest.mark.parametrize("text", ["a: ''", 'a: ""', "a:\n- ''"])
def test_an_empty_text_is_told_of(text: str):
    assert must_agree(text)
    lines = lines_value(text)
    assert lines
    assert not lines.filled


def test_a_text_may_begin_with_wide_blanks():
    text = "a: \u3000\u3000甲\nb:\n- \u3000乙"
    assert must_agree(text)
    lines = lines_value(text)
    assert lines
    assert lines.filled


@pytest.mark.parametrize("path", [*SAMPLES, TEMPLATE], ids=lambda path: path.name)
def test_the_files_of_the_project_are_taken(path):
    assert must_agree(path.read_text(encoding="utf-8"))


def test_nearly_all_that_is_imported_is_taken():
    """Left is what has a line break inside a text, which the import writes in quotes."""
    taken = [must_agree(path.read_text(encoding="utf-8")) for path in DRAFTS]
    assert sum(taken) > len(taken) * 0.9


@pytest.mark.parametrize("width", [40, 80, 10**6])
def test_real_notices_are_taken_as_imported_and_as_other_tools_write_them(
    width: int, specimens: Path, tmp_path: Path
):
    drafts = map(str, specimens.glob("*.txt"))
    assert main(["import", *drafts, "-o", str(tmp_path)]) == 0
    for path in tmp_path.glob("*.yml"):
        text = path.read_text(encoding="utf-8")
        assert must_agree(text)
        value = read_document(text).value
        assert must_agree(yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=width))


@pytest.mark.parametrize("text", [SOUND, NOTICE], ids=["sound", "short"])
def test_files_written_by_hand_are_taken(text):
    assert must_agree(text)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_what_the_import_writes_needs_no_parser(path: Path, monkeypatch):
    notice, _ = parse_notice(path.read_text(encoding="utf-8"), "a")
    assert notice
    text = dump_notice(notice)
    monkeypatch.setattr(notice_file, "plain_value", lambda _: pytest.fail("the parser"))
    monkeypatch.setattr(notice_file, "read_document", lambda _: pytest.fail("the careful way"))
    assert parse_notice(text, "a") == (notice, ())


def test_as_many_keys_are_taken_as_may_be():
    assert must_agree("\n".join(f"k{number}: 甲" for number in range(MAX_KEYS)))


def test_long_files_are_left_to_the_careful_way():
    line = "a: 甲\n"
    padding = "# " + "甲" * (LONGEST - len(line) - 3)
    assert must_agree(f"{line}{padding}\n")
    assert lines_value(f"{line}{padding}甲\n") is None


@pytest.mark.parametrize(
    "word", ["y", "n", "yes", "no", "true", "false", "on", "off", "null", "nan", "inf", "e1"]
)
def test_keys_that_yaml_takes_for_something_else_are_left_to_the_parser(word):
    for form in (word, word.title(), word.upper(), word.swapcase()):
        text = f"{form}: 甲"
        assert must_agree(text) is (not read_document(text).faults and not _is_refused(text))


def _is_refused(text: str) -> bool:
    """Tell whether YAML takes the one key of a text for something else than text."""
    return yaml.safe_load(text).keys() != yaml.load(text, yaml.BaseLoader).keys()


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_files_of_all_kinds_are_taken_as_they_are_or_left(path):
    must_agree(path.read_bytes().decode("utf-8", "replace"))


@WITHIN
@given(
    notices_in_any_state(),
    st.sampled_from([20, 40, 80, 10**6]),
    st.sampled_from([2, 4]),
    st.sampled_from([None, "'", '"', "|", ">"]),
    st.sampled_from([False, None]),
)
def test_notices_are_taken_as_they_are_or_left_however_they_are_written(
    notice, width, indent, style, flow
):
    must_agree(dump_notice(notice))
    data = notice.model_dump(mode="json", exclude_defaults=True)
    must_agree(
        yaml.dump(
            data,
            Dumper=yaml.CSafeDumper,
            allow_unicode=True,
            sort_keys=False,
            width=width,
            indent=indent,
            default_style=style,
            default_flow_style=flow,
        )
    )


# What changes the meaning of a line, or seems to, put in anywhere.
PIECES = (
    *" :-#'\"|>[]{},&*!%@`?~=<.\\/019aexno_\n",
    *("\t", "\r", "\x00", "\x85", "\u2028", "\u2029", "\ufeff", "\x7f", "\ud800", "\ufffe"),
    *("\xa0", "\u3000", "\u200b", "\ue000", "甲", "：", "😀", "²", "٣", "é"),
    *("  ", "   ", "    ", " \n", "  \n", "\n ", "\n  ", "\n    ", "\n\n", "\n# c\n", "\n  # c\n"),
    *(": ", " #", "- ", "\n- ", "\n  - ", "-   ", "- - ", "? ", "a: ", "a:\n", "b:\n  ", "k: v\n"),
    *("|\n", "|-\n", ">-\n", "|+\n", "|2\n", "''", '""', "'x'", '"x"', "[a, b]", "[]", "{a: b}"),
    *HOSTILE,
)
CHANGES = st.lists(
    st.tuples(st.integers(0, 10**4), st.integers(0, 3), st.sampled_from(PIECES)),
    min_size=1,
    max_size=4,
)
LINES = st.tuples(
    st.sampled_from(["", " ", "  ", "   ", "    "]),
    st.sampled_from(["", "", "", "- ", "-   "]),
    st.sampled_from(["", "{}: ", "{}:", "{}: "]),
    st.sampled_from(["", "x", "words", "甲", "~", "'q'", "|", "|-", "# c", "[a, b]", "12", "a:b"]),
).map("".join)


@MANY
@given(st.sampled_from([BY_HAND, *SHORT]), CHANGES)
def test_lines_gone_wrong_are_taken_as_the_parser_takes_them_or_left(text, changes):
    for at, width, piece in changes:
        start = at % (len(text) + 1)
        text = text[:start] + piece + text[start + width :]
    must_agree(text)


@MANY
@given(st.sampled_from([BY_HAND, *SHORT]), st.data())
def test_lines_moved_are_taken_as_the_parser_takes_them_or_left(text, data):
    lines = text.splitlines()
    for _ in range(data.draw(st.integers(1, 3))):
        line = lines.pop(data.draw(st.integers(0, len(lines) - 1)))
        moved = data.draw(st.sampled_from([line, f" {line}", f"  {line}", line[1:], line[2:]]))
        lines.insert(data.draw(st.integers(0, len(lines))), moved)
    must_agree("\n".join(lines))


@MANY
@given(st.lists(LINES, max_size=9), st.sampled_from(["", "\n"]))
def test_lines_of_any_kind_are_taken_as_the_parser_takes_them_or_left(lines, end):
    numbered = (line.format(f"k{number}") for number, line in enumerate(lines))
    must_agree("\n".join(["a:", *numbered]) + end)


@MANY
@given(st.text() | st.lists(st.sampled_from([*PIECES, "\n", "\n"])).map("".join))
def test_any_text_is_taken_as_the_parser_takes_it_or_left(text):
    must_agree(text)


@pytest.mark.parametrize(
    "path", sorted((ROOT / "site_builder").rglob("*.py")), ids=lambda p: p.stem
)
def test_no_group_is_repeated_possessively(path: Path) -> None:
    """Python before 3.11.5 keeps groups of what did not match: `- text: 甲` was read as `text`."""
    assert re.findall(r"[^(]\)(?:[*+?]|\{[\d,]*\})\+|\(\?>", path.read_text("utf-8")) == []
