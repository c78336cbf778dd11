"""三审三校: what a sign-off is over, how it is written, and what is said when text changes."""

from __future__ import annotations

import re
import shlex
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.checks.rule import RULES
from site_builder.checks.run import rules as _rules  # noqa: F401 - fills RULES
from site_builder.checks.settings import Settings
from site_builder.checks.subject import Subject
from site_builder.cli import main
from site_builder.notice.fingerprint import fingerprint, is_fingerprint
from site_builder.notice.model import STAGES, Notice, SignOff
from site_builder.notice.review import trail
from site_builder.reading.dump import dump_notice
from site_builder.reading.notice_file import parse_notice, read_notice
from site_builder.reading.signing import sign_off
from site_builder.reading.source import edited
from tests.strategies import WITHIN, notices
from tests.support import NOTICE, build, make_project, tree

CODES = [code for code in RULES if code.startswith("N7")]
DAY = date(2024, 9, 30)
FLOW = "[{stage: 初审, who: 甲, date: 2024-09-30, hash: x}]"
CHINESE = """\
# 说明
落款: {日期: 2024年9月28日}   # 说明
单位: '中共示例市示例局党组'

标题:  "中共示例市示例局党组关于巡察整改进展情况的通报"
章节:
  - 小标题: 一、整改情况
    问题:
      - 整改落实情况: [{序号: （1）, 内容: 修订制度。}, （2）组织学习。]
        存在问题: |-
          制度执行不严
        序号: "1."
        整改结果: {表述: 已完成整改，并长期坚持。}
联系方式:
  - 类型: phone
    内容: 0999-0123456
    原文: 电话：0999-0123456。
"""
ENGLISH = NOTICE + "signature:\n- date: 2024年9月28日\n"


def parsed(text: str) -> Notice:
    notice, faults = parse_notice(text, "a")
    assert notice, faults
    return notice


def entry(notice: Notice, stage: str = "初审", who: str = "审核人甲", day: date = DAY) -> SignOff:
    return SignOff.model_validate(
        {"stage": stage, "who": who, "date": day, "hash": fingerprint(notice)}
    )


# The fingerprint


def test_the_fingerprint_does_not_depend_on_how_the_yaml_is_written() -> None:
    assert parsed(ENGLISH) == parsed(CHINESE)
    assert fingerprint(parsed(ENGLISH)) == fingerprint(parsed(CHINESE))
    assert is_fingerprint(fingerprint(parsed(ENGLISH)))


def test_the_fingerprint_is_stable() -> None:
    # Sign-offs in files of users rest on this value: it may not change.
    assert fingerprint(parsed(ENGLISH)) == (
        "sha256:2fdf0f3d313b064e97da8cde5dd016e441fbc18c8dab641ed318a31ae48c5688"
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("制度执行不严", "制度执行不严。"),
        ("'1.'", "'2.'"),
        ("（1）修订制度", "（1） 修订制度"),
        ("    - （1）修订制度。\n", ""),
        ("0999-0123456。", "0999-0123456；"),
        ("2024年9月28日", "2024年9月29日"),
        ("sections:", "region: 示例市\nsections:"),
        ("sections:", "id: b\nsections:"),
        ("sections:", "published: 2024-09-30\nsections:"),
        ("    status: 已完成整改，并长期坚持。\n", ""),
    ],
)
def test_whatever_becomes_public_changes_the_fingerprint(old: str, new: str) -> None:
    changed = ENGLISH.replace(old, new)
    assert changed != ENGLISH
    assert fingerprint(parsed(changed)) != fingerprint(parsed(ENGLISH))


def test_what_is_not_public_does_not() -> None:
    notice = parsed(ENGLISH)
    more = f"waivers: [{{rule: N301, reason: 原文如此}}]\nreview: {FLOW}\n"
    assert fingerprint(parsed(ENGLISH + more)) == fingerprint(notice)


