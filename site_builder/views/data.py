"""What the page /data/ receives: which files there are, what is in them, and how they changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from site_builder.views import urls
from site_builder.views.tables import TABLES, Table

UNSTATED = "未注明"
DATABASE, WORKBOOK, ALL_JSON = "notices.sqlite", "issues.xlsx", "notices.json"
PACKAGE, SCHEMA, SUMS = "datapackage.json", "notice.schema.json", "SHA256SUMS"
# The version of the format, as the data package states it, and what each brought.
VERSIONS = (("1.0.0", "第一个版本。"),)
_KINDS = {"string": "文字", "integer": "整数", "date": "日期", "boolean": "是或否"}


@dataclass(frozen=True, slots=True)
class License:
    """What the site allows to be done with its data: a name, and an address or ""."""

    name: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file: its address relative to the page, what it is, its size in words, its SHA-256."""

    url: str
    about: str
    size: str
    sha256: str


@dataclass(frozen=True, slots=True)
class DataColumn:
    """A column as the page shows it."""

    name: str
    title: str
    kind: str
    description: str


@dataclass(frozen=True, slots=True)
class DataTable:
    """A table as the page shows it."""

    name: str
    title: str
    columns: tuple[DataColumn, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows a table has: its title, the number, and the word that Chinese counts with."""

    title: str
    number: int
    of: str


@dataclass(frozen=True, slots=True)
class DataPage:
    """The page. `cut` cells of the workbook are cut; `searched` are titles of columns.

    `example_url` is a notice as JSON, "" without notices; `feeds` tells whether there are any.
    """

    url: str
    root: str
    files: tuple[DataFile, ...]
    tables: tuple[DataTable, ...]
    counts: tuple[Count, ...]
    license: License | None
    cut: int
    searched: tuple[str, ...]
    example_url: str
    feeds: bool
    formats: tuple[tuple[str, str], ...]


def data_addresses() -> Iterator[str]:
    """Yield the addresses of the pages about the data."""
    yield urls.DATA


def abouts() -> Mapping[str, str]:
    """Return what each file is, by its name and in the order of the page."""
    return {
        "issues.csv": "全部问题，每个问题一行。UTF-8，可以用 Excel 直接打开",
        "notices.csv": "全部通报，每份一行",
        "contacts.csv": "全部监督联系方式，每条一行",
        WORKBOOK: "上面三张表合成一个 Excel 工作簿，每张表一页",
        DATABASE: "上面三张表合成一个 SQLite 数据库，带全文检索，可以用 Datasette 打开",
        ALL_JSON: "全部通报的全文，一个 JSON 数组，每份通报一行",
        SCHEMA: "通报的 JSON Schema（2020-12）",
        PACKAGE: "数据包描述（Frictionless Data Package）：各表的字段、行数、大小、校验值",
        SUMS: "校验值，供 sha256sum -c 核对",
    }


def data_tables() -> tuple[DataTable, ...]:
    """Return all tables."""
    return tuple(
        DataTable(
            table.name,
            table.title,
            tuple(
                DataColumn(column.name, column.title, _KINDS[column.kind], column.description)
                for column in table.columns
            ),
        )
        for table in TABLES
    )


def counts(numbers: Sequence[int]) -> tuple[Count, ...]:
    """Return how many rows each table has."""
    return tuple(
        Count(table.title, number, table.of) for table, number in zip(TABLES, numbers, strict=True)
    )


def titles(table: Table, names: Sequence[str]) -> tuple[str, ...]:
    """Return the titles of columns of a table by their names."""
    return tuple(column.title for column in table.columns if column.name in names)


def size(count: int) -> str:
    """Return a size in bytes in words: 3.2 MB."""
    if count < 1000:
        return f"{count} 字节"
    if count < 1_000_000:
        return f"{count / 1000:.1f} KB"
    return f"{count / 1_000_000:.1f} MB"
