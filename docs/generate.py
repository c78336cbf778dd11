"""Write schema/notice.schema.json and the tables of the documentation from the program.

Usage: python docs/generate.py
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from site_builder.checks.rule import LIBRARY_RULES, RULES, LibraryRule, Rule
from site_builder.checks.run import is_waivable
from site_builder.drafts.doubt_kinds import KINDS
from site_builder.drafts.formats import FORMATS
from site_builder.notice.contact import CHINESE_TYPES
from site_builder.notice.diagnostics import Severity
from site_builder.notice.schema import fields, json_schema
from site_builder.notice.status import LABELS, VOCABULARY, StatusCode
from site_builder.views.data import data_tables

ROOT = Path(__file__).parent.parent
SCHEMA = ROOT / "schema" / "notice.schema.json"
FORMAT = ROOT / "docs" / "notice-format.md"
IMPORT = ROOT / "docs" / "import.md"
RULES_PAGE = ROOT / "docs" / "rules.md"
DATA = ROOT / "docs" / "data.md"
_FAMILIES = {
    "N1": "结构",
    "N2": "日期和数字",
    "N3": "文字",
    "N4": "个人信息和密级",
    "N5": "联系方式",
    "N6": "整改状态",
    "N7": "审核",
}
_SEVERITIES = {Severity.ERROR: "错误", Severity.WARNING: "提醒", Severity.INFO: "说明"}
_BLOCK = re.compile(r"(<!-- (\w+):begin -->\n).*?(<!-- \2:end -->)", re.DOTALL)


def schema_text() -> str:
    """Return what schema/notice.schema.json is to hold."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"


def format_text(current: str) -> str:
    """Return docs/notice-format.md with its tables made anew, between their markers."""
    blocks = {"fields": _fields(), "statuses": _statuses(), "contacts": _contacts()}
    return _filled(current, blocks)


def import_text(current: str) -> str:
    """Return docs/import.md with what follows from the readers and the doubts made anew."""
    return _filled(current, {"suffixes": _suffixes(), "doubts": _doubts()})


def rules_text(current: str) -> str:
    """Return docs/rules.md with what follows from the rules made anew."""
    return _filled(current, {"summary": _rule_table(), "rules": _rule_pages()})


def data_text(current: str) -> str:
    """Return docs/data.md with the columns of the tables made anew."""
    return _filled(current, {"tables": _data_tables()})


def _data_tables() -> str:
    return "\n".join(
        f"#### {table.title}（`{table.name}`）\n\n"
        + _table(
            ("字段", "名称", "类型", "说明"),
            ((f"`{c.name}`", c.title, c.kind, c.description) for c in table.columns),
        )
        for table in data_tables()
    )


def _rules() -> list[Rule | LibraryRule]:
    return sorted([*RULES.values(), *LIBRARY_RULES.values()], key=lambda rule: rule.code)


def _rule_table() -> str:
    return _table(
        ("代码", "轻重", "说的是什么"),
        (
            (f"[{rule.code}](#{_anchor(rule)})", _SEVERITIES[rule.severity], _said(rule.title))
            for rule in _rules()
        ),
    )


def _rule_pages() -> str:
    pages = []
    for family, name in _FAMILIES.items():
        pages.append(f"## {name}（{family}xx）\n")
        pages += [_rule_page(rule) for rule in _rules() if rule.code.startswith(family)]
    return "\n".join(pages)


def _rule_page(rule: Rule | LibraryRule) -> str:
    severity = _SEVERITIES[rule.severity]
    if not is_waivable(rule.code, by_project=True):
        severity += "，不能豁免"
    elif not is_waivable(rule.code, by_project=False):
        severity += "，只能由 `mkdocs.yml` 豁免"
    return (
        f"### {rule.code} {_said(rule.title)}\n\n**{severity}。** {_said(rule.why)}\n\n"
        f"怎么办：{_said(rule.cure)}\n"
    )


def _anchor(rule: Rule | LibraryRule) -> str:
    heading = f"{rule.code} {_said(rule.title)}"
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _filled(current: str, blocks: Mapping[str, str]) -> str:
    return _BLOCK.sub(lambda m: f"{m[1]}\n{blocks[m[2]]}\n{m[3]}", current)


def _suffixes() -> str:
    return "、".join(f"`{suffix}`" for suffix in FORMATS) + "\n"


def _doubts() -> str:
    return _table(
        ("代码", "轻重", "原因", "办法"),
        (
            (code, _SEVERITIES[kind.severity], _said(kind.message), _said(kind.hint))
            for code, kind in sorted(KINDS.items())
        ),
    )


def _said(words: str) -> str:
    """Show what is filled in as “…”, and nothing as markup."""
    return re.sub(r"\{[^{}]*\}", "…", words).replace("|", "\\|").replace("*", "\\*")


def _fields() -> str:
    return "\n".join(
        f"### {table.title}\n\n"
        + _table(
            ("中文键", "英文键", "写法", "说明"),
            (
                (
                    row.chinese,
                    f"`{row.name}`",
                    row.form,
                    ("**必填。**" if row.required else "") + row.description,
                )
                for row in table.rows
            ),
        )
        for table in fields()
    )


def _statuses() -> str:
    wordings = {
        code: "、".join(words for words, reading in VOCABULARY.items() if reading.code == code)
        for code in StatusCode
    }
    return _table(
        ("代码", "页面标记", "认得的表述"),
        ((f"`{code}`", LABELS[code], words or "（没有印出）") for code, words in wordings.items()),
    )


def _contacts() -> str:
    return _table(
        ("中文键", "英文键"), ((name, f"`{type_}`") for name, type_ in CHINESE_TYPES.items())
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def main() -> None:
    """Rewrite the files."""
    SCHEMA.parent.mkdir(exist_ok=True)
    SCHEMA.write_text(schema_text(), encoding="utf-8", newline="\n")
    FORMAT.write_text(
        format_text(FORMAT.read_text(encoding="utf-8")), encoding="utf-8", newline="\n"
    )
    IMPORT.write_text(
        import_text(IMPORT.read_text(encoding="utf-8")), encoding="utf-8", newline="\n"
    )
    DATA.write_text(data_text(DATA.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    RULES_PAGE.write_text(
        rules_text(RULES_PAGE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n"
    )


if __name__ == "__main__":
    main()
