"""The import of plain-text drafts: real notices, small shapes, and anything at all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from site_builder.drafts import importer
from site_builder.drafts.doubts import Doubts
from site_builder.drafts.draft import Column, Draft, DraftLine, Fact
from site_builder.drafts.formats.text import MAX_BYTES
from site_builder.drafts.importer import Imported, draft_id, import_draft
from site_builder.notice.diagnostics import Diagnostic, has_errors
from site_builder.notice.model import RESERVED_IDS, Measure, Notice
from site_builder.notice.text import printed_text
from site_builder.reading.dump import dump_notice
from site_builder.reading.notice_file import parse_notice
from tests.import_shapes import as_text, printed_notices

ROOT = Path(__file__).parent.parent
CASES = ROOT / "tests" / "cases" / "drafts"
SPECIMENS = ROOT.parent / "shared" / "specimens"

TITLE = "中共示例市粮食局党组关于巡察整改进展情况的通报\n"


def shown(diagnostics: tuple[Diagnostic, ...]) -> list[str]:
    return [f"{d.line}:{d.column} {d.code}" for d in diagnostics]


def characters(source: str) -> str:
    return "".join(source.replace("**", "").split())


def imported(result: Imported) -> Notice:
    assert result.notice, [d.message for d in result.diagnostics]
    return result.notice


@pytest.fixture
def read(tmp_path: Path) -> Callable[[str | bytes], Imported]:
    def read_text(draft: str | bytes) -> Imported:
        path = tmp_path / "draft.txt"
        path.write_bytes(draft.encode() if isinstance(draft, str) else draft)
        return import_draft(path)

    return read_text


# --- Golden cases: NAME.txt → the doubts as comments, then the YAML, in NAME.yml


@pytest.mark.parametrize("draft", sorted(CASES.glob("*.txt")), ids=lambda path: path.stem)
def test_golden_case(draft: Path) -> None:
    result = import_draft(draft)
    notice = imported(result)
    doubts = "".join(f"# {line}\n" for line in shown(result.diagnostics))
    assert doubts + dump_notice(notice) == draft.with_suffix(".yml").read_text("utf-8")
    assert printed_text(notice) == characters(draft.read_text("utf-8"))
    assert parse_notice(dump_notice(notice), "other")[0] == notice


def test_golden_cases_are_pairs() -> None:
    names = Counter(path.stem for path in CASES.iterdir())
    assert len(names) >= 10
    assert set(names.values()) == {2}


# --- Real notices, which stay outside the project


def specimen(start: str) -> Path:
    found = sorted(SPECIMENS.glob(f"{start}_*.txt"))
    if not found:
        pytest.skip(f"no real notices beside the project: {SPECIMENS} has no {start}_*.txt")
    return found[0]


def measures_of(notice: Notice) -> list[tuple[Measure, ...]]:
    return [issue.measures for issue in notice.issues()]


@pytest.mark.parametrize("start", ["000", "001"])
def test_specimen_loses_no_character(start: str) -> None:
    path = specimen(start)
    notice = imported(import_draft(path))
    assert printed_text(notice) == characters(path.read_text("utf-8"))
    assert parse_notice(dump_notice(notice), "other")[0] == notice


def test_specimen_a() -> None:
    result = import_draft(specimen("000"))
    notice = imported(result)
    issues = list(notice.issues())
    assert [issue.number for issue in issues] == [f"{n}." for n in range(1, 21)]
    assert {issue.status for issue in issues} == {None}
    assert all(issue.measures for issue in issues)
    assert (notice.labels.measures, notice.labels.problem) == ("整改情况：", None)
    first, second, third = notice.sections
    assert [len(group.issues) for group in second.sections] == [11, 2, 7]
    assert [len(section.text) for section in first.sections] == [1, 1, 1]
    assert [len(section.text) for section in third.sections] == [1, 1, 1, 1]
    assert [section.heading and section.heading[-2:] for section in third.sections][3] == "动力"
    twelfth = issues[11].measures
    assert [measure.marker for measure in twelfth] == ["一是", "二是", "三是", "四是", "五是"]
    assert [len(measure.measures) for measure in twelfth] == [0, 0, 3, 2, 0]
    assert sum(map(len, measures_of(notice))) == 71
    assert notice.region == "源城区"
    assert notice.letterhead
    assert (len(notice.preamble), len(notice.closing)) == (1, 1)
    assert notice.labels.contacts == "联系方式："
    assert [(str(c.type), c.text is not None) for c in notice.contacts] == [
        ("phone", True),
        ("address", True),
        ("email", True),
    ]
    assert re.fullmatch(r"\d{7}", notice.contacts[0].value)
    assert [(line.type, line.text.count("\ufffd")) for line in notice.signature] == [
        ("signatory", 2)
    ]
    inspection = notice.inspection
    assert inspection.body == "区委第一巡察组"
    assert inspection.period
    assert inspection.period.start is None
    assert inspection.feedback_date
    assert (inspection.feedback_date.text, inspection.feedback_date.date) == ("8月19日", None)
    counts = Counter(d.code for d in result.diagnostics)
    assert {code: counts[code] for code in ("D101", "D102", "D103", "D201", "D301", "D302")} == {
        "D101": 12,
        "D102": 1,
        "D103": 1,
        "D201": 1,
        "D301": 1,
        "D302": 18,
    }
    places = shown(result.diagnostics)
    assert {"155:1 D102", "159:47 D201", "163:9 D301", "137:183 D103"} <= set(places)


def test_specimen_b() -> None:
    result = import_draft(specimen("001"))
    notice = imported(result)
    issues = list(notice.issues())
    assert len(issues) == 22
    assert [len(group.issues) for group in notice.sections[1].sections] == [9, 10, 2, 1]
    assert Counter(issue.status and issue.status.text for issue in issues) == {
        "已完成整改，并长期坚持。": 15,
        "阶段性完成整改，并持续推进。": 7,
    }
    labels = notice.labels
    assert (labels.problem, labels.status, labels.measures, labels.order) == (
        "存在问题：",
        "整改结果：",
        "整改落实情况：",
        None,
    )
    assert [measure.marker for measure in issues[6].measures] == ["（1）", None, "（3）"]
    fourth = issues[3].measures
    assert (fourth[0].text, [inner.marker for inner in fourth[0].measures]) == (
        None,
        ["一是", "二是"],
    )
    assert fourth[2].text
    assert [inner.marker for inner in fourth[2].measures] == ["一是"]
    assert sum(map(len, measures_of(notice))) == 58
    assert notice.edition == "（社会公开稿）"
    assert notice.region == "清远市"
    assert notice.letterhead is None
    assert [str(contact.type) for contact in notice.contacts] == ["phone", "address", "email"]
    assert re.fullmatch(r"0763-\d{7}", notice.contacts[0].value)
    assert [line.type for line in notice.signature] == ["issuer", "date"]
    assert notice.inspection.period
    assert notice.inspection.period.end
    assert [d for d in shown(result.diagnostics) if "D5" not in d] == ["4:1 D102", "86:1 D110"]


# --- Shapes that are drawn, printed and read back


@settings(max_examples=150, deadline=None)
@given(notice=printed_notices())
def test_a_printed_notice_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, notice: Notice
) -> None:
    path = tmp_path_factory.getbasetemp() / "draft.txt"
    path.write_text(as_text(notice), "utf-8")
    result = imported(import_draft(path))
    assert printed_text(result) == printed_text(notice)
    assert result.model_copy(update={"inspection": notice.inspection}) == notice


@settings(max_examples=100, deadline=None)
@given(notice=printed_notices(), width=st.integers(32, 42))
def test_a_wrapped_notice_keeps_issues_and_statuses(
    tmp_path_factory: pytest.TempPathFactory, notice: Notice, width: int
) -> None:
    """Where a sentence ends with its line, no one can tell whether the paragraph does too."""
    lines = (
        line[start : start + width]
        for line in as_text(notice).splitlines()
        for start in range(0, len(line), width)
    )
    path = tmp_path_factory.getbasetemp() / "wrapped.txt"
    path.write_text("\n".join(lines), "utf-8")
    result = imported(import_draft(path))
    assert printed_text(result) == printed_text(notice)
    assert [(i.number, i.problem, i.status) for i in result.issues()] == [
        (i.number, i.problem, i.status) for i in notice.issues()
    ]


# --- Ledgers and facts, which readers of other formats deliver


@pytest.fixture
def read_lines(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[Draft], Imported]:
    def read(draft: Draft) -> Imported:
        monkeypatch.setattr(importer, "read_draft", lambda path, doubts: draft)
        path = tmp_path / "draft.txt"
        path.write_text("-", "utf-8")
        return import_draft(path)

    return read


def ledger(*rows: Row, after: tuple[str, ...] = (), facts: tuple[Fact, ...] = ()) -> Draft:
    cells: list[tuple[str, int | None, Column | None]] = [
        (TITLE.strip(), None, None),
        ("现将整改情况通报如下。", None, None),
        ("一、整改台账", None, None),
        *((text, number, name) for number, row in enumerate(rows, 1) for name, text in row),
        *((text, None, None) for text in after),
    ]
    lines = (
        DraftLine(text, place, whole=True, row=row, column=column)
        for place, (text, row, column) in enumerate(cells, 1)
    )
    return Draft(tuple(lines), facts=facts)


Row = tuple[tuple[Column, str], ...]
FIRST: Row = (
    ("number", "1"),
    ("problem", "粮库巡检流于形式"),
    ("owner", "李某"),
    ("owner", "仓储科"),
    ("deadline", "2024年3月31日"),
    ("measures", "一是修订办法。二是每月抽查。"),
    ("measures", "三是通报。"),
    ("status", "已完成（立行立改）"),
)


def codes(result: Imported) -> set[str]:
    return {d.code for d in result.diagnostics}


def test_rows_of_a_ledger_are_issues(read_lines: Callable[[Draft], Imported]) -> None:
    second: Row = (("number", "2"), ("problem", "轮换不严"), ("measures", "重新核定。"))
    draft = ledger(FIRST, second, after=("表后的话。", "电话：0999-0123456", "2024年5月6日"))
    notice = imported(read_lines(draft))
    one, two = notice.issues()
    assert (one.number, one.problem, one.owner) == ("1", "粮库巡检流于形式", "李某\n仓储科")
    assert one.deadline
    assert one.deadline.date
    assert one.status
    assert (one.status.code, one.tags) == ("completed", ("立行立改",))
    assert [measure.marker for measure in one.measures] == ["一是", "二是", "三是"]
    assert (two.number, two.status, two.owner) == ("2", None, None)
    assert (notice.labels.measures, notice.labels.status) == (None, None)
    assert notice.sections[0].sections[-1].text == ("表后的话。",)
    assert printed_text(notice) == characters("".join(line.text for line in draft.lines))


def test_what_a_row_cannot_hold_stays_in_its_text(
    read_lines: Callable[[Draft], Imported],
) -> None:
    odd: Row = (
        ("problem", "轮换不严"),
        ("number", "9"),
        ("status", "待研究"),
        ("measures", "重新核定。"),
        ("problem", "还有一栏"),
    )
    below: Row = (("measures", "合并的单元格。"),)
    draft = ledger(FIRST, odd, below)
    result = read_lines(draft)
    notice = imported(result)
    assert [issue.problem for issue in notice.issues()] == ["粮库巡检流于形式", "轮换不严"]
    assert [issue.status is None for issue in notice.issues()] == [False, True]
    assert {"D121", "D122", "D401"} <= codes(result)
    assert printed_text(notice) == characters("".join(line.text for line in draft.lines))


def test_a_ledger_without_issues_is_text(read_lines: Callable[[Draft], Imported]) -> None:
    result = read_lines(ledger((("owner", "李某"), ("measures", "补学。"))))
    assert {"D114", "D120"} <= codes(result)
    assert not list(imported(result).issues())


def test_facts_become_fields(read_lines: Callable[[Draft], Imported]) -> None:
    facts = (
        Fact("index_number", " 0123/2024-1 ", 1),
        Fact("published", "2024-05-08 10:20", 1),
        Fact("publisher", "示例市粮食局", 1),
        Fact("region", "样板区", 1),
        Fact("disclosure", "", 1),
    )
    result = read_lines(ledger(FIRST, facts=facts))
    notice = imported(result)
    assert (notice.index_number, notice.publisher) == ("0123/2024-1", "示例市粮食局")
    assert (str(notice.published), notice.region) == ("2024-05-08", "样板区")
    assert notice.disclosure is None
    assert "D510" in codes(result)


def test_a_vague_day_of_publication_is_not_guessed(
    read_lines: Callable[[Draft], Imported],
) -> None:
    result = read_lines(ledger(FIRST, facts=(Fact("published", "2024年5月", 1),)))
    assert imported(result).published is None
    assert "D510" in codes(result)


def test_heading_broken_before_its_last_words(read: Callable[[str | bytes], Imported]) -> None:
    heading = "（一）关于落实国家粮食储备政策方面存在问题的"
    result = read(f"{TITLE}一、反馈问题整改\n{heading}\n整改情况\n1.学习不及时\n整改情况：补学。\n")
    notice = imported(result)
    assert notice.sections[0].sections[0].heading == f"{heading}整改情况"
    assert [issue.problem for issue in notice.issues()] == ["学习不及时"]
    assert "4:1 D102" in shown(result.diagnostics)


def test_list_of_numbers_broken_within(read: Callable[[str | bytes], Imported]) -> None:
    body = "".join(f"{n}.学习不及时\n整改情况：补学。\n" for n in (1, 2, 3))
    result = read(
        f"{TITLE}一、反馈问题整改\n{body}已完成整改的有1个：1；正在整改的有2个：\n2、3。\n"
    )
    issues = list(imported(result).issues())
    assert [issue.status_code for issue in issues] == ["completed", "in_progress", "in_progress"]


@pytest.mark.parametrize("break_", ["", "\n"])
def test_title_ends_in_a_list_of_units(
    read: Callable[[str | bytes], Imported], break_: str
) -> None:
    title = f"示例市2023年度巡察整改情况公开（市粮食局、{break_}市水务局）"
    units = "".join(
        f"中共示例市{name}党组\n1.学习不及时。整改情况：补学。整改结果：已完成。\n"
        for name in ("粮食局", "水务局")
    )
    notice = imported(read(f"{title}\n{units}监督电话：0999-0123456\n中共示例市委巡察办\n"))
    assert notice.title == title.replace("\n", "")
    assert [len(section.issues) for section in notice.sections] == [1, 1]
    assert {issue.status_code for issue in notice.issues()} == {"completed"}


def test_whole_paragraphs_are_not_joined(read_lines: Callable[[Draft], Imported]) -> None:
    texts = (TITLE.strip(), "一、反馈问题整改情况", "1.学习不及时", "整改情况：补学，", "抽查。")
    lines = tuple(DraftLine(text, i, whole=True) for i, text in enumerate(texts, 1))
    (issue,) = imported(read_lines(Draft(lines))).issues()
    assert [measure.text for measure in issue.measures] == ["补学，", "抽查。"]


# --- What was copied from pages and tables


LEDGER = """\
一、已完成整改的问题
序号\t存在的问题\t整改措施\t责任领导\t责任部门\t完成情况
一\t粮食储备方面
1\t粮库巡检走过场\t（1）修订巡检办法。（2）每月抽查。\t李某\t仓储科\t已完成
2\t轮换计划执行不严\t重新核定轮换计划。\t王某\t调控科\t已完成
二、正在整改的问题
问题\t整改情况\t验收意见
台账缺失\t补齐台账36份。\t同意
联系电话：0999-0123456
"""


def test_a_ledger_copied_with_tabs(read: Callable[[str | bytes], Imported]) -> None:
    result = read(f"{TITLE}2024年1月9日反馈意见。\n{LEDGER}")
    notice = imported(result)
    assert result.reading
    found = [(i.number, i.problem, i.owner, i.status and i.status.text) for i in notice.issues()]
    assert found == [
        ("1", "粮库巡检走过场", "李某\n仓储科", "已完成"),
        ("2", "轮换计划执行不严", "王某\n调控科", "已完成"),
        (None, "台账缺失", None, "正在整改"),
    ]
    assert [len(issue.measures) for issue in notice.issues()][:2] == [2, 1]
    headings = [section.heading for section in notice.sections]
    assert headings == ["一、已完成整改的问题", "二、正在整改的问题"]
    assert notice.sections[0].text == ("一\t粮食储备方面",)
    assert {dropped.why for dropped in result.reading.left_out} == {"表头"}
    assert [d.line for d in result.diagnostics if d.code == "D927"] == [9]
    assert "同意" in printed_text(notice)


def test_tabs_without_headers_are_no_ledger(read: Callable[[str | bytes], Imported]) -> None:
    notice = imported(read(f"{TITLE}一、情况\n1.制度不全。\n整改：已补。\n甲\t1份\n乙\t2份\n"))
    assert len(list(notice.issues())) == 1
    assert "甲1份乙2份" in printed_text(notice)


PAGE = """\
当前位置：首页 > 政务公开 > 巡察整改
中共示例市粮食局党组关于巡察整改进展情况的通报
发布时间：2024-05-06 10:22　来源：示例市粮食局　浏览次数：1238　字体：[大 中 小] 【打印】【关闭】
一、情况
1.制度不全。
整改：已补制
— 1 —
度，并公布。
联系电话：0999-0123456
中共示例市粮食局党组
2024年5月5日
— 2 —
上一篇：部门决算公开
扫一扫在手机打开当前页
"""


def test_what_a_page_leaves_is_left_out(read: Callable[[str | bytes], Imported]) -> None:
    result = read(PAGE)
    notice = imported(result)
    assert result.reading
    assert notice.letterhead is None
    assert notice.preamble == ()
    assert (str(notice.published), notice.publisher) == ("2024-05-06", "示例市粮食局")
    (issue,) = notice.issues()
    assert [measure.text for measure in issue.measures] == ["已补制度，并公布。"]
    assert [line.text for line in notice.signature] == ["中共示例市粮食局党组", "2024年5月5日"]
    assert [contact.value for contact in notice.contacts] == ["0999-0123456"]
    gone = "".join(dropped.text for dropped in result.reading.left_out)
    held = "".join(fact.value for fact in result.reading.facts)
    assert Counter(characters(PAGE)) == Counter(characters(printed_text(notice) + gone + held))


@pytest.mark.parametrize("line", ["— 1 —", "第3页", "当前位置待定", "打印", "发布时间：2024-05-06"])
def test_what_may_be_text_stays(read: Callable[[str | bytes], Imported], line: str) -> None:
    kept = printed_text(imported(read(f"{TITLE}一、情况\n1.制度不全。\n整改：已补{line}。\n")))
    assert characters(line) in kept
    alone = imported(read(f"{TITLE}一、情况\n{line}\n1.制度不全。\n整改：已补。\n"))
    assert (characters(line) in printed_text(alone)) is (line != "打印")


# --- Files that are no drafts


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "D901"),
        (b"\xef\xbb\xbf \r\n\n", "D901"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "D902"),
        (b"\xff\xff\xff", "D902"),
        (b"%PDF-1.7\n", "D913"),
        (b"PK\x03\x04\0\0", "D913"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0", "D913"),
        (b"<!DOCTYPE html><html></html>", "D913"),
        (b" " * (MAX_BYTES + 1), "D903"),
        ("今天天气很好。\n".encode(), "D904"),
        (f"{TITLE}全文没有编号。\n".encode(), "D905"),
        ("关于巡察整改的通报\n一、情况\n已整改。\n".encode(), "D906"),
    ],
)
def test_no_draft(read: Callable[[str | bytes], Imported], data: bytes, code: str) -> None:
    result = read(data)
    assert result.notice is None
    assert [d.code for d in result.diagnostics if d.severity == "error"] == [code]


def test_a_paragraph_beyond_the_limit_is_refused_at_its_place(
    read: Callable[[str | bytes], Imported],
) -> None:
    result = read(f"{TITLE}一、情况\n1.制度不全。\n整改：{'已补。' * 40_000}\n")
    assert result.notice is None
    (refused,) = (d for d in result.diagnostics if d.severity == "error")
    assert (refused.code, refused.line, refused.column) == ("D946", 4, 4)
    assert "120,000 字，超过上限 100,000" in refused.message
    assert "分成几段" in (refused.hint or "")


def test_missing_file(tmp_path: Path) -> None:
    result = import_draft(tmp_path / "missing.txt")
    assert [d.code for d in result.diagnostics] == ["D907"]


def test_fault_of_a_reader_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(path: Path, doubts: Doubts) -> Draft | None:
        raise RecursionError("deeper\nthan a parser goes")

    monkeypatch.setattr("site_builder.drafts.formats.text.read", broken)
    path = tmp_path / "draft.txt"
    path.write_text(f"{TITLE}一、情况\n已整改。\n", "utf-8")
    result = import_draft(path)
    assert result.notice is None
    (said,) = result.diagnostics
    assert (said.code, said.severity) == ("D929", "error")
    assert "RecursionError deeper than a parser goes" in said.message


def test_unusable_id(tmp_path: Path) -> None:
    path = tmp_path / "draft.txt"
    path.write_text(f"{TITLE}一、情况\n已整改。\n", "utf-8")
    (refused,) = (d for d in import_draft(path, "不能用").diagnostics if d.severity == "error")
    assert refused.code == "D908"
    assert refused.message.endswith("“编号”不能是“不能用”")
    (refused,) = (d for d in import_draft(path, "con").diagnostics if d.severity == "error")
    assert refused.message.endswith("编号“con”是保留名称")
    assert imported(import_draft(path, "ls-2024")).id == "ls-2024"


@pytest.mark.parametrize("control", "\x07\x1b\x1c\x1f\x7f\ufffe")
@pytest.mark.parametrize(
    "line", ["一、情{}况", "1.制度{}不全。", "整改：已{}补。", "联系电{}话：0999-0123456"]
)
def test_a_control_character_is_refused_at_its_place(
    tmp_path: Path, line: str, control: str
) -> None:
    lines = [TITLE.strip(), "一、情况", "1.制度不全。", "整改：已补。", line.format(control)]
    path = tmp_path / "draft.txt"
    path.write_text("\n".join(lines), "utf-8")
    result = import_draft(path)
    assert result.notice is None
    places = {(d.code, d.line, d.column) for d in result.diagnostics}
    column = line.index("{") + 1
    assert {("D303", 5, column), ("D908", 5, column)} <= places
    (refused,) = (d for d in result.diagnostics if d.severity == "error")
    assert f"控制字符 U+{ord(control):04X}" in refused.message


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_encodings_give_the_same_notice(
    read: Callable[[str | bytes], Imported], encoding: str, newline: str
) -> None:
    text = (CASES / "inline-ordinals.txt").read_text("utf-8")
    result = read(text.replace("\n", newline).encode(encoding))
    assert imported(result).sections == imported(read(text)).sections
    assert ("D304" in {d.code for d in result.diagnostics}) is (encoding in {"gb18030", "utf-16"})


def test_lost_character_is_never_written(
    read: Callable[[str | bytes], Imported], monkeypatch: pytest.MonkeyPatch
) -> None:
    def forgetful(notice: Notice) -> str:
        return printed_text(notice).replace("粮", "", 1)

    monkeypatch.setattr("site_builder.drafts.importer.printed_text", forgetful)
    result = read(f"{TITLE}一、情况\n已整改。\n")
    assert result.notice is None
    doubt = next(d for d in result.diagnostics if d.code == "D900")
    assert (doubt.line, doubt.column) == (1, 6)
    assert "粮" in doubt.message


# --- Places


def test_places_count_in_the_file_as_it_is(read: Callable[[str | bytes], Imported]) -> None:
    result = read(
        f"\n{TITLE}一、反馈问题整改情况\n\n　　**1. 学习不及时**\n"
        "　整改情况：**一是**补学\ufffd\ufffd，**三是**略。**三是**抽查。\n"
        "联系方式：**电话**：1234567。\n"
    )
    places = shown(result.diagnostics)
    assert {"6:15 D301", "6:28 D110", "7:13 D201", "5:3 D302"} <= set(places)


# --- Ids


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("000_2f080293ae457813.txt", "000_2f080293ae457813"),
        ("示例市科技局 2023.txt", "shi-li-shi-ke-ji-ju-2023"),
        ("２０２３年通报（定稿）.txt", "2023-nian-tong-bao-ding-gao"),
        ("Übersicht.txt", "ubersicht"),
    ],
)
def test_draft_id(name: str, expected: str) -> None:
    assert draft_id(Path(name)) == expected


@given(st.text(min_size=1).filter(lambda name: "/" not in name and "\0" not in name))
@example("con")
@example("！！！")
@example("示" * 200)
def test_draft_id_is_always_usable(name: str) -> None:
    slug = draft_id(Path(name))
    assert slug not in RESERVED_IDS
    assert parse_notice(f"title: 甲\norganization: 乙\nid: '{slug}'\n", "other")[0]


# --- Anything at all

FRAGMENTS = (
    *(
        "一、",
        "二、",
        "（一）",
        "（二）",
        "(3)",
        "1.",
        "2、",
        "3．",
        "10.",
        "（1）",
        "（2）",
        "①",
        "②",
    ),
    *("一是", "二是", "三是", "问题1：", "1.问题2:", "问题3", "附件："),
    *("存在问题：", "问题：", "整改情况：", "整改落实情况:", "整改：", "整改结果：", "完成情况："),
    *("【整改措施】", "整改措施", "责任单位：", "责任领导：", "整改时限：", "问题表现："),
    *("已完成。", "已完成整改，并长期坚持。", "该问题已完成整改。", "视情况再定。", "2024年5月6日"),
    *(
        "学习不及时",
        "补学三次。",
        "研究部署，",
        "长期坚持；",
        "2023",
        "年3月",
        "党组",
        "方面",
        "。",
    ),
    *("欢迎监督。", "联系方式：", "电话：", "电话 0123456；", "邮箱a@b.cn。", "邮编：", "地址：甲"),
    *("主要负责人签名：", "中共示例市粮食局党组", "关于巡察整改的通报", "（社会公开稿）"),
    *("**", "*", "\ufffd", " ", "　", "\t", "\x0c", "\u200b", "<b>", "&", "：", "“", "”", "）"),
)
LINES = st.lists(st.lists(st.sampled_from(FRAGMENTS), max_size=6).map("".join), max_size=30)


@settings(max_examples=400, deadline=None)
@given(lines=LINES, titled=st.booleans(), newline=st.sampled_from(["\n", "\n\n", "\r\n"]))
def test_any_draft_is_read_whole_or_refused(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], titled: bool, newline: str
) -> None:
    text = newline.join([TITLE.strip(), *lines] if titled else lines)
    check_whole_or_refused(tmp_path_factory.getbasetemp() / "any.txt", text)


@settings(max_examples=300, deadline=None)
@given(
    case=st.sampled_from(sorted(CASES.glob("*.txt"))),
    changes=st.lists(st.tuples(st.floats(0, 1), st.sampled_from([*FRAGMENTS, "\n"])), max_size=6),
    dropped=st.floats(0, 1),
)
def test_any_change_of_a_draft_is_read_whole_or_refused(
    tmp_path_factory: pytest.TempPathFactory,
    case: Path,
    changes: list[tuple[float, str]],
    dropped: float,
) -> None:
    lines = case.read_text("utf-8").splitlines()
    lines.pop(int(dropped * (len(lines) - 1)))
    text = "\n".join(lines)
    for place, fragment in changes:
        at = int(place * len(text))
        text = text[:at] + fragment + text[at:]
    check_whole_or_refused(tmp_path_factory.getbasetemp() / "changed.txt", text)


def check_whole_or_refused(path: Path, text: str) -> None:
    path.write_text(text, "utf-8", newline="")
    result = import_draft(path)
    assert (result.notice is None) is has_errors(result.diagnostics)
    assert not {"D900", "D929"} & {d.code for d in result.diagnostics}
    count = len(text.replace("\r\n", "\n").split("\n"))
    assert all(1 <= d.line <= count and d.column >= 1 for d in result.diagnostics)
    if result.notice:
        assert printed_text(result.notice) == characters(text)
        assert parse_notice(dump_notice(result.notice), "other")[0] == result.notice
