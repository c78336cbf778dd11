"""What the documentation says is so."""

from __future__ import annotations

import json
import re
import runpy
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from jsonschema import Draft202012Validator

from site_builder.checks.run import check_notice
from site_builder.checks.settings import Settings
from site_builder.cli import main, parser_of
from site_builder.drafts.doubt_kinds import KINDS
from site_builder.notice.base import Part
from site_builder.notice.schema import PARTS, fields, json_schema
from site_builder.plugin.options import GongkaiConfig
from site_builder.reading.nodes import read_document
from site_builder.reading.notice_file import find_notice_files, parse_notice
from tests.support import NOTICE, ROOT, make_project

GUIDES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
PAGES = [*GUIDES, ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
FORMAT = ROOT / "docs" / "notice-format.md"
CASES = sorted((ROOT / "tests" / "cases" / "faults").glob("*.yml"))
SHOWS_OUR_PLACE = re.compile(r"/work\b|/tmp\b|\.\./shared")
# What a schema can see: unknown keys, missing ones, wrong kinds of value, choices.
SEEN_BY_SCHEMA = {"N104", "N107", "N108", "N109", "N111"}


@pytest.fixture(scope="module")
def generate() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / "docs" / "generate.py"))


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    schema = json_schema()
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def blocks(path: Path, *languages: str) -> list[str]:
    text = path.read_text(encoding="utf-8")
    fenced = re.findall(r"^```(\w+)\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    return [block for language, block in fenced if language in languages]


def named(path: Path) -> str:
    return path.name


# Generated files


def test_the_committed_schema_is_the_generated_one(generate: dict[str, Any]) -> None:
    assert generate["SCHEMA"].read_text(encoding="utf-8") == generate["schema_text"]()


def test_the_committed_tables_are_the_generated_ones(generate: dict[str, Any]) -> None:
    current = FORMAT.read_text(encoding="utf-8")
    assert generate["format_text"](current) == current
    for name in ("fields", "statuses", "contacts"):
        assert f"<!-- {name}:begin -->" in current
        assert f"<!-- {name}:end -->" in current


def test_the_doubts_of_an_import_are_the_generated_ones(generate: dict[str, Any]) -> None:
    current = generate["IMPORT"].read_text(encoding="utf-8")
    assert generate["import_text"](current) == current
    for name in ("suffixes", "doubts"):
        assert f"<!-- {name}:begin -->" in current
        assert f"<!-- {name}:end -->" in current
    described = re.findall(r"^\| (D\d{3}) \|", current, re.MULTILINE)
    assert described == sorted(KINDS)
    sources = (ROOT / "site_builder" / "drafts").rglob("*.py")
    raised = {code for p in sources for code in re.findall(r'"(D\d{3})"', p.read_text("utf-8"))}
    assert raised == set(KINDS)


def test_every_part_and_field_is_documented() -> None:
    assert set(PARTS) == set(heirs(Part))
    for table, part in zip(fields(), PARTS, strict=True):
        assert [row.name for row in table.rows] == list(part.model_fields)
        assert all(row.description and not row.chinese.isascii() for row in table.rows)


def heirs(part: type[Part]) -> Iterator[type[Part]]:
    for heir in part.__subclasses__():
        yield heir
        yield from heirs(heir)


def test_every_diagnostic_code_is_documented() -> None:
    sources = [p for p in (ROOT / "site_builder").rglob("*.py") if "drafts" not in p.parts]
    used = {code for p in sources for code in re.findall(r'"(N\d{3})"', p.read_text("utf-8"))}
    described = re.findall(r"^\| (N\d{3}) \|", FORMAT.read_text(encoding="utf-8"), re.MULTILINE)
    rules = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    described += re.findall(r"^### (N\d{3}) ", rules, re.MULTILINE)
    assert sorted(described) == sorted(used)


def test_the_rule_reference_is_the_generated_one(generate: dict[str, Any]) -> None:
    current = generate["RULES_PAGE"].read_text(encoding="utf-8")
    assert generate["rules_text"](current) == current
    for name in ("summary", "rules"):
        assert f"<!-- {name}:begin -->" in current
        assert f"<!-- {name}:end -->" in current


# The schema and the model agree


def verdicts(text: str, validator: Draft202012Validator) -> tuple[set[str], bool]:
    """Return the codes of the model's faults, and whether the schema takes the text."""
    _, faults = parse_notice(text, "x")
    return {fault.code for fault in faults}, validator.is_valid(read_document(text).value)


@pytest.mark.parametrize("path", find_notice_files(ROOT / "notices"), ids=named)
def test_the_schema_takes_the_sample_notices(path: Path, validator: Draft202012Validator) -> None:
    errors = validator.iter_errors(read_document(path.read_text(encoding="utf-8")).value)
    assert not [f"{error.json_path}: {error.message}" for error in errors]


SOUND = """
- "联系方式: {电话: 0999-0123456, 邮箱: a@example.com}"
- "contacts: {phone: 0999-0123456}"
- "contacts: [{phone: 0999-0123456, 原文: 电话0999-0123456}]"
- "contacts: [{类型: phone, 内容: 0999-0123456}]"
- "落款: {单位: 甲, date: 2023年8月10日}"
- "signature: [{type: other, text: 甲}, {日期: 8月}]"
- "前言: 一段"
- "preamble: [一段, 又一段]"
- "巡察: {巡察时间: 3月至6月, feedback_date: {原文: 8月19日, date: 2023-08-19}}"
- "inspection: {period: {text: 3月至6月, 开始: 2023-03-01}, 类型: [常规]}"
- "发布日期: 2023-08-10"
- "地区:"
- "用语: {整改落实情况: '', order: [problem, status]}"
- "章节: [{问题: [{存在问题: 甲, 整改结果: 已完成, 整改落实情况: [乙, {内容: 丙, 分项: [丁]}]}]}]"
- "sections: [{issues: [{problem: 甲, status: {表述: 乙, 代码: in_progress, sustained: true}}]}]"
- "sections: [{text: 甲, sections: [{heading: 乙}]}]"
- "发布状态: 草稿\\n定时发布: 2026-12-01 09:00+08:00"
- "state: published\\npublish_at: 2026-12-01T09:00:00Z"
- "撤回: {日期: 2024-01-01, 原因: 甲, keep_text: true}"
- "更正: [{date: 2024年1月1日, what: 甲, 原因: 乙}]"
- "被替代: a-2\\nprevious: a-1\\n曾用编号: [b, c_1]"
- "章节: [{问题: [{存在问题: 甲, 承接: a-1#issue-12}]}]"
"""
REFUSED = """
- "联系方式: {电话: [0999-0123456]}"
- "联系方式: {微信: 甲}"
- "联系方式: 0999-0123456"
- "contacts: [{phone: 0999-0123456, fax: 0999-0123456}]"
- "contacts: [{text: 电话}]"
- "contacts: [{type: telegram, value: 甲}]"
- "落款: {盖章: 甲}"
- "落款: [{单位: 甲, 日期: 8月}]"
- "前言: {甲: 乙}"
- "前言: [[甲]]"
- "巡察: 甲"
- "巡察: {巡察时间: [3月]}"
- "巡察: {类型: 常规}"
- "inspection: {period: {start: 2023-03-01}}"
- "发布日期: [2023-08-10]"
- "文号: 12"
- "地区: ''"
- "编号: 甲"
- "用语: {顺序: [甲]}"
- "章节: 甲"
- "章节: [甲]"
- "章节: [{标题: 甲}]"
- "章节: [{问题: [{整改结果: 已完成}]}]"
- "章节: [{问题: [{存在问题: 甲, 整改结果: {代码: completed}}]}]"
- "章节: [{问题: [{存在问题: 甲, 整改结果: {表述: 乙, 代码: done}}]}]"
- "章节: [{问题: [{存在问题: 甲, 整改结果: {表述: 已完成, 长期坚持: '是'}}]}]"
- "章节: [{问题: [{存在问题: 甲, 整改落实情况: 乙}]}]"
- "章节: [{问题: [{存在问题: 甲, 整改落实情况: [{措施: 乙}]}]}]"
- "region: 甲\\n地区: 甲"
- "发布状态: 甲"
- "定时发布: 2026-12-01 09:00"
- "publish_at: 2026-12-01"
- "撤回: {日期: 2024-01-01}"
- "撤回: 2024-01-01"
- "更正: [甲]"
- "更正: [{日期: 2024-01-01, 内容: 甲}]"
- "被替代: 甲"
- "曾用编号: a"
- "章节: [{问题: [{存在问题: 甲, 承接: a-1}]}]"
"""


@pytest.mark.parametrize("line", read_document(SOUND).value)
def test_model_and_schema_take_short_forms(line: str, validator: Draft202012Validator) -> None:
    assert verdicts(f"title: 甲\n单位: 乙\n{line}\n", validator) == (set(), True)


@pytest.mark.parametrize("line", read_document(REFUSED).value)
def test_model_and_schema_refuse_the_same(line: str, validator: Draft202012Validator) -> None:
    codes, valid = verdicts(f"title: 甲\n单位: 乙\n{line}\n", validator)
    assert codes
    assert not valid


def test_title_and_organization_are_needed_in_either_language(
    validator: Draft202012Validator,
) -> None:
    assert verdicts("title: 甲\norganization: 乙\n", validator) == (set(), True)
    assert verdicts("标题: 甲\n单位: 乙\n", validator) == (set(), True)
    assert verdicts("标题: 甲\n", validator) == ({"N107"}, False)
    assert verdicts("organization: 乙\n", validator) == ({"N107"}, False)


@pytest.mark.parametrize("path", CASES, ids=named)
def test_model_and_schema_agree_on_every_slip(path: Path, validator: Draft202012Validator) -> None:
    codes, valid = verdicts(path.read_text(encoding="utf-8"), validator)
    if not codes:
        assert valid
    if codes & SEEN_BY_SCHEMA and "N101" not in codes:
        assert not valid


# Commands


def command_lines() -> Iterator[str]:
    for guide in GUIDES:
        for block in blocks(guide, "sh", "powershell"):
            yield from block.splitlines()


def test_every_make_target_named_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    named_in_blocks = {line.split()[1] for line in command_lines() if line.startswith("make ")}
    named_in_text = {
        target
        for page in PAGES
        for target in re.findall(r"`make ([a-z-]+)", page.read_text(encoding="utf-8"))
    }
    assert {"site", "test"} <= named_in_blocks
    assert named_in_blocks | named_in_text <= targets


def test_every_site_builder_command_is_accepted() -> None:
    calls = [
        match[1] for line in command_lines() if (match := re.search(r"\bsite-builder (.+)", line))
    ]
    assert {shlex.split(call)[0] for call in calls} >= {"build", "check", "import"}
    for call in calls:
        assert _is_accepted(shlex.split(call)), call


def _is_accepted(arguments: list[str]) -> bool:
    try:
        parser_of().parse_args(arguments)
    except SystemExit as stop:  # such as after --version
        return stop.code == 0
    return True


def test_every_command_and_option_is_documented(capsys: pytest.CaptureFixture[str]) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    with pytest.raises(SystemExit):
        main(["no-such-command"])
    commands = re.findall(r"[a-z]+", capsys.readouterr().err.partition("可选：")[2].split("\n")[0])
    assert {"build", "match", "headers"} <= set(commands)
    for command in commands:
        with pytest.raises(SystemExit):
            main([command, "-h"])
        row = re.search(rf"^\| `site-builder {command}` \|(.*)$", readme, re.MULTILINE)
        assert row
        lines = re.findall(r"^  (-\S.*?)(?:  |$)", capsys.readouterr().out, re.MULTILINE)
        for options in lines:
            names = set(re.findall(r"(?<!\S)--?[a-z-]+", options))
            assert names & {"-h", *re.findall(r"--?[a-z][a-z-]*", row[1])}, (command, options)


def test_every_option_of_the_plugin_is_described() -> None:
    guide = (ROOT / "docs" / "build.md").read_text(encoding="utf-8")
    table = guide.partition("## 设置\n")[2].partition("\n## ")[0]
    named = re.findall(r"`(\w+)`", "".join(re.findall(r"^\| (`.*?) \|", table, re.MULTILINE)))
    assert sorted(named) == sorted(GongkaiConfig())


def test_every_file_named_in_a_command_exists() -> None:
    paths = re.findall(
        r"(?<=\s)(?:docs|tests|site_builder)(?:/[\w.]+)?\b", "\n".join(command_lines())
    )
    assert paths
    assert all((ROOT / path).exists() for path in paths)


# Links


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as GitHub makes them."""
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.S | re.M)
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8"))
    for link in links:
        if re.match(r"https?:", link):
            continue
        path, _, fragment = unquote(link).partition("#")
        target = page.parent / path if path else page
        assert target.exists(), link
        if fragment:
            assert fragment in anchors(target), link


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_no_page_shows_where_it_was_written(page: Path) -> None:
    assert not SHOWS_OUR_PLACE.search(page.read_text(encoding="utf-8"))


# Examples


@pytest.mark.parametrize("example", blocks(FORMAT, "yaml"))
def test_every_example_of_the_format_is_sound(
    example: str, validator: Draft202012Validator
) -> None:
    if not re.search(r"^(标题|title):", example, re.MULTILINE):
        example = f"标题: 甲\n单位: 乙\n{example}"
    assert verdicts(example, validator) == (set(), True)


def test_the_first_notice_of_the_readme_is_sound() -> None:
    (example,) = blocks(ROOT / "README.md", "yaml")
    notice, faults = parse_notice(example, "minzhengju-2024")
    assert notice, faults
    assert not check_notice(notice, example, "minzhengju-2024.yml", Settings()).diagnostics


README_CALLS = [
    match[1]
    for block in blocks(ROOT / "README.md", "sh")
    for line in block.splitlines()
    if (match := re.match(r"site-builder (.+)", line)) and "--version" not in line
]


def test_the_readmes_commands_do_what_they_say_one_after_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (example,) = blocks(ROOT / "README.md", "yaml")
    make_project(tmp_path, {"minzhengju-2024.yml": example})
    draft = (ROOT / "tests" / "cases" / "drafts" / "inline-ordinals.txt").read_bytes()
    (tmp_path / "稿件.txt").write_bytes(draft)
    monkeypatch.chdir(tmp_path)
    assert len(README_CALLS) > 4
    for call in README_CALLS:
        assert main(shlex.split(call)) == 0, call
        assert main(["check"]) == 0, call


def test_the_check_output_of_the_readme_is_real(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (example,) = blocks(ROOT / "README.md", "yaml")
    (shown,) = blocks(ROOT / "README.md", "text")
    slipped = example.replace("2024-09-30", "2024-09-31").replace('"1."', "1.")
    (tmp_path / "notices").mkdir()
    (tmp_path / "notices" / "minzhengju-2024.yml").write_text(slipped, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["check"]) == 1
    assert capsys.readouterr().out == shown


def test_the_json_fields_of_the_readme_are_real(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.yml").write_text(NOTICE.replace("title:", "titel:"), encoding="utf-8")
    main(["check", "--format", "json", str(tmp_path)])
    (found,) = json.loads(capsys.readouterr().out)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    table = readme.partition("`check --format json` 输出")[2].partition("\n\n网页里")[0]
    assert set(re.findall(r"`(\w+)`", table)) >= set(found)


def test_no_sentence_of_a_real_notice_is_in_the_project(specimens: Path) -> None:
    length = 24  # shorter runs are how every such notice is worded

    def runs(text: str) -> set[str]:
        text = "".join(text.split())
        return {text[i : i + length] for i in range(len(text) - length + 1)}

    real = set[str]().union(*(runs(path.read_text("utf-8")) for path in specimens.glob("*.txt")))
    folders = ("content", "docs", "notices", "site_builder", "tests", "bench")
    for path in (path for folder in folders for path in (ROOT / folder).rglob("*")):
        if path.suffix in {".txt", ".yml", ".py", ".md", ".html"}:
            text = path.read_bytes().decode("utf-8", "ignore")
            assert not runs(text) & real, path


def test_the_table_of_floors_is_that_of_the_contract() -> None:
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    layers = [set(re.findall(r"\w+", layer)) for layer in contract["contracts"][0]["layers"]]
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    rows = re.findall(r"^\| \d+ \| ([^|]*) \|", page, re.MULTILINE)
    assert [set(re.findall(r"`(\w+)/?`", row)) for row in rows] == layers