@WITHIN
@given(notices())
def test_writing_and_reading_keeps_the_fingerprint(notice: Notice) -> None:
    again, _ = parse_notice(dump_notice(notice), notice.id)
    assert again
    assert fingerprint(again) == fingerprint(notice)


# One entry more, in the file's own way


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "{key}:\n  - …\n"),
        ("{key}:\n", "{key}:\n  - …\n"),
        ("{key}:   # 三审\n# 说明\n", "{key}:   # 三审\n  - …\n# 说明\n"),
        ("{key}: []\n", "{key}: \n  - …\n"),
    ],
)
@pytest.mark.parametrize(("text", "key"), [(ENGLISH, "review"), (CHINESE, "审核")])
def test_the_first_entry_is_added_where_there_is_none(
    text: str, key: str, before: str, after: str
) -> None:
    base, text = text, text + before.format(key=key)
    new = entry(parsed(text))
    edit = sign_off(text, "a", new)
    assert edit
    written = edited(text, [edit])
    assert parsed(written).review == (new,)
    shown = re.sub(r"- .*(\n    .*){3}", "- …", written.removeprefix(base))
    assert shown == after.format(key=key)


@pytest.mark.parametrize("indent", ["", "  ", "      "])
def test_an_entry_goes_behind_the_last_one(indent: str) -> None:
    head = ENGLISH[: ENGLISH.index("contacts:")]
    tail = ENGLISH[ENGLISH.index("contacts:") :]
    hash_ = fingerprint(parsed(ENGLISH))
    review = (
        f"审核: # 三审\n{indent}-   环节: 初审 # 甲\n{indent}    审核人: 甲\n"
        f"{indent}    日期: 2024-09-25\n{indent}    指纹: {hash_} # 说明\n\n  # 说明\n\n"
    )
    text = head + review + tail
    new = entry(parsed(text), "复审", "'：乙' # x")
    edit = sign_off(text, "a", new)
    assert edit
    written = edited(text, [edit])
    assert parsed(written).review[1] == new
    assert written.startswith(head + review.split("\n\n")[0] + f"\n{indent}- 环节: 复审\n")
    assert written.endswith("\n\n  # 说明\n\n" + tail)


@pytest.mark.parametrize(
    "text",
    [
        "{title: 甲, organization: 乙}",
        "title: 甲\norganization: 乙\n...\n",
        f"title: 甲\norganization: 乙\nreview: {FLOW}\n",
    ],
)
def test_what_cannot_be_added_cleanly_is_refused(text: str) -> None:
    assert sign_off(text, "a", entry(parsed(text))) is None


@WITHIN
@given(notices(), st.booleans())
def test_signing_any_notice_changes_the_review_alone(notice: Notice, ends: bool) -> None:
    text = dump_notice(notice)
    text = text if ends else text.rstrip("\n")
    now, _ = parse_notice(text, notice.id)
    if now is None:
        return
    new = entry(now)
    edit = sign_off(text, notice.id, new)
    assert edit
    signed, _ = parse_notice(edited(text, [edit]), notice.id)
    assert signed == now.model_copy(update={"review": (*now.review, new)})
    assert edited(text, [edit]).startswith(text[: edit.start])
    assert "初审" in trail(signed).passed


# The rules


def said(notice: Notice, required: int = 0) -> dict[str, list[str]]:
    subject = Subject(notice, Settings(require_review=required))
    found = {code: [f.message for f in RULES[code].check(subject)] for code in CODES}
    return {code: messages for code, messages in found.items() if messages}


def reviewed(*stages: tuple[str, str, str], text: str = ENGLISH) -> Notice:
    notice = parsed(text)
    now = fingerprint(notice)
    return notice.model_copy(
        update={
            "review": tuple(
                SignOff.model_validate({"stage": stage, "who": who, "date": day, "hash": now})
                for stage, who, day in stages
            )
        }
    )


