"""Starting a notice: the file that `new` writes, and what editors are told by the schema."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from site_builder.cli import main
from site_builder.commands.creating import template
from site_builder.notice.base import Part
from site_builder.notice.examples import EXAMPLES, example
from site_builder.notice.model import Notice
from site_builder.notice.schema import PARTS, json_schema
from site_builder.reading.nodes import read_document
from site_builder.reading.notice_file import parse_notice, read_notice

CASES = sorted((Path(__file__).parent / "cases" / "faults").glob("*.yml"))
# What a schema cannot say, and so an editor does not show: the check does.
BEYOND_A_SCHEMA = {
    # A key written twice is one key to whoever validates; editors complain of it themselves.
    "key_twice",
    "key_twice_contacts",
    # Whether a day exists, whether a wording is in the vocabulary, whether a text holds another.
    "date_impossible",
    "date_impossible_by_hand",
    "date_vague",
    "status_long_form_not_in_vocabulary",
    "status_not_in_vocabulary",
    "contact_text_without_value",
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mkdocs.yml").write_text("site_name: 示例\n", encoding="utf-8")
    return tmp_path


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    return Draft202012Validator(json_schema())


# `new`


def test_new_writes_a_file_that_reads_and_shows_what_to_fill_in(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new", "minzhengju-2024"]) == 0
    assert str(Path("notices") / "minzhengju-2024.yml") in capsys.readouterr().out
    path = project / "notices" / "minzhengju-2024.yml"
    assert read_notice(path).notice
    assert main(["check", "--format", "json"]) == 1
    found = [d for d in json.loads(capsys.readouterr().out) if d["code"] == "N190"]
    lines = path.read_text(encoding="utf-8").split("\n")
    left = [n for n, line in enumerate(lines, 1) if "（待填" in line and line.lstrip()[0] != "#"]
    assert [d["line"] for d in found] == left
    assert len(left) >= 15
    for d in found:
        words = lines[d["line"] - 1][d["column"] - 1 :][: d["length"]]
        assert re.fullmatch("（待填[^）]*）", words)


def test_the_template_passes_once_it_is_filled_in(project: Path) -> None:
    text = template()
    for start, words in {
        "电话": "0999-0345678",
        "发布日期": "2024-09-30",
        "反馈时间": "2024年6月18日",
        "日期": "2024年9月28日",
    }.items():
        text = re.sub(rf"({start}: )（待填[^）]*）", rf"\g<1>{words}", text)
    text = re.sub("（待填[^）]*）", "示例文字。", text)
    (project / "a.yml").write_text(text, encoding="utf-8")
    notice = read_notice(project / "a.yml").notice
    assert notice
    assert not read_notice(project / "a.yml").diagnostics
    assert len(list(notice.issues())) == 1
    # The status line works once its # is taken away.
    stated = text.replace("# 整改结果", "整改结果")
    (project / "b.yml").write_text(stated, encoding="utf-8")
    assert read_notice(project / "b.yml").notice


def test_new_tells_the_editor_where_the_schema_is(project: Path) -> None:
    assert main(["new", "a"]) == 0
    assert not (project / "notices" / "a.yml").read_text("utf-8").startswith("# yaml-language")
    (project / "schema").mkdir()
    (project / "schema" / "notice.schema.json").write_text("{}", encoding="utf-8")
    for folder, way in (("notices", ".."), ("notices/2024/春", "../../.."), (".", ".")):
        assert main(["new", "b", "-o", folder]) == 0
        first = (project / folder / "b.yml").read_text("utf-8").split("\n")[0]
        schema = "/".join(part for part in (way, "schema/notice.schema.json") if part != ".")
        assert first == f"# yaml-language-server: $schema={schema}"
        named = project / folder / first.partition("=")[2]
        assert named.resolve() == project / "schema" / "notice.schema.json"


def test_new_makes_no_folder_where_there_is_no_project(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "mkdocs.yml").unlink()
    assert main(["new", "a"]) == 2
    assert "不是项目文件夹" in capsys.readouterr().err
    assert not list(project.iterdir())
    assert main(["check"]) == 2
    assert "到项目文件夹里运行" in capsys.readouterr().err
    assert main(["new", "a", "-o", "我的 通报"]) == 0
    target = Path("我的 通报") / "a.yml"
    assert f'site-builder check "{target}" 检查' in capsys.readouterr().out


def test_new_never_overwrites(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "notices").mkdir()
    for name in ("a.yml", "b.yaml"):
        (project / "notices" / name).write_text("甲", encoding="utf-8")
        assert main(["new", name[0]]) == 2
        assert "已经存在" in capsys.readouterr().err
        assert (project / "notices" / name).read_text("utf-8") == "甲"


@pytest.mark.parametrize(
    "notice_id", ["民政局", "Con", "con", "a b", "../a", "a.yml", "", "a" * 101]
)
def test_new_refuses_what_can_be_no_address(
    notice_id: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new", notice_id]) == 2
    assert "没有写出文件" in capsys.readouterr().err
    assert not (project / "notices").exists()


def test_new_says_why_it_cannot_write(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "notices").write_text("", encoding="utf-8")
    assert main(["new", "a"]) == 2
    assert "写不了" in capsys.readouterr().err


# What editors are told


def fields() -> list[tuple[type[Part], str]]:
    return [(part, name) for part in PARTS for name in part.model_fields]


@pytest.mark.parametrize("chinese", [False, True])
@pytest.mark.parametrize(
    ("part", "name"), fields(), ids=lambda value: getattr(value, "__name__", value)
)
def test_every_field_has_an_example_that_schema_and_model_take(
    part: type[Part], name: str, chinese: bool, validator: Draft202012Validator
) -> None:
    field = part.model_fields[name]
    value = example(part, name, chinese=chinese)
    key = field.alias if chinese else name
    schema: dict[str, Any] = validator.schema  # type: ignore[assignment]
    whole = schema if part is Notice else schema["$defs"][part.__name__]
    objects = [whole, *whole.get("anyOf", ())]
    own = next(item["properties"] for item in objects if key in item.get("properties", {}))
    assert own[key]["examples"] == [value]
    assert own[key]["title"] == field.alias
    assert not own[key]["description"].isascii()
    assert validator.evolve(schema={**own[key], "$defs": schema["$defs"]}).is_valid(value)
    others = {
        other: example(part, other, chinese=False)
        for other, its in part.model_fields.items()
        if its.is_required() and other != name
    }
    if part.__name__ == "Contact":
        others["value"] = EXAMPLES[part]["value"]
    if part.__name__ == "Measure":
        others["marker"] = EXAMPLES[part]["marker"]
    others.pop(name, None)
    made = part.model_validate({**others, key: value})
    assert getattr(made, name) is not None
    if chinese and isinstance(value, dict):
        assert not any(word.isascii() for word in value)


# Slips, file by file


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_schema_and_model_refuse_the_same_files(
    path: Path, validator: Draft202012Validator
) -> None:
    text = path.read_text(encoding="utf-8")
    notice, faults = parse_notice(text, "x")
    taken = validator.is_valid(read_document(text).value)
    assert taken == (notice is not None or path.stem in BEYOND_A_SCHEMA), faults


def test_the_exceptions_are_what_no_schema_can_say() -> None:
    for name in BEYOND_A_SCHEMA:
        path = next(path for path in CASES if path.stem == name)
        assert parse_notice(path.read_text(encoding="utf-8"), "x")[0] is None
