"""`site-builder import` as a webmaster uses it: many files, again, and with what is no draft."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from pathlib import Path

import pytest

from site_builder.cli import main
from site_builder.drafts.formats import FORMATS
from site_builder.drafts.importer import import_draft
from site_builder.drafts.reimport import compare
from site_builder.drafts.trace import Trace
from site_builder.notice.model import Notice
from site_builder.notice.text import printed_pieces
from site_builder.reading.notice_file import read_notice

ROOT = Path(__file__).parent.parent
CASES = sorted((ROOT / "tests" / "cases" / "drafts").glob("*.txt"))
DRAFT = """\
中共示例市粮食局党组关于巡察整改进展情况的通报
一、整改情况
1. 学习不及时
整改结果：已完成整改。
整改情况：一是补学三次。二是逐人考核。
2. 库存管理不规范
整改情况：（1）修订制度。
（2）每季抽查。
联系方式：电话：1234567。
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "稿件.txt").write_text(DRAFT, "utf-8")
    return tmp_path


def yaml_of(folder: Path) -> Path:
    (found,) = folder.glob("notices/*.yml")
    return found


# --- Places in both files


def test_every_doubt_names_the_same_character_in_both_files(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", "稿件.txt", "--format", "json"]) == 0
    (outcome,) = json.loads(capsys.readouterr().out)
    source = DRAFT.splitlines()
    written = yaml_of(project).read_text("utf-8").splitlines()
    doubts = outcome["diagnostics"]
    assert {d["code"] for d in doubts} >= {"D201", "D502"}
    for doubt in doubts:
        target = doubt["target"]
        assert target["file"] == "notices/gao-jian.yml"
        here = source[doubt["line"] - 1][doubt["column"] - 1 :][: doubt["length"]]
        there = written[target["line"] - 1][target["column"] - 1 :][: doubt["length"]]
        assert here == there


@pytest.mark.parametrize("draft", CASES, ids=lambda path: path.stem)
def test_places_of_every_shape_agree(
    draft: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", str(draft), "-o", str(tmp_path), "--format", "json"]) == 0
    (outcome,) = json.loads(capsys.readouterr().out)
    source = draft.read_text("utf-8").splitlines()
    (path,) = tmp_path.glob("*.yml")
    written = path.read_text("utf-8").splitlines()
    for doubt in outcome["diagnostics"]:
        if "target" in doubt:
            line, column = doubt["target"]["line"], doubt["target"]["column"]
            here = source[doubt["line"] - 1].replace("**", "")
            there = written[line - 1][column - 1 :]
            # The character itself, or for a label, the part that it stands before.
            assert there[0] in here or there.rstrip().endswith((":", "|-")) or "\\" in there[:2]


def test_a_trace_leads_there_and_back() -> None:
    for draft in CASES:
        result = import_draft(draft)
        assert result.reading
        trace = result.reading.trace
        stream = "".join(line.text for line in result.reading.lines)
        assert trace.pieces == tuple(
            piece for piece in printed_pieces(result.reading.notice) if piece.text.strip()
        )
        for offset, char in enumerate(stream):
            if not char.isspace():
                found = trace.piece_at(offset)
                assert found
                assert trace.pieces[found[0]].text[found[1]] == char
        assert [trace.piece_at(trace.start_of(i)) for i in range(len(trace.pieces))] == [
            (i, len(piece.text) - len(piece.text.lstrip())) for i, piece in enumerate(trace.pieces)
        ]
        assert trace.piece_at(len(stream)) is None
    assert Trace.of("", ()).piece_at(0) is None


# --- What is said


def test_the_summary_counts(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "稿件.txt"]) == 0
    out = capsys.readouterr().out
    assert "稿件.txt → notices/gao-jian.yml：已写出。" in out
    assert "问题 2 个：已完成 1、未注明 1" in out
    assert "联系方式 1 条（电话）" in out
    assert "D201" in out
    assert "D502" not in out
    assert "处说明没有列出，加 -v 全部列出" in out
    assert main(["import", "稿件.txt", "-v"]) == 0
    again = capsys.readouterr().out
    assert "D502" in again
    assert "没有列出" not in again
    assert "\x1b" not in out + again


def test_a_summary_without_anything_listed_says_so_once(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "稿件.txt").write_text(DRAFT.replace("1234567", "0999-1234567"), "utf-8")
    assert main(["import", "稿件.txt"]) == 0
    (said,) = (line for line in capsys.readouterr().out.splitlines() if "疑问" in line)
    count, _, rest = said.partition("，")
    assert count.endswith("处说明")
    assert rest == "没有列出，加 -v 全部列出"


def test_what_was_dropped_is_said(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "稿件.txt").write_text(DRAFT.replace("1. 学习", "**1. 学习**"), "utf-8")
    assert main(["import", "稿件.txt"]) == 0
    assert "去掉 1 处：Markdown 的加粗符号" in capsys.readouterr().out


def test_many_drafts_end_in_a_table(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = project / "来稿 📄"
    (folder / "内").mkdir(parents=True)
    for name in ("甲.txt", "内/乙.txt", ".隐藏.txt", "~$甲.txt", "甲.review.html"):
        (folder / name).write_text(DRAFT, "utf-8")
    (folder / "说明.xlsx").write_bytes(b"PK")
    (project / "坏.txt").write_text("今天天气很好。\n", "utf-8")
    assert main(["import", "来稿 📄", "坏.txt"]) == 2
    assert {path.name for path in project.glob("notices/*")} == {"jia.yml", "yi.yml"}
    printed = capsys.readouterr()
    rows = printed.out.rpartition("\n\n")[2].splitlines()
    assert [row.split()[:2] for row in rows] == [
        ["稿件", "结果"],
        ["乙.txt", "已写出"],
        ["甲.txt", "已写出"],
        ["坏.txt", "没有写出"],
        ["共", "3"],
    ]
    assert rows[4].split()[5:7] == ["4", "2"]
    assert "坏.txt：没有写出通报文件" in printed.err


def test_the_help_names_every_format(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["import", "-h"])
    out = "".join(capsys.readouterr().out.split())
    assert all(suffix in out for suffix in FORMATS)


def test_the_schema_is_named_where_the_project_has_it(project: Path) -> None:
    (project / "schema").mkdir()
    (project / "schema" / "notice.schema.json").write_text("{}")
    assert main(["import", "稿件.txt", "-o", "notices/2024"]) == 0
    (written,) = project.glob("notices/2024/*.yml")
    first, _, rest = written.read_text("utf-8").partition("\n")
    assert first == "# yaml-language-server: $schema=../../schema/notice.schema.json"
    assert rest.startswith("id: gao-jian\n")
    assert read_notice(written).notice


def test_the_example_of_the_guide_is_real(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["import", "稿件.txt"])
    guide = (ROOT / "docs" / "import.md").read_text("utf-8")
    assert re.findall(r"^```text\n(.*?)^```$", guide, re.DOTALL | re.MULTILINE) == [
        capsys.readouterr().out
    ]


def test_the_guide_names_every_field_of_the_json(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["import", "稿件.txt", "--format", "json"])
    (outcome,) = json.loads(capsys.readouterr().out)
    guide = (ROOT / "docs" / "import.md").read_text("utf-8")
    assert set(outcome) <= set(re.findall(r"`(\w+)`", guide))


# --- Again


def test_an_unchanged_draft_changes_nothing(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["import", "稿件.txt"])
    before = yaml_of(project).stat().st_mtime_ns
    assert main(["import", "稿件.txt", "--force"]) == 0
    assert "已是最新" in capsys.readouterr().out
    assert yaml_of(project).stat().st_mtime_ns == before
    # Another way to write the same, as people do.
    text = yaml_of(project).read_text("utf-8").replace("title:", "标题:")
    yaml_of(project).write_text("# 我的说明\n" + text, "utf-8")
    assert main(["import", "稿件.txt", "--force"]) == 0
    assert "只是写法不同" in capsys.readouterr().out
    assert yaml_of(project).read_text("utf-8").startswith("# 我的说明")


def test_a_corrected_draft_shows_what_would_change(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["import", "稿件.txt"])
    path = yaml_of(project)
    edited = (
        path.read_text("utf-8").replace("id: gao-jian", "id: gongkai-2024")
        + "published: 2024-05-06\n"
    )
    path.write_text(edited, "utf-8")
    corrected = DRAFT.replace("1. 学习", "1. 台账不全\n整改情况：补齐台账。\n2. 学习").replace(
        "2. 库存", "3. 库存"
    )
    (project / "稿件.txt").write_text(corrected, "utf-8")
    capsys.readouterr()
    assert main(["import", "稿件.txt"]) == 2
    assert path.read_text("utf-8") == edited
    err = capsys.readouterr().err
    assert "--- notices/gao-jian.yml（现有的，含手工改动）" in err
    assert "+++ 稿件.txt（导入的结果）" in err
    assert re.search(r"^\+ .*problem: 台账不全$", err, re.MULTILINE)
    assert "-published: 2024-05-06" in err
    assert "发布日期“2024-05-06”" in err
    assert "#issue-1 → #issue-2　学习不及时" in err
    assert "#issue-2 → #issue-3　库存管理不规范" in err
    assert "#issue-1 新增　台账不全" in err
    assert "编号沿用现有文件里的“gongkai-2024”" in err

    assert main(["import", "稿件.txt", "--force"]) == 0
    notice = read_notice(path).notice
    assert notice
    assert notice.id == "gongkai-2024"
    assert len(list(notice.issues())) == 3
    backup = path.with_name("gao-jian.yml.bak")
    assert backup.read_text("utf-8") == edited
    # A backup is never overwritten.
    path.write_text(edited.replace("2024-05-06", "2024-05-07"), "utf-8")
    assert main(["import", "稿件.txt", "--force"]) == 0
    assert backup.read_text("utf-8") == edited
    assert "2024-05-07" in path.with_name("gao-jian.yml.bak2").read_text("utf-8")


def test_a_broken_file_is_kept_too(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = project / "notices" / "gao-jian.yml"
    target.parent.mkdir()
    target.write_bytes(b"\xff\xfe: [")
    assert main(["import", "稿件.txt"]) == 2
    assert "读不成通报" in capsys.readouterr().err
    assert target.read_bytes() == b"\xff\xfe: ["
    assert main(["import", "稿件.txt", "--force"]) == 0
    assert target.with_name("gao-jian.yml.bak").read_bytes() == b"\xff\xfe: ["


def notice(*problems: str, **fields: object) -> Notice:
    issues = [{"problem": problem} for problem in problems]
    return Notice.model_validate(
        {"id": "x", "title": "甲", "organization": "乙", "sections": [{"issues": issues}], **fields}
    )


@pytest.mark.parametrize(
    ("old", "new", "addresses"),
    [
        ("甲 乙 丙", "甲 乙 丙", []),
        ("甲 乙 丙", "甲，丙", []),
        ("甲 乙 丙", "乙 甲 丙", ["#issue-1 → #issue-2", "#issue-2 → #issue-1"]),
        ("甲 乙 丙", "甲 丙", ["#issue-2 不再有", "#issue-3 → #issue-2"]),
        ("甲 甲", "甲 甲 甲", ["#issue-3 新增"]),
        ("学习制度落实不到位", "学习制度落实不够到位", []),
    ],
)
def test_addresses(old: str, new: str, addresses: list[str]) -> None:
    if "，" in new:
        old, new = "甲 乙", "甲。 乙；"
    found = compare(notice(*old.split()), notice(*new.split())).addresses
    assert sorted(address.partition("　")[0] for address in found) == sorted(addresses)


def test_what_a_person_filled_in_is_named() -> None:
    status = {"text": "基本改好", "code": "in_progress"}
    issue = {"problem": "甲", "status": status, "tags": ["立行立改"]}
    old = notice(
        sections=[{"issues": [issue]}],
        region="示例市",
        published="2024-05-06",
        inspection={"kinds": ["常规", "提级"], "feedback_date": "8月19日"},
    )
    assert compare(old, notice("甲", region="示例省示例市")).lost == (
        "地区“示例市”（导入读出的是“示例省示例市”）",
        "发布日期“2024-05-06”",
        "类型“常规、提级”",
        "反馈时间“8月19日”",
        "第 1 个问题的标签“立行立改”",
        "第 1 个问题的整改结果“基本改好”（代码 in_progress）",
    )


# --- What cannot be done


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("空.txt", b"", "D901"),
        ("乱.txt", os.urandom(5000) + b"\0", "D902"),
        ("大.txt", b" " * 5_000_000, "D903"),
        ("小说.txt", "话说天下大势，分久必合。\n".encode() * 9000, "D904"),
        ("日志.txt", b"2024-01-01 12:00:00 INFO GET /\n" * 9000, "D904"),
        ("表.txt", "序号,问题,状态\n1,甲,完成\n".encode(), "D904"),
        ("表.xlsx", b"PK\x03\x04", "复制到 Word"),
        ("稿.pages", b"PK", "另存为 Word 文档"),
        ("稿.ofd", b"PK", "OFD 阅读器"),
        ("照片.JPG", b"\xff\xd8", "文字识别"),
        ("包.zip", b"PK", "先解压"),
        ("稿.qqq", b"", "能读的有"),
    ],
)
def test_what_is_no_draft_is_refused(
    project: Path, capsys: pytest.CaptureFixture[str], name: str, data: bytes, said: str
) -> None:
    (project / name).write_bytes(data)
    assert main(["import", name, "--review", "--force"]) == 2
    err = capsys.readouterr().err
    assert said in err
    assert f"{name}：没有写出通报文件" in err
    assert "Traceback" not in err
    assert not (project / "notices").exists()


def test_a_file_that_could_not_be_read_again_is_not_written(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    issues = "存在问题：学习不及时\n整改情况：补学。\n" * 5_001
    head, _, _ = DRAFT.partition("1. ")
    (project / "稿件.txt").write_text(head + issues, "utf-8")
    assert main(["import", "稿件.txt"]) == 2
    err = capsys.readouterr().err
    assert "读不回来" in err
    assert "一份通报有 5,000 个以上的问题" in err
    assert not (project / "notices").exists()


def test_what_is_no_file_is_refused(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "没有.txt"]) == 2
    assert "找不到这个文件" in capsys.readouterr().err
    (project / "空的").mkdir()
    assert main(["import", "空的"]) == 2
    assert "没有可以导入的稿件" in capsys.readouterr().err
    (project / "挡路").write_text("")
    assert main(["import", "稿件.txt", "-o", "挡路"]) == 2
    assert "是文件，不是文件夹" in capsys.readouterr().err
    assert main(["import", "稿件.txt", "-o", "挡路/内"]) == 2
    assert "写不了" in capsys.readouterr().err
    assert (project / "挡路").read_text() == ""


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_refused(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.mkfifo(project / "管道.txt")
    assert main(["import", "管道.txt"]) == 2
    assert "不是普通的文件" in capsys.readouterr().err


def test_two_drafts_of_one_name_are_not_one_notice(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "另").mkdir()
    shutil.copy(project / "稿件.txt", project / "另" / "搞件.txt")
    assert main(["import", "稿件.txt", "另/搞件.txt", "--force"]) == 2
    err = capsys.readouterr().err
    assert "另/搞件.txt：没有写出" in err
    assert "和 稿件.txt 一样会写成 gao-jian.yml" in err
    assert not list(project.glob("notices/*.bak"))


@pytest.mark.parametrize("there", [False, True])
def test_a_full_disk_leaves_no_half_file(
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    there: bool,
) -> None:
    target = project / "notices" / "gao-jian.yml"
    target.parent.mkdir()
    if there:
        target.write_text("title: 旧\n", "utf-8")
    real = Path.write_bytes

    def full(self: Path, data: bytes) -> int:
        real(self, data[:10])
        raise OSError(28, "No space left on device", str(self))

    monkeypatch.setattr(Path, "write_bytes", full)
    assert main(["import", "稿件.txt", "--force"]) == 2
    assert "磁盘满了" in capsys.readouterr().err
    assert [path.name for path in target.parent.iterdir()] == (["gao-jian.yml"] if there else [])
    assert not there or target.read_text("utf-8") == "title: 旧\n"


def test_ctrl_c_leaves_no_half_file(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(self: Path, target: Path) -> Path:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupted)
    assert main(["import", "稿件.txt"]) == 2
    assert "已中断" in capsys.readouterr().err
    assert not list((project / "notices").iterdir())


@pytest.mark.skipif(
    sys.platform == "win32" or (hasattr(os, "geteuid") and os.geteuid() == 0),
    reason="permissions do not bind this user",
)
def test_what_may_not_be_read_is_said(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "稿件.txt").chmod(0)
    assert main(["import", "稿件.txt"]) == 2
    assert "没有权限" in capsys.readouterr().err


# --- Words


def test_issues_without_numbers_are_not_called_by_any(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = DRAFT.replace(
        "一、整改情况\n1. 学习不及时\n整改结果：已完成整改。\n",
        "一、已完成整改的问题\n（一）正在整改的问题\n存在问题：学习不及时\n",
    ).replace("2. 库存管理不规范", "存在问题：库存管理不规范")
    (project / "稿件.txt").write_text(draft, "utf-8")
    assert main(["import", "稿件.txt", "--format", "json"]) == 0
    (outcome,) = json.loads(capsys.readouterr().out)
    said = [d["message"] for d in outcome["diagnostics"] if d["code"] in ("D411", "D412")]
    assert any("没有序号的问题在几处印出的状态不一致" in message for message in said)
    assert not any("None" in message or "无序号" in message for message in said)


@pytest.mark.parametrize(
    "data",
    ['[{"id": "a', '[{"id": "a-2024", "title": 1, "organization": "示例局", "sections": []}]'],
)
def test_what_is_wrong_with_published_data_is_said_in_chinese(
    project: Path, data: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "notices.json").write_text(data, "utf-8")
    assert main(["import", "notices.json", "-o", "out"]) == 2
    said = capsys.readouterr().err
    assert not set(re.findall("[A-Za-z]{4,}", said)) - {"notices", "json", "JSON", "title"}