FIRST, SECOND, THIRD = (
    ("初审", "甲", "2024-09-25"),
    ("复审", "乙", "2024-09-26"),
    ("终审", "丙", "2024-09-27"),
)


def changed(notice: Notice) -> Notice:
    return notice.model_copy(update={"title": "改过的标题"})


def test_three_stages_in_order_by_three_people_are_clean() -> None:
    assert said(reviewed(FIRST, SECOND, THIRD), 3) == {}
    assert said(reviewed(), 0) == {}
    assert said(reviewed(FIRST), 1) == {}
    assert said(reviewed(FIRST), 0) == {}


def test_missing_stages_are_named() -> None:
    assert said(reviewed(), 3) == {"N701": ["还没有初审、复审、终审"]}
    assert said(reviewed(FIRST, SECOND), 3) == {"N701": ["还没有终审"]}


def test_a_change_after_the_last_sign_off_is_seen() -> None:
    notice = changed(reviewed(FIRST, SECOND, THIRD))
    assert list(said(notice, 3)) == ["N702"]
    assert list(said(notice, 0)) == ["N703"]
    assert "终审（丙，2024-09-27）之后" in said(notice, 3)["N702"][0]


def test_older_entries_stay_as_history() -> None:
    old = changed(reviewed(FIRST, SECOND, THIRD))
    now = fingerprint(old)
    again = [
        SignOff.model_validate({"stage": stage, "who": who, "date": "2024-10-08", "hash": now})
        for stage, who, _ in (FIRST, SECOND, THIRD)
    ]
    assert said(old.model_copy(update={"review": (*old.review, *again)}), 3) == {}
    partly = old.model_copy(update={"review": (*old.review, again[0])})
    assert said(partly, 3) == {"N701": ["还没有复审、终审"]}
    assert said(partly, 0) == {}


def test_order_people_and_dates() -> None:
    assert list(said(reviewed(SECOND, FIRST))) == ["N704", "N707"]
    assert said(reviewed(SECOND, FIRST), 3)["N701"] == ["还没有复审、终审"]
    assert said(reviewed(THIRD))["N704"] == ["终审之前没有初审、复审"]
    twice = reviewed(FIRST, ("复审", "甲", "2024-09-26"))
    assert said(twice) == {"N705": ["“甲”已经作过初审，又作复审"]}


def test_what_is_no_fingerprint_counts_for_nothing() -> None:
    notice = parsed(ENGLISH)
    bad = entry(notice).model_copy(update={"hash": fingerprint(notice)[:20]})
    notice = notice.model_copy(update={"review": (bad,)})
    assert list(said(notice, 3)) == ["N701", "N706"]


# The command


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "a.yml"
    path.write_text("# 说明\n" + NOTICE, encoding="utf-8")
    return path


def sign(stage: str, who: str, *more: str) -> int:
    return main(["sign", "a.yml", "--as", stage, "--who", who, *more])


