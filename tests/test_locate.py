"""Every character of a notice is found where it stands in the file, however it was written."""

from __future__ import annotations

from datetime import date

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from site_builder.notice.text import printed_pieces
from site_builder.reading.dump import dump_notice
from site_builder.reading.locate import Locator
from site_builder.reading.notice_file import parse_notice
from tests.strategies import WITHIN, notices


def assert_found(text: str) -> None:
    """Look every character of every text up."""
    notice, faults = parse_notice(text, "x")
    assert notice, faults
    lines = text.split("\n")
    locator = Locator(text)
    for path, words, *_ in printed_pieces(notice):
        last = (0, 0)
        for index, char in enumerate(words):
            span = locator.span(path, index, index + 1)
            line = lines[span.line - 1]
            at = line[span.column - 1 : span.column]
            escaped = at == "\\" or (char == "'" and at == "'")
            folded = char in " \n" and line[span.column - 1 :].strip(" \t") == ""
            assert at == char or escaped or folded, (path, index, char, at)
            assert (span.line, span.column) >= last
            last = (span.line, span.column)


@WITHIN
@given(notices())
def test_in_what_is_dumped(notice):
    assert_found(dump_notice(notice))


def _mere_texts(value):
    """Turn into text what would be tagged if it was written in quotes."""
    if isinstance(value, dict):
        return {key: _mere_texts(item) for key, item in value.items() if not isinstance(item, bool)}
    if isinstance(value, list):
        return [_mere_texts(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


@WITHIN
@given(
    notices(),
    st.sampled_from([None, "'", '"', "|", ">"]),
    st.sampled_from([8, 20, 80]),
    st.sampled_from([2, 4, 7]),
    st.booleans(),
)
def test_in_every_style(notice, style, width, indent, flow):
    text = yaml.dump(
        _mere_texts(yaml.safe_load(dump_notice(notice))),
        Dumper=yaml.CSafeDumper,
        allow_unicode=True,
        sort_keys=False,
        default_style=style,
        width=width,
        indent=indent,
        default_flow_style=flow,
    )
    if parse_notice(text, "x")[0] is not None:
        assert_found(text)


HAND_STYLED = """\
# a comment
标题: '他说''好''，
  接着

  又说''不'''
单位: "甲\\u4e59\\"丙\\
  丁\\n
  戊"
region: 第一行
  第二行

  第三行
前言: |2-

   缩进一格
  不缩进
closing: >+
  折成
  一行

    不折
    不折

  末行

联系方式: {电话: '0999-0123456', 邮箱: a@example.com}
落款:
  单位: 甲
  date: 二〇二四年
巡察: {反馈时间: 8月19日}
sections:
- 小标题: |
    一、章
  正文: >-
    甲
    乙
  问题:
  - 存在问题: 丙
    整改结果: 已完成
    整改时限: {原文: 年底前}
    整改落实情况: ["（1）甲", {内容: 一是乙, 分项: ['①', "②丙"]}, {序号: 三, 内容: 丁}]
"""


def test_in_a_file_written_by_hand():
    assert_found(HAND_STYLED)


@pytest.mark.parametrize(
    ("path", "place", "length"),
    [
        ((), (1, 1), 1),
        (("title",), (2, 6), 8),
        (("contacts",), (26, 1), 4),
        (("contacts", 1), (26, 28), 2),
        (("contacts", 1, "type"), (26, 28), 2),
        (("contacts", 0, "value"), (26, 13), 12),
        (("signature", 1), (29, 3), 4),
        (("sections", 0, "issues"), (37, 3), 2),
        (("sections", 0, "issues", 0), (38, 5), 4),
        (("sections", 0, "issues", 0, "status", "code"), (39, 11), 3),
        (("sections", 0, "issues", 0, "measures", 1, "text"), (41, 29), 1),
        (("sections", 0, "issues", 0, "measures", 1, "marker"), (41, 27), 3),
        (("published",), (2, 1), 2),
        (("inspection", "feedback_date", "date"), (30, 12), 5),
    ],
)
def test_a_place_that_is_no_text(path, place, length):
    span = Locator(HAND_STYLED).span(path)
    assert (span.line, span.column) == place
    assert span.length == length


def test_a_place_of_several_characters():
    text = "标题: 甲乙丙\n单位: '甲''\n  乙'\n"
    whole = Locator(text).span(("title",), 1, 3)
    assert (text[whole.start : whole.end], whole.length, whole.verbatim) == ("乙丙", 2, True)
    folded = Locator(text).span(("organization",), 0, 4)
    assert text[folded.start : folded.end] == "甲''\n  乙"
    assert (folded.line, folded.column, folded.length, folded.verbatim) == (2, 6, 3, False)


def test_what_cannot_be_told_is_about_the_whole_text():
    span = Locator("标题: 甲\n单位: 乙\n").span(("title",), 7, 9)
    assert (span.line, span.column, span.length) == (1, 5, 1)
    assert Locator("").span(("title",), 0, 1).line == 1
