"""Write schema/notice.schema.json and the tables of docs/notice-format.md from the models.

Usage: python docs/generate.py
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from site_builder.notice.contact import CHINESE_TYPES
from site_builder.notice.schema import fields, json_schema
from site_builder.notice.status import LABELS, VOCABULARY, StatusCode

ROOT = Path(__file__).parent.parent
SCHEMA = ROOT / "schema" / "notice.schema.json"
FORMAT = ROOT / "docs" / "notice-format.md"
_BLOCK = re.compile(r"(<!-- (\w+):begin -->\n).*?(<!-- \2:end -->)", re.DOTALL)


def schema_text() -> str:
    """Return what schema/notice.schema.json is to hold."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"


def format_text(current: str) -> str:
    """Return docs/notice-format.md with its tables made anew, between their markers."""
    blocks = {"fields": _fields(), "statuses": _statuses(), "contacts": _contacts()}
    return _BLOCK.sub(lambda m: f"{m[1]}\n{blocks[m[2]]}\n{m[3]}", current)


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
    """Rewrite both files."""
    SCHEMA.parent.mkdir(exist_ok=True)
    SCHEMA.write_text(schema_text(), encoding="utf-8", newline="\n")
    FORMAT.write_text(
        format_text(FORMAT.read_text(encoding="utf-8")), encoding="utf-8", newline="\n"
    )


if __name__ == "__main__":
    main()
