"""What is read is what was written: no word lost, added or moved."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from site_builder.notice.diagnostics import Severity, has_errors
from site_builder.notice.model import Notice, PrintedDate
from site_builder.reading.dump import dump_notice
from site_builder.reading.notice_file import (
    NoticeFile,
    find_notice_files,
    parse_notice,
    read_notice,
)
from tests.strategies import HOSTILE, WITHIN, notices_in_any_state

SOUND = (Path(__file__).parent / "cases/faults/sound.yml").read_text(encoding="utf-8")

ENGLISH = """
id: kejiju-2023
title: 通报
letterhead: 红头
edition: （社会公开稿）
organization: 示例市科技局党组
region: 示例市
published: 2023-08-10
publisher: 示例市政府办
index_number: '012'
document_number: 示科组〔2023〕7号
disclosure: 主动公开
labels: {problem: 存在问题：, details: 表现：, owner: 责任：, deadline: 时限：, status: 结果：,
  measures: 整改：, order: [status, problem], contacts: 联系方式：}
inspection:
  body: 市委第六巡察组
  round: 十四届第五轮
  kinds: [常规]
  period: {text: 3月至6月, start: 2023-03-01, end: 2023-06-30}
  feedback_date: {text: 8月1日, date: 2023-08-01}
preamble: 前言。
sections:
  - heading: 一、问题
    text: 正文。
    issues:
      - number: '1.'
        labels: {problem: '', order: [measures]}
        problem: 学习不够
        details: 表现一。
        owner: 办公室
        deadline: {text: 年底前, date: 2023-12-31}
        status: {text: 好了, code: completed, sustained: true, place: inside}
        measures: [{marker: 一是, text: 学习。, measures: [{text: 再学。}]}]
        tags: [立行立改]
        follows: kejiju-2022#issue-3
    sections: [{heading: （一）}]
closing: 结语。
contacts: [{type: phone, value: '12345', text: 电话：12345}]
signature: [{type: issuer, text: 示例市科技局党组}]
state: withdrawn
publish_at: 2023-08-10 09:00+08:00
corrections: [{date: 2023-08-11, what: 改字, why: 笔误}]
withdrawn: {date: 2023-08-12, reason: 核实, keep_text: true}
superseded_by: kejiju-2023-2
previous: kejiju-2022
former_ids: [kjj-2023]
review: [{stage: 初审, who: 审核人甲, date: 2023-08-09, hash: sha256:0}]
waivers: [{rule: N301, reason: 原文如此, words: 甲}]
"""
CHINESE = """
编号: kejiju-2023
标题: 通报
文头: 红头
版本: （社会公开稿）
单位: 示例市科技局党组
地区: 示例市
发布日期: 2023-08-10
发布机构: 示例市政府办
索引号: '012'
文号: 示科组〔2023〕7号
公开方式: 主动公开
用语: {存在问题: 存在问题：, 问题表现: 表现：, 责任单位: 责任：, 整改时限: 时限：, 整改结果: 结果：,
  整改落实情况: 整改：, 顺序: [status, problem], 联系方式: 联系方式：}
巡察:
  巡察机构: 市委第六巡察组
  轮次: 十四届第五轮
  类型: [常规]
  巡察时间: {原文: 3月至6月, 开始: 2023-03-01, 结束: 2023-06-30}
  反馈时间: {原文: 8月1日, 日期: 2023-08-01}
前言: 前言。
章节:
  - 小标题: 一、问题
    正文: 正文。
    问题:
      - 序号: '1.'
        用语: {存在问题: '', 顺序: [measures]}
        存在问题: 学习不够
        问题表现: 表现一。
        责任单位: 办公室
        整改时限: {原文: 年底前, 日期: 2023-12-31}
        整改结果: {表述: 好了, 代码: completed, 长期坚持: true, 位置: inside}
        整改落实情况: [{序号: 一是, 内容: 学习。, 分项: [{内容: 再学。}]}]
        标签: [立行立改]
        承接: kejiju-2022#issue-3
    章节: [{小标题: （一）}]