def test_three_sign_offs_from_the_first_to_the_last(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = file.read_text(encoding="utf-8")
    assert sign("初审", "审核人甲", "--date", "2024年9月25日") == 0
    out = capsys.readouterr().out
    notice = read_notice(file).notice
    assert notice
    for words in (
        "已签初审，审核人甲，2024-09-25",
        notice.title,
        "1 个问题（已完成 1），1 条联系方式",
        fingerprint(notice),
    ):
        assert words in out
    assert file.read_text(encoding="utf-8").startswith(before)

    assert sign("初审", "审核人甲") == 0
    assert "已经签过初审" in capsys.readouterr().out
    assert sign("终审", "审核人丙") == 1
    assert "复审还没有签" in capsys.readouterr().err
    assert sign("复审", "审核人甲", "--date", "2024-09-26") == 0
    assert "提醒：审核人甲已经签过初审" in capsys.readouterr().out
    assert sign("终审", "审核人丙") == 0
    notice = read_notice(file).notice
    assert notice
    assert [item.stage for item in notice.review] == ["初审", "复审", "终审"]
    assert notice.review[2].date == date.today()


def test_the_command_knows_all_stages_and_suggests_what_can_be_pasted(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["sign", "-h"])
    assert f"{{{','.join(STAGES)}}}" in "".join(capsys.readouterr().out.split())
    Path("我的 通报").mkdir()
    spaced = file.rename(Path("我的 通报") / "a.yml")
    assert main(["sign", str(spaced), "--as", "复审", "--who", "乙"]) == 1
    suggested = capsys.readouterr().err.rpartition("：site-builder ")[2]
    assert main(shlex.split(suggested)) == 0


def test_after_a_change_signing_begins_again(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sign("初审", "甲") == 0
    file.write_text(file.read_text("utf-8").replace("不严", "不够严"), encoding="utf-8")
    assert sign("复审", "乙") == 1
    assert "初审内容有改动，以前的不算" in capsys.readouterr().err
    assert sign("初审", "甲") == 0
    assert sign("复审", "乙") == 0
    notice = read_notice(file).notice
    assert notice
    assert len(notice.review) == 3


def test_a_notice_with_errors_is_not_signed(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = file.read_text("utf-8").replace("制度执行不严", "（待填：问题）")
    file.write_text(text, encoding="utf-8")
    assert sign("初审", "甲") == 1
    captured = capsys.readouterr()
    assert "N190" in captured.out
    assert "没有签" in captured.err
    assert file.read_text("utf-8") == text
    file.write_text("标题", encoding="utf-8")
    assert sign("初审", "甲") == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["sign", "none.yml", "--as", "初审", "--who", "甲"], "找不到"),
        (["sign", "a.yml", "--as", "四审", "--who", "甲"], "可选"),
        (["sign", "a.yml", "--as", "初审", "--who", " "], "是空的"),
        (["sign", "a.yml", "--as", "初审", "--who", "甲\x1c乙"], "看不见"),
        (["sign", "a.yml", "--as", "初审", "--who", "甲\udcff"], "看不见"),
        (["sign", "a.yml", "--as", "初审", "--who", "甲", "--date", "明天"], "确切存在"),
        (["sign", "a.yml", "--as", "初审"], "缺少参数"),
        (["sign", "a.yml", "--as", "初审", "--who", "甲", "-f", "x.yml"], "找不到配置文件"),
    ],
)
@pytest.mark.usefixtures("file")
def test_what_cannot_be_done_is_said(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        status = main(arguments)
    except SystemExit as stop:
        status = int(str(stop.code))
    assert status == 2
    error = capsys.readouterr().err
    assert words in error
    assert "Traceback" not in error


def test_a_build_demands_what_the_project_demands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    config = make_project(tmp_path, {"a.yml": NOTICE})
    settings = config.read_text("utf-8")
    config.write_text(
        settings.replace("  - gongkai\n", "  - gongkai:\n      require_review: 3\n"),
        encoding="utf-8",
    )
    monkeypatch.chdir(tmp_path)
    assert build(config) == 1
    assert "还没有初审、复审、终审" in capsys.readouterr().err
    for stage, who in (("初审", "审核人卯"), ("复审", "审核人乙"), ("终审", "审核人丙")):
        assert main(["sign", "notices/a.yml", "--as", stage, "--who", who]) == 0
    assert main(["check"]) == 0
    assert build(config) == 0

    # No one who reads the site learns who signed, or what.
    signed = re.search(r"sha256:[0-9a-f]{64}", (tmp_path / "notices" / "a.yml").read_text("utf-8"))
    assert signed
    for name, data in tree(tmp_path / "site").items():
        assert "审核人卯".encode() not in data, name
        assert signed[0].encode() not in data, name

    path = tmp_path / "notices" / "a.yml"
    path.write_text(path.read_text("utf-8").replace("不严", "不够严"), encoding="utf-8")
    capsys.readouterr()
    assert build(config) == 1
    assert "N702" in capsys.readouterr().err
