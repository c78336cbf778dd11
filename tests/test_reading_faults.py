"""Every slip is reported once, at its place, in Chinese, with a cure.

`cases/faults/NAME.yml` each hold a whole notice with a slip planted in it. The comments at the
top say what is to be reported: `# expect: CODE LINE:COLUMN`, counted in the file itself.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from site_builder.notice.diagnostics import Diagnostic, Severity, has_errors
from site_builder.reading.notice_file import MAX_BYTES, parse_notice, read_notice

CASES = sorted((Path(__file__).parent / "cases/faults").glob("*.yml"))
EXPECTED = re.compile(r"^# expect: (N\d{3}) (\d+):(\d+)$", re.MULTILINE)
CHINESE = re.compile(r"[\u4e00-\u9fff]")
WARNINGS = {"N113"}
HEAD = "标题: 甲\n单位: 乙\n"


def _places(diagnostics) -> list[tuple[str, int, int]]:
    return sorted((d.code, d.line, d.column) for d in diagnostics)


def _assert_helpful(diagnostic: Diagnostic) -> None:
    assert CHINESE.search(diagnostic.message)
    assert CHINESE.search(diagnostic.hint)
    words = diagnostic.message + diagnostic.hint
    assert not re.search(r"None|Unquoted|Broken|tag:yaml|\n", words)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_each_slip_is_reported_once_at_its_place(path):
    text = path.read_text(encoding="utf-8")
    expected = sorted((c, int(line), int(col)) for c, line, col in EXPECTED.findall(text))
    file = read_notice(path)
    assert _places(file.diagnostics) == expected
    assert (file.notice is None) == has_errors(file.diagnostics)
    for diagnostic in file.diagnostics:
        assert (diagnostic.severity is Severity.WARNING) == (diagnostic.code in WARNINGS)
        _assert_helpful(diagnostic)


def test_the_cases_show_every_code_and_one_sound_notice():
    found = [EXPECTED.findall(path.read_text(encoding="utf-8")) for path in CASES]
    assert len(CASES) >= 90
    # N100 is for files that are no text: they are made below.
    codes = {f"N{n}" for n in range(101, 112)} | WARNINGS
    assert {code for case in found for code, _, _ in case} == codes
    assert [path.stem for path, case in zip(CASES, found, strict=True) if not case] == ["sound"]


class TestNoText:
    """Files that are not text, or too much of it: one diagnostic each."""

    def _only(self, path: Path, data: bytes | None = None) -> Diagnostic:
        if data is not None:
            path.write_bytes(data)
        file = read_notice(path)
        assert file.notice is None
        (diagnostic,) = file.diagnostics
        _assert_helpful(diagnostic)
        return diagnostic

    @pytest.fixture
    def path(self, tmp_path) -> Path:
        return tmp_path / "x.yml"

    @pytest.mark.parametrize("data", [b"", b"\n\n", "# 只有注释\n".encode(), b"\xef\xbb\xbf", b"~"])
    def test_nothing_in_it(self, path, data):
        diagnostic = self._only(path, data)
        assert _places([diagnostic]) == [("N100", 1, 1)]
        assert "空" in diagnostic.message

    def test_gbk(self, path):
        diagnostic = self._only(path, "id: a\ntitle: 甲\n单位: 乙\n".encode("gbk"))
        assert _places([diagnostic]) == [("N100", 2, 8)]
        assert "GBK" in diagnostic.message
        assert "UTF-8" in diagnostic.hint

    @pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
    def test_utf_16(self, path, encoding):
        bom = b"" if encoding == "utf-16" else b"\xfe\xff"
        diagnostic = self._only(path, bom + HEAD.encode(encoding))
        assert _places([diagnostic]) == [("N100", 1, 1)]
        assert "UTF-16" in diagnostic.message

    def test_no_encoding_at_all(self, path):
        diagnostic = self._only(path, HEAD.encode() + "乙".encode() + b"\xff\xff\xff")
        assert _places([diagnostic]) == [("N100", 3, 2)]
        assert "GBK" not in diagnostic.message

    def test_behind_a_byte_order_mark(self, path):
        diagnostic = self._only(path, b"\xef\xbb\xbfid: abcd\xff")
        assert _places([diagnostic]) == [("N100", 1, 9)]

    def test_line_ends_of_old_macs_count(self, path):
        diagnostic = self._only(path, "标题: 甲\r单位: 乙\r\x00\r".encode())
        assert _places([diagnostic]) == [("N100", 3, 1)]

    def test_line_ends_of_old_macs_count_where_it_is_no_utf_8(self, path):
        diagnostic = self._only(path, "标题: 甲\r\n单位: 乙\r地区: ".encode() + b"\xff")
        assert _places([diagnostic]) == [("N100", 3, 5)]

    @pytest.mark.parametrize("text", ["甲 # 乙", "- 甲 # 乙\n"])
    def test_a_comment_does_not_hide_that_it_is_no_notice(self, path, text):
        path.write_text(text, encoding="utf-8")
        file = read_notice(path)
        assert file.notice is None
        assert has_errors(file.diagnostics)
        assert [d.code for d in file.diagnostics] == ["N113", "N108"]

    @pytest.mark.parametrize("char", "\x00\x07\x0b\x1b\x7f\x85\ufeff\ufffe\u2028\u2029")
    def test_an_invisible_character(self, path, char):
        diagnostic = self._only(path, f"标题: 甲\r\n单位: 乙丙{char}丁\r\n".encode())
        assert _places([diagnostic]) == [("N100", 2, 7)]
        assert f"U+{ord(char):04X}" in diagnostic.message

    def test_too_big(self, path):
        comment = "#" * (MAX_BYTES - len(HEAD.encode()) - 1)
        path.write_text(f"{HEAD}{comment}\n", encoding="utf-8")
        assert read_notice(path).notice is not None
        path.write_text(f"{HEAD}#{comment}\n", encoding="utf-8")
        assert _places([self._only(path)]) == [("N100", 1, 1)]

    def test_no_file(self, tmp_path):
        assert _places([self._only(tmp_path / "no.yml")]) == [("N100", 1, 1)]

    def test_a_folder(self, tmp_path):
        assert _places([self._only(tmp_path)]) == [("N100", 1, 1)]


class TestBombs:
    @pytest.mark.parametrize(
        ("opening", "column"),
        [("[", 64), ("{", 64), ("[{", 64), ("- ", 121), ("? ", 121), ("{a: ", 241)],
    )
    def test_200_000_levels(self, opening, column):
        in_a_key = opening[0] in "[{"
        notice, faults = parse_notice(("单位: " if in_a_key else "") + opening * 200_000, "x")
        assert notice is None
        assert _places(faults) == [("N102", 1, column)]

    def test_levels_by_indentation(self):
        lines = "".join(f"{'  ' * depth}- 章节:\n" for depth in range(500))
        notice, faults = parse_notice(f"{HEAD}章节:\n{lines}", "x")
        assert notice is None
        assert _places(faults) == [("N102", 33, 61)]

    def test_levels_by_dashes_over_many_lines(self):
        lines = "".join(f"{' ' * (60 * number)}{'- ' * 30}\n" for number in range(300))
        notice, faults = parse_notice(lines, "x")
        assert notice is None
        assert _places(faults) == [("N102", 3, 121)]

    def test_brackets_in_a_text_are_no_levels(self):
        notice, faults = parse_notice(f"标题: 甲{'[' * 500}\n单位: '{'{' * 500}'\n", "x")
        assert not faults
        assert notice is not None
        assert notice.title == "甲" + "[" * 500

    def test_a_billion_laughs(self):
        laughs = "".join(f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30))
        notice, faults = parse_notice(f"{HEAD}a0: &a0 哈\n{laughs}", "x")
        assert notice is None
        assert [f.line for f in faults if f.code == "N106"] == list(range(3, 33))

    def test_an_alias_of_itself(self):
        _, faults = parse_notice(f"{HEAD}章节: &a\n- 章节: *a\n", "x")
        assert _places(faults) == [("N106", 3, 5)]


class TestWords:
    """Cause and cure name what the webmaster wrote."""

    @pytest.mark.parametrize(
        ("text", "cause", "cure"),
        [
            ("地区：甲", "全角冒号", "英文冒号"),
            ("地区:甲", "冒号少了空格", "空一格"),
            ("地区: no", "“no”没有加引号", "'no'"),
            ("标题: 丙", "“标题”写了两次", "保留一处"),
            ("title: 丙", "“title”与“标题”", "保留一处"),
            ("组织: 丙", "不认识“组织”", "编号、标题、文头"),
            ("发布机关: 丙", "不认识“发布机关”", "是不是“发布机构”？"),
            ("前言: [1.]", "“1.”没有加引号，YAML 会把它读成小数", "'1.'"),
            ("发布日期: 2023", "应当是日期，这里却是“2023”", "2023-08-10"),
            ("章节: 12", "应当是一个列表", "“- ”开头"),
            ("发布日期: 2023年2月30日", "“2023年2月30日”不是", "2023-08-10"),
            ("联系方式: {热线: '1'}", "只有“热线”", "电话、短信"),
            ("联系方式: [{类型: 电话, 内容: '1'}]", "“电话”不在可选", "phone、sms"),
            ("落款: {签发: 甲}", "落款里不认识“签发”", "单位、签名、日期"),
            ("落款: [{单位: 甲, 日期: 乙}]", "一条里有2项（单位、日期）", "另起一条"),
            ("前言: 12", "“12”没有加引号", "'12'"),
            ("\t地区: 甲", "制表符", "用空格"),
            ("地区: *甲", "以“*”开头", "加英文引号"),
            ("地区: !甲", "以“!”开头", "加英文引号"),
            ("地区: &甲", "以“&”开头", "加英文引号"),
            ("地区: }甲", "YAML 的特殊符号", "加英文引号"),
            ("地区: [甲, , 乙]", "缺一项", "补上"),
            ("地区: [甲, ", "缺一项", "补上"),
            ("地区: [见:[甲]]", "含有冒号", "加英文引号"),
            ('地区: "甲\\u12"', "“\\”后面", "单引号"),
            ('地区: "甲\\UFFFFFFFF"', "“\\”后面", "单引号"),
            ('地区: "\\x1c"', "控制字符 U+001C", "删去"),
            ('用语: {联系方式: "\\x1c"}', "控制字符 U+001C", "删去"),
            ('编号: "a\\x07"', "控制字符 U+0007", "删去"),
            ('地区: "甲"乙', "引号之后还有多余的文字", "一对引号"),
            ("地区: [甲]乙", "之后还有多余的文字", "加英文引号"),
            ("编号: 甲", "编号“甲”不能用在网址里", "小写字母"),
            (f"编号: {'a' * 101}", "超过 100 个字符", "缩短"),
            ("章节: [{问题: [{存在问题: 甲, 整改结果: 还行}]}]", "“还行”不在词表中", "{表述: 还行"),
        ],
    )
    def test_cause_and_cure(self, text, cause, cure):
        notice, faults = parse_notice(f"{HEAD}{text}\n", "x")
        assert notice is None
        (fault,) = faults
        assert cause in fault.message
        assert cure in fault.hint
        assert fault.line == 3

    def test_a_tab_before_a_list_is_a_tab_and_no_special_sign(self):
        _, faults = parse_notice(f"{HEAD}前言:\n\t- 甲\n", "x")
        assert _places(faults) == [("N101", 4, 1)]
        assert "制表符" in faults[0].message

    def test_a_file_name_that_is_no_id_says_so(self):
        notice, faults = parse_notice(HEAD, "科技局")
        assert notice is None
        assert _places(faults) == [("N111", 1, 1)]
        assert "文件名" in faults[0].hint

    def test_a_key_is_not_taken_for_another_that_is_there_already(self):
        _, faults = parse_notice("标题: 甲\n单位: 乙\n标题二: 丙\n", "x")
        assert _places(faults) == [("N104", 3, 1)]

    def test_misspelling_a_key_that_must_be_there_is_one_slip(self):
        _, faults = parse_notice("题目: 甲\n单位: 乙\n", "x")
        assert _places(faults) == [("N104", 1, 1)]
        assert faults[0].hint == "是不是“标题”？"

    @pytest.mark.parametrize("seed", ["1", "2"])
    def test_where_a_key_has_both_its_names_the_one_that_was_read_is_told(self, seed):
        line = "章节: [{问题: [{存在问题: 甲, 整改结果: {表述: 还行, text: 尚可}}]}]"
        code = (
            "import sys; from site_builder.reading.notice_file import parse_notice;"
            "(fault,) = parse_notice(sys.argv[1], 'x')[1];"
            "print('尚可' in fault.message, fault.line, fault.column)"
        )
        told = subprocess.run(
            [sys.executable, "-c", code, f"{HEAD}{line}\n"],
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
        assert told.stdout.split() == [b"True", b"3", b"%d" % (line.index("text") + 1)]

    @pytest.mark.parametrize("end", ["", "\n", " \n\n"])
    def test_what_ends_too_early_ends_in_its_last_line(self, end):
        _, faults = parse_notice(f"{HEAD}前言: [甲,{end}", "x")
        assert _places(faults) == [("N101", 3, 8)]


def test_a_whole_paragraph_is_not_told_again(tmp_path):
    file = tmp_path / "a.yml"
    long = "差不多" * 2000
    file.write_text(
        f"{HEAD}章节:\n- 问题:\n  - 存在问题: 甲\n    整改结果: {long}\n", encoding="utf-8"
    )
    (found,) = read_notice(file).diagnostics
    assert found.code == "N110"
    assert found.message.startswith("状态表述“差不多")
    assert len(found.message) < 400
    assert len(found.hint) < 400
