"""The import of Markdown: its marks taken off and reported, the text as it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.drafts.doubts import Doubts
from site_builder.drafts.draft import Draft
from site_builder.drafts.formats import markdown
from site_builder.drafts.importer import import_draft

ROOT = Path(__file__).parent.parent
SPECIMENS = ROOT.parent / "shared" / "specimens"
CASES = sorted((ROOT / "tests" / "cases" / "drafts").glob("*.txt"))


def read(source: str, path: Path) -> tuple[Draft, list[str]]:
    path.write_text(source, "utf-8", newline="")
    doubts = Doubts(path.as_posix())
    draft = markdown.read(path, doubts)
    assert draft
    texts = [*(line.text for line in draft.lines), *(gone.text for gone in draft.dropped)]
    if "&" not in source:
        assert Counter("".join("".join(texts).split())) == Counter("".join(source.split()))
    return draft, [doubt.diagnostic.code for doubt in doubts.sorted()]


@pytest.fixture
def draft_of(tmp_path: Path) -> Callable[[str], Draft]:
    return lambda source: read(source, tmp_path / "draft.md")[0]


def texts(draft: Draft) -> list[str]:
    return [line.text.strip() for line in draft.lines]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_golden_case_as_markdown(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "draft.md"
    copy.write_bytes(path.read_bytes())
    expected, notice = import_draft(path, "same").notice, import_draft(copy, "same").notice
    assert expected
    assert notice
    assert [issue.status for issue in notice.issues()] == [
        issue.status for issue in expected.issues()
    ]


@pytest.mark.parametrize("start", ["000", "001"])
def test_specimen(start: str, tmp_path: Path) -> None:
    found = sorted(SPECIMENS.glob(f"{start}_*.txt"))
    if not found:
        pytest.skip(f"no real notices beside the project: {SPECIMENS} has no {start}_*.txt")
    copy = tmp_path / "draft.markdown"
    copy.write_bytes(found[0].read_bytes())
    assert import_draft(copy, "same").notice == import_draft(found[0], "same").notice


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("# 一、标题", ["一、标题"]),
        ("### （一）标题 ###", ["（一）标题"]),
        ("**一是**补学。*抽查*。__三是__，略。", ["一是补学。抽查。三是，略。"]),
        ("三是**补学", ["三是**补学"]),
        ("- 甲\n* 乙\n+ 丙\n1. 丁", ["甲", "乙", "丙", "1. 丁"]),
        ("> 引文", ["引文"]),
        ("见[甲](https://a.cn/b)和<https://a.cn>、![图](a.png)。", ["见甲和https://a.cn、。"]),
        ("见[2022](1)号", ["见[2022](1)号"]),
        ("河委办[2022]14号(试行)", ["河委办[2022]14号(试行)"]),
        (r"\*不是强调\*，1\. 甲", ["*不是强调*，1. 甲"]),
        ("138****1234，35*************123", ["138****1234，35*************123"]),
        ("签名：______，file_name_a", ["签名：______，file_name_a"]),
        ("甲<!-- 注\n释 -->乙", ["甲", "乙"]),
        ("甲<br>乙<br/>丙", ["甲", "乙", "丙"]),
        ("<p align=center>甲</p>", ["甲"]),
        ("甲&nbsp;乙&lt;丙&gt;", ["甲 乙<丙>"]),
        ("`代码`和~~删~~", ["代码和删"]),
        ("标题\n===\n正文\n\n---\n尾", ["标题", "正文", "尾"]),
        ("```\n# 原样 **甲**\n```", ["# 原样 **甲**"]),
        ("---\ntitle: 甲\n---\n正文", ["正文"]),
        ("**见[甲](a.cn)**", ["见甲"]),
    ],
)
def test_marks(draft_of, source: str, expected: list[str]) -> None:
    assert texts(draft_of(source)) == expected


def test_numbers_of_lines(draft_of) -> None:
    draft = draft_of("---\na: b\n---\r\n甲。\r\n\r\n<!-- 注\r\n释 -->\r\n乙。\r\n")
    assert [(line.number, line.text) for line in draft.lines] == [(4, "甲。"), (8, "乙。")]
    assert [gone.number for gone in draft.dropped] == [1, 6]


def test_ledger(tmp_path: Path) -> None:
    source = "| 序号 | 存在问题 | 整改措施 | 完成情况 |\n|:--|---|---|--:|\n"
    rows = "| 1 | 学习**不及时** | 补学<br>抽查 | 已完成 |\n| 2 | a\\|b | | 未完成 |\n尾。"
    draft, codes = read(source + rows, tmp_path / "draft.md")
    assert [(line.row, line.column, line.text.strip()) for line in draft.lines] == [
        (1, "number", "1"),
        (1, "problem", "学习不及时"),
        (1, "measures", "补学"),
        (1, "measures", "抽查"),
        (1, "status", "已完成"),
        (2, "number", "2"),
        (2, "problem", "a|b"),
        (2, "status", "未完成"),
        (None, None, "尾。"),
    ]
    assert "D942" not in codes


def test_other_table(tmp_path: Path) -> None:
    draft, codes = read("|项目|数量|\n|-|-|\n|培训|3|\n", tmp_path / "draft.md")
    assert texts(draft) == ["项目", "数量", "培训", "3"]
    assert codes == ["D942"]


def test_wrapped_paragraphs_are_not_whole(draft_of) -> None:
    draft = draft_of("甲甲甲。\n\n乙乙，\n丙丙。\n\n# 标题\n丁丁丁丁丁。\n")
    assert [line.whole for line in draft.lines] == [True, False, False, True, True]


PIECES = st.sampled_from(
    [
        *(
            "# ",
            "**",
            "*",
            "_",
            "__",
            "- ",
            "> ",
            "|",
            "|-|-|",
            "\n",
            "\n\n",
            "<br>",
            "<b>",
            "\\",
            "`",
        ),
        *(
            "[甲](a.cn)",
            "![",
            "](",
            "<!--",
            "-->",
            "---",
            "===",
            "```",
            "1. ",
            "一、",
            "整改情况：",
        ),
        *(
            "|序号|存在问题|\n|-|-|\n",
            "已完成。",
            "甲",
            "a_b",
            "~~",
            " ",
            "[",
            "]",
            "(",
            ")",
            "<",
            ">",
        ),
    ]
)


@settings(max_examples=400, deadline=None)
@given(pieces=st.lists(PIECES, min_size=1, max_size=40))
def test_nothing_is_lost(tmp_path_factory: pytest.TempPathFactory, pieces: list[str]) -> None:
    read(f"甲{''.join(pieces)}", tmp_path_factory.getbasetemp() / "any.md")


@pytest.mark.parametrize(
    "piece", ["[" * 40_000, "*a" * 20_000, "`" * 40_000, "<!--" * 9_000, "|" * 9_000]
)
def test_time_is_bounded(piece: str, tmp_path: Path) -> None:
    read(piece + "甲", tmp_path / "long.md")
