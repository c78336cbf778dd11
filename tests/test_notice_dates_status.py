"""Dates and statuses: what is certain is read, what is not stays as printed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.notice.dates import parse_date, parse_period
from site_builder.notice.status import (
    LABELS,
    VOCABULARY,
    Reading,
    StatusCode,
    fold,
    read_status,
)

NUMERALS = "〇一二三四五六七八九"
GENRE = {
    ("completed", True): "已完成整改，并长期坚持",
    ("completed", False): "完成 · 已完成 · 整改完成 · 已经整改到位 · 已整改 · 办结",
    ("phase_completed", False): "阶段性完成 · 阶段性完成整改，并持续推进 · 部分整改 · "
    "已部分整改到位，取得阶段性成果 · 基本完成 · 阶段性办结",
    ("in_progress", False): "正在整改 · 正在推进 · 持续推进 · 有待持续整改",
    ("not_completed", False): "未完成 · 未整改 · 未办结",
}


def _in_chinese(number: int) -> str:
    tens, units = divmod(number, 10)
    high = {0: "", 1: "十"}.get(tens, NUMERALS[tens] + "十")
    return high + (NUMERALS[units] if units else "")


class TestDates:
    @pytest.mark.parametrize(
        "text",
        [
            *("2023年8月10日", "2023年08月10日", "2023 年 8 月\u300010 日", "2023-08-10"),
            *("2023-8-10", "2023.8.10", "2023/08/10", "二〇二三年八月十日", "二○二三年八月十日"),
            *("二零二三年八月十日", "２０２３年８月１０日"),
        ],
    )
    def test_exact(self, text):
        assert parse_date(text) == date(2023, 8, 10)

    @given(st.dates(min_value=date(1000, 1, 1)))
    def test_any_day_in_any_way(self, day):
        year = "".join(NUMERALS[int(digit)] for digit in str(day.year))
        chinese = f"{year}年{_in_chinese(day.month)}月{_in_chinese(day.day)}日"
        assert parse_date(chinese) == day
        assert parse_date(f"{day.year}年{day.month}月{day.day}日") == day
        assert parse_date(day.isoformat()) == day

    @pytest.mark.parametrize(
        "text",
        [
            *(
                "",
                "8月19日",
                "2023年8月",
                "2023年",
                "2023年8月上旬",
                "2023年底前",
                "长期",
                "立行立改",
            ),
            *("截至2023年8月10日", "2023年8月10日前", "2023年8月10日至9月1日", "23年8月10日"),
            *("2018625日", "20211228日", "20230810", "2023-8/10", "2023年8月10", "8/10/2023"),
        ],
    )
    def test_vague(self, text):
        assert parse_date(text) is None

    @pytest.mark.parametrize(
        "text",
        [
            *("2023年2月29日", "2023年13月1日", "2023年0月1日", "2023-04-31", "0000-01-01"),
            *("二〇二三年二月三十日", "二〇二三年十三月一日", "二〇二三年八月十十日"),
            *("二十二三年八月十日", "二〇二三年〇月十日"),
        ],
    )
    def test_impossible(self, text):
        assert parse_date(text) is None

    def test_leap_day(self):
        assert parse_date("2024年2月29日") == date(2024, 2, 29)


class TestPeriods:
    @pytest.mark.parametrize("to", ["至", "到", "—", "——", "－", "~", "～", " 至 "])
    def test_the_second_year_may_be_left_out(self, to):
        days = parse_period(f"2023年3月1日{to}5月20日")
        assert days == (date(2023, 3, 1), date(2023, 5, 20))

    def test_with_both_years(self):
        days = parse_period("2023年12月1日至2024年2月20日")
        assert days == (date(2023, 12, 1), date(2024, 2, 20))

    @pytest.mark.parametrize(
        ("text", "days"),
        [
            ("3月下旬至6月下旬", (None, None)),
            ("为期45天", (None, None)),
            ("2023年3月1日", (None, None)),
            ("3月1日至5月20日", (None, None)),
            ("2023年3月1日至今", (date(2023, 3, 1), None)),
            ("2023年3月1日至5月下旬", (date(2023, 3, 1), None)),
            ("2023年3月至2023年5月20日", (None, date(2023, 5, 20))),
            ("2023年3月1日至2月30日", (date(2023, 3, 1), None)),
            ("", (None, None)),
        ],
    )
    def test_what_is_vague_stays_unknown(self, text, days):
        assert parse_period(text) == days

    @pytest.mark.parametrize("end", ["2月20日", "2023年2月20日"])
    def test_no_period_runs_backwards(self, end):
        assert parse_period(f"2023年12月1日至{end}") == (date(2023, 12, 1), None)


class TestStatus:
    @pytest.mark.parametrize(
        ("code", "sustained", "wording"),
        [
            (code, sustained, wording)
            for (code, sustained), wordings in GENRE.items()
            for wording in wordings.split(" · ")
        ],
    )
    def test_every_wording_of_the_genre(self, code, sustained, wording):
        assert read_status(wording) == Reading(StatusCode(code), sustained)

    @pytest.mark.parametrize(
        "wording",
        [
            *("已完成整改,并长期坚持。", "已完成整改并长期坚持", " 已完成 整改，\n并长期坚持；"),
            *("【已完成整改，并长期坚持】", "已完成整改、并长期坚持"),
        ],
    )
    def test_punctuation_and_white_space_do_not_matter(self, wording):
        assert read_status(wording) == Reading(StatusCode.COMPLETED, sustained=True)

    @pytest.mark.parametrize(
        "wording", ["", "。", "立行立改", "基本到位", "未注明", "已完成60%", "不完成", "completed"]
    )
    def test_an_unknown_wording_is_not_guessed(self, wording):
        assert read_status(wording) is None

    def test_every_entry_can_be_found(self):
        assert {wording: read_status(wording) for wording in VOCABULARY} == VOCABULARY
        assert [wording for wording in VOCABULARY if fold(wording) != wording] == []

    def test_no_wording_says_unstated(self):
        codes = {reading.code for reading in VOCABULARY.values()}
        assert codes == set(StatusCode) - {StatusCode.UNSTATED}

    def test_only_what_is_completed_can_be_sustained(self):
        sustained = {reading.code for reading in VOCABULARY.values() if reading.sustained}
        assert sustained == {StatusCode.COMPLETED}

    def test_every_code_has_a_label(self):
        assert list(LABELS) == list(StatusCode)
        assert len(set(LABELS.values())) == len(LABELS)