结语: 结语。
联系方式: [{类型: phone, 内容: '12345', 原文: 电话：12345}]
落款: [{类型: issuer, 原文: 示例市科技局党组}]
发布状态: 已撤回
定时发布: 2023-08-10 09:00+08:00
更正: [{日期: 2023-08-11, 内容: 改字, 原因: 笔误}]
撤回: {日期: 2023-08-12, 原因: 核实, 保留正文: true}
被替代: kejiju-2023-2
上次通报: kejiju-2022
曾用编号: [kjj-2023]
审核: [{环节: 初审, 审核人: 审核人甲, 日期: 2023-08-09, 指纹: sha256:0}]
豁免: [{规则: N301, 理由: 原文如此, 文字: 甲}]
"""


def _read(text: str) -> Notice:
    notice, faults = parse_notice(text, "x")
    assert notice is not None, faults
    return notice


def _with(lines: str) -> Notice:
    return _read(f"标题: 甲\n单位: 乙\n{lines}")


def _issue(lines: str):
    indented = "".join(f"      {line}\n" for line in lines.splitlines())
    return next(_with(f"章节:\n- 问题:\n    - 存在问题: 甲\n{indented}").issues())


class TestRoundTrip:
    @WITHIN
    @given(notices_in_any_state())
    def test_what_is_dumped_is_read_again(self, notice):
        read, faults = parse_notice(dump_notice(notice), "x")
        assert not faults
        assert read == notice

    @pytest.mark.parametrize("text", [text for text in HOSTILE if text.strip()])
    def test_hostile_texts_one_by_one(self, text):
        notice = Notice(id="a", title=text, organization=text, preamble=(text,), region=text)
        assert _read(dump_notice(notice)) == notice

    def test_defaults_are_not_written(self):
        dumped = dump_notice(Notice(id="a", title="甲", organization="乙"))
        assert dumped == "id: a\ntitle: 甲\norganization: 乙\n"

    def test_short_forms_are_written_short(self):
        notice = _read(CHINESE).model_copy(
            update={"inspection": _with("巡察: {反馈时间: 2023年8月1日}").inspection}
        )
        assert "feedback_date: 2023年8月1日\n" in dump_notice(notice)
        assert "signature:\n  issuer: 示例市科技局党组\n" in dump_notice(notice)
        assert "- phone: '12345'\n  text: 电话：12345\n" in dump_notice(notice)


class TestTwoLanguages:
    def test_chinese_keys_equal_english_ones(self):
        assert _read(CHINESE) == _read(ENGLISH)

    def test_the_two_texts_leave_no_field_out(self):
        models = (
            *("Notice", "NoticeLabels", "Inspection", "PrintedPeriod", "PrintedDate", "Section"),
            *("Issue", "IssueLabels", "Status", "Measure", "Contact", "SignatureLine"),
            *("SignOff", "Waiver", "Correction", "Withdrawal"),
        )
        assert _unfilled(_read(ENGLISH)) == {model: set() for model in models}

    @WITHIN
    @given(notices_in_any_state())
    def test_any_notice_reads_the_same_in_both(self, notice):
        for by_alias in (False, True):
            assert Notice.model_validate(notice.model_dump(by_alias=by_alias)) == notice


def _unfilled(part) -> dict[str, set[str]]:
    """Return, for each model met, the fields that no instance of it fills."""
    found: dict[str, set[str]] = {}
    _collect_unfilled(part, found)
    return found


def _collect_unfilled(part, found: dict[str, set[str]]) -> None:
    if isinstance(part, tuple):
        for item in part:
            _collect_unfilled(item, found)
    elif fields := getattr(type(part), "model_fields", None):
        empty = {
            name
            for name, field in fields.items()
            if getattr(part, name) == field.get_default(call_default_factory=True)
        }
        name = type(part).__name__
        # One issue with labels of its own need not fill them all: the notice's have the rest.
        known = found.get(name, set(fields))
        found[name] = set() if name == "IssueLabels" else known & empty
        for field in fields:
            _collect_unfilled(getattr(part, field), found)


class TestShortForms:
    def test_lines_of_a_block_are_paragraphs(self):
        assert _with("前言: |\n  一。\n\n    二。\n  三。\n").preamble == ("一。", "  二。", "三。")

    def test_a_list_of_paragraphs_keeps_its_line_breaks(self):
        assert _with('前言: ["一\\n二", 三]').preamble == ("一\n二", "三")

    def test_a_paragraph_may_be_a_mere_text(self):
        assert _with("结语: 完。").closing == ("完。",)

    def test_a_date_is_read_from_its_text(self):
        deadline = _issue("整改时限: 2023年8月10日").deadline
        assert deadline == PrintedDate(text="2023年8月10日", date=date(2023, 8, 10))

    def test_a_vague_date_stays_text(self):
        assert _issue("整改时限: 2023年底前").deadline.date is None

    def test_a_status_is_read_from_its_wording(self):
        status = _issue("整改结果: 已完成整改，并长期坚持").status
        assert (status.text, status.code, status.sustained, status.place) == (
            *("已完成整改，并长期坚持", "completed", True, "own"),
        )

    @pytest.mark.parametrize("key", ["长期坚持", "sustained"])
    def test_sustained_by_hand_overrules_the_vocabulary(self, key):
        status = _issue(f"整改结果: {{表述: 已完成整改，并长期坚持, {key}: false}}").status
        assert (status.code, status.sustained) == ("completed", False)

    def test_no_status_is_none(self):
        issue = _issue("整改落实情况: [该问题已完成整改。]")
        assert issue.status is None
        assert issue.status_code == "unstated"

    def test_a_measure_is_split_at_its_marker(self):
        first, second, third = _issue(
            "整改落实情况: [（1）重新建账。, 无序号。, {内容: 二是开会。, 分项: [①开会]}]"
        ).measures
        assert (first.marker, first.text) == ("（1）", "重新建账。")
        assert (second.marker, second.text) == (None, "无序号。")
        assert (third.marker, third.text) == ("二是", "开会。")
        assert third.measures[0].marker == "①"

    def test_a_marker_by_hand_is_not_split_off_again(self):
        (measure,) = _issue("整改落实情况: [{序号: 第一，, 内容: 一是开会}]").measures
        assert (measure.marker, measure.text) == ("第一，", "一是开会")

    def test_contacts_may_be_one_mapping(self):
        contacts = _with("联系方式: {电话: 0999-1, 邮箱: , 地址: 甲路1号}").contacts
        assert [(c.type, c.printed) for c in contacts] == [
            ("phone", "0999-1"),
            ("address", "甲路1号"),
        ]

    @pytest.mark.parametrize(
        "signature",
        [
            "{单位: 甲, 日期: 2023-08-10}",
            "{issuer: 甲, date: 2023-08-10}",
            "[单位: 甲, 日期: 2023-08-10]",
            "[{类型: issuer, 原文: 甲}, {type: date, text: 2023-08-10}]",
        ],
    )
    def test_a_signature_may_be_a_mapping_or_a_list(self, signature):
        lines = _with(f"落款: {signature}").signature
        assert [(line.type, line.text) for line in lines] == [
            ("issuer", "甲"),
            ("date", "2023-08-10"),
        ]

    @pytest.mark.parametrize("text", ["2023-08-10", "2023-08-10T12:30:00", "<<", "=", "1e3"])
    def test_what_only_yaml_1_1_takes_for_more_than_text_stays_text(self, text):
        assert _with(f"地区: {text}").region == text

    @pytest.mark.parametrize("nothing", ["", "~", "null"])
    def test_a_key_with_nothing_behind_is_not_filled_in(self, nothing):
        assert _with(f"地区: {nothing}\n前言: {nothing}") == _with("")


class TestFiles:
    def test_the_file_name_serves_as_id(self, tmp_path):
        assert self._notice(tmp_path / "kejiju-2023.yml", "标题: 甲\n单位: 乙").id == "kejiju-2023"

    def test_an_id_given_goes_before_the_file_name(self, tmp_path):
        assert self._notice(tmp_path / "科技局.yml", "编号: b\n标题: 甲\n单位: 乙").id == "b"

    @pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
    def test_any_line_end_and_a_byte_order_mark(self, tmp_path, line_end, encoding):
        path = tmp_path / "x.yml"
        path.write_bytes(SOUND.replace("\n", line_end).encode(encoding))
        assert read_notice(path).notice == _read(SOUND)

    @staticmethod
    def _notice(path: Path, text: str) -> Notice:
        path.write_text(text, encoding="utf-8")
        file = read_notice(path)
        assert file.diagnostics == ()
        assert file.path == path
        assert file.notice is not None
        return file.notice

    def test_only_visible_yaml_files_are_found_in_order(self, tmp_path):
        for name in ("b.yml", "a/c.YAML", "a.yml", ".x.yml", ".git/y.yml", "d.txt", "e.yml/f.md"):
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("")
        found = [path.relative_to(tmp_path).as_posix() for path in find_notice_files(tmp_path)]
        assert found == ["a/c.YAML", "a.yml", "b.yml"]

    @pytest.mark.parametrize("folder", ["", "a"])
    def test_a_folder_that_cannot_be_looked_into_is_told(self, tmp_path, monkeypatch, folder):
        """Or a site would be built that lacks its notices, and take the place of the whole one."""
        notice = tmp_path / "notices" / folder / "a.yml"
        notice.parent.mkdir(parents=True)
        notice.write_text(SOUND, encoding="utf-8")
        scandir = os.scandir

        def denied(path):
            if Path(path) == notice.parent:
                raise PermissionError(13, "Permission denied", str(path))
            return scandir(path)

        monkeypatch.setattr(os, "scandir", denied)
        (found,) = find_notice_files(tmp_path / "notices")
        assert found == notice.parent
        (told,) = read_notice(found).diagnostics
        assert told.code == "N100"
        assert "没有权限" in told.message

    def test_a_hidden_folder_above_does_not_hide_the_notices(self, tmp_path):
        folder = tmp_path / ".work"
        folder.mkdir()
        (folder / "a.yml").write_text("")
        assert find_notice_files(folder) == [folder / "a.yml"]


PIECES = (
    *HOSTILE,
    "\t",
    "  ",
    ": ",
    "：",
    "- ",
    "\n",
    "\n  ",
    "标题: 甲\n",
    "\r",
    "\x00",
    "\ud800",
)
EDITS = st.lists(
    st.tuples(
        st.integers(0, len(SOUND)), st.integers(0, 12), st.just("") | st.sampled_from(PIECES)
    ),
    min_size=1,
    max_size=4,
)


@pytest.fixture(scope="module")
def scratch(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("scratch") / "x.yml"


class TestNothingBreaksReading:
    """Whatever is read gives a notice or faults, never both, never neither, never an exception."""

    @WITHIN
    @given(st.text())
    @example("\ud800")
    @example("")
    @example("? ? ?")
    @example("&a [*a]")
    def test_any_text(self, text):
        self._assert_either(text)

    @settings(WITHIN, max_examples=300)
    @given(EDITS)
    def test_a_sound_notice_with_a_few_slips(self, edits):
        text = SOUND
        for start, length, piece in edits:
            text = text[:start] + piece + text[start + length :]
        self._assert_either(text)

    @WITHIN
    @given(data=st.binary() | st.text().map(lambda text: text.encode("utf-16")))
    def test_any_bytes(self, scratch, data):
        scratch.write_bytes(data)
        file = read_notice(scratch, "notices/x.yml")
        assert (file.notice is None) == has_errors(file.diagnostics)
        for diagnostic in file.diagnostics:
            assert diagnostic.file == "notices/x.yml"

    @staticmethod
    def _assert_either(text: str) -> None:
        notice, faults = parse_notice(text, "x")
        assert (notice is None) == any(f.severity is Severity.ERROR for f in faults)
        for fault in faults:
            # libyaml also ends a line at a lone \r, which files read from disk do not hold.
            assert 1 <= fault.line <= text.count("\n") + text.count("\r") + 2
            assert fault.column >= 1
            assert fault.message
            assert fault.hint


def test_a_file_says_by_what_name_it_was_read(tmp_path):
    path = tmp_path / "x.yml"
    path.write_text("", encoding="utf-8")
    file = read_notice(path)
    assert isinstance(file, NoticeFile)
    assert file.diagnostics[0].file == path.as_posix()
