"""The outline grammar: 一、（一）1.（1）① 一是."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.notice.outline import (
    LEVELS,
    Marker,
    chinese_number,
    inline_markers,
    marker_at_start,
    split_marker,
)
from tests.strategies import texts

DIGITS = "零一二三四五六七八九"


def _numeral(number: int) -> str:
    tens, units = divmod(number, 10)
    high = {0: "", 1: "十"}.get(tens, DIGITS[tens] + "十")
    return high + (DIGITS[units] if units or not tens else "")


def _marker(text: str) -> Marker:
    found = marker_at_start(text)
    assert found is not None
    return found


class TestNumerals:
    @given(st.integers(0, 99))
    def test_from_0_to_99(self, number):
        assert chinese_number(_numeral(number)) == number

    @pytest.mark.parametrize("text", ["", "十"])
    def test_the_short_ones(self, text):
        assert chinese_number(text) == {"": 0, "十": 10}[text]

    def test_both_ways_to_write_zero(self):
        assert chinese_number("〇") == chinese_number("零") == 0

    @pytest.mark.parametrize("text", ["一二", "十十", "百", "二〇二三", "1", "一百", "两"])
    def test_no_numerals(self, text):
        with pytest.raises(ValueError, match="not a Chinese numeral"):
            chinese_number(text)


class TestMarkerAtStart:
    @pytest.mark.parametrize(
        ("text", "kind", "marker", "value"),
        [
            ("一、组织整改", "chapter", "一、", 1),
            ("十二、其他", "chapter", "十二、", 12),
            ("（一）政治方面", "group", "（一）", 1),
            ("(十)方面", "group", "(十)", 10),
            ("（二十一)方面", "group", "（二十一)", 21),
            ("1.学习不够", "item", "1.", 1),
            ("12．学习不够", "item", "12．", 12),
            ("3、学习不够", "item", "3、", 3),
            ("1. 2022年以来", "item", "1.", 1),
            ("⒈学习不够", "item", "⒈", 1),
            ("⒛学习不够", "item", "⒛", 20),
            ("⑴学习不够", "sub_item", "⑴", 1),
            ("⒇学习不够", "sub_item", "⒇", 20),
            ("问题（1）学习不够", "issue", "问题（1）", 1),
            ("整改任务一", "issue", "整改任务一", 1),
            ("问题1：学习不够", "issue", "问题1：", 1),
            ("问题12 :学习不够", "issue", "问题12 :", 12),
            ("1.问题1:学习不够", "issue", "1.问题1:", 1),
            ("问题3〔2022〕", "issue", "问题3", 3),
            ("（1）重新建账", "sub_item", "（1）", 1),
            ("(23)重新建账", "sub_item", "(23)", 23),
            ("①开会", "circled", "①", 1),
            ("⑳开会", "circled", "⑳", 20),
            ("㉟开会", "circled", "㉟", 35),
            ("一是学习", "ordinal", "一是", 1),
            ("十一是学习", "ordinal", "十一是", 11),
            ("一一、写错的", "chapter", "一一、", 0),
            ("1 . 学习不够", "item", "1 .", 1),
            ("2.2019年以来超标准接待", "item", "2.", 2),
            ("3.2名干部兼职", "item", "3.", 3),
            ("1)学习不够", "half", "1)", 1),
            ("第二，学习不够", "first", "第二，", 2),
            ("1-2 学习不够", "cross", "1-2", 2),
            ("1-3、学习不够", "cross", "1-3、", 3),
            ("问题一：学习不够", "issue", "问题一：", 1),
            ("第3个问题：学习不够", "issue", "第3个问题：", 3),
            ("任务编号：十七", "reference", "任务编号：十七", 17),
            ("1.受理编号：X2024001", "reference", "1.受理编号：X2024001", 1),
            ("存在问题1：学习不够", "issue", "存在问题1：", 1),
        ],
    )
    def test_markers(self, text, kind, marker, value):
        found = _marker(text)
        assert (found.kind, found.text, found.value) == (kind, marker, value)
        assert (found.start, found.end) == (0, len(marker))

    @pytest.mark.parametrize(
        "text",
        [
            *(
                "",
                "学习不够",
                "一些问题",
                "一 是",
                "2023年8月",
                "1.5亿元",
                "2022.03.01至今",
                "12项",
            ),
            *("1-2次", "8-11月", "问题12个", "问题一直存在", "一、二季度", "第一、第二"),
            *("1234.甲", "这一是", "（甲）", "（1", "第一季度", "问题：", "-1."),
        ],
    )
    def test_no_markers(self, text):
        assert marker_at_start(text) is None

    def test_a_task_with_a_number_and_more_is_a_name(self):
        assert marker_at_start("整改任务一览表") is None

    def test_white_space_before_it_is_passed_over(self):
        found = _marker("\u3000 （1）甲")
        assert (found.text, found.start, found.end) == ("（1）", 2, 5)

    def test_levels_go_inwards(self):
        order = ["一、", "（一）", "1.", "（1）", "①", "一是"]
        levels = [_marker(text).level for text in order]
        assert levels == [1, 2, 3, 4, 5, 6]
        assert LEVELS["issue"] == LEVELS["item"]


class TestInlineMarkers:
    @staticmethod
    def _found(text: str) -> list[str]:
        return [marker.text for marker in inline_markers(text)]

    def test_after_the_end_of_a_clause(self):
        text = "一是甲；二是乙。①丙；②丁：（1）戊！(2)己？三是庚;四是辛"
        assert self._found(text) == ["一是", "二是", "①", "②", "（1）", "(2)", "三是", "四是"]

    def test_behind_white_space(self):
        assert self._found("一是甲；\n 二是乙") == ["一是", "二是"]

    @pytest.mark.parametrize(
        "text",
        ["这一是甲", "甲，一是乙", "详见①", "附件（1）", "甲。1.乙", "甲。一、乙", "甲；（一）乙"],
    )
    def test_nowhere_else_and_no_outer_kinds(self, text):
        assert self._found(text) == []

    @given(st.lists(texts() | st.sampled_from(["一是", "（2）", "①", "；", "。"])).map("".join))
    def test_places_and_order(self, text):
        markers = list(inline_markers(text))
        assert all(text[marker.start : marker.end] == marker.text for marker in markers)
        assert all(a.end <= b.start for a, b in pairwise(markers))
        assert all(marker.level >= 4 for marker in markers)


class TestSplit:
    @pytest.mark.parametrize(
        ("text", "parts"),
        [
            ("（1）甲", ("（1）", "甲")),
            ("  ① 甲", ("  ①", " 甲")),
            ("一是甲；二是乙", ("一是", "甲；二是乙")),
            ("甲（1）", ("", "甲（1）")),
            ("一是", ("一是", "")),
            ("", ("", "")),
        ],
    )
    def test_split(self, text, parts):
        assert split_marker(text) == parts

    @given(texts())
    def test_nothing_is_lost(self, text):
        assert "".join(split_marker(text)) == text

    @given(st.text("一二十①③（()）、.．：: 是第问题任务项个年12\n甲-", max_size=8))
    def test_the_marker_is_the_one_at_the_start(self, text):
        marker = marker_at_start(text)
        assert split_marker(text)[0] == (text[: marker.end] if marker else "")
