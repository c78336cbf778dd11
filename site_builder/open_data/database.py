"""Rows → one SQLite file with full-text search. The same rows and SQLite give the same bytes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from site_builder.views.tables import TABLES, Column, Kind, Row, Table

# Which words the search knows: of more issues than this only the problems, for with the measures
# it would be as large as the whole text twice over. Measured: some 45 KB a notice.
MOST_ISSUES_WHOLE = 40_000
SEARCHED = "issues"
SEARCHED_SHORT = ("problem", "details")
SEARCHED_WHOLE = (*SEARCHED_SHORT, "measures")
FORMAT = 1
_TYPES: dict[Kind, str] = {
    "string": "TEXT",
    "date": "TEXT",
    "integer": "INTEGER",
    "boolean": "INTEGER",
}
_INDEXED = {"issues": ("notice_id", "status_code", "organization"), "contacts": ("notice_id",)}
_CACHE = 32 << 20
# Written out at once rather than in hundreds of small pieces, which then have to be merged.
_HASH = 64 << 20
_USUAL_HASH = 1 << 20
# Where the header names the SQLite that wrote the file last: the oldest one with all that is used.
_WRITER = slice(96, 100)
_OLDEST = (3_034_000).to_bytes(4, "big")


def searched_columns(issues: int) -> tuple[str, ...]:
    """Return the columns of issues whose words the search knows."""
    return SEARCHED_WHOLE if issues <= MOST_ISSUES_WHOLE else SEARCHED_SHORT


def can_search() -> bool:
    """Tell whether this SQLite can make an index of trigrams, as Chinese needs."""
    with closing(sqlite3.connect(":memory:")) as database:
        try:
            database.execute("CREATE VIRTUAL TABLE x USING fts5(y, tokenize='trigram')")
        except sqlite3.OperationalError:
            return False
    return True


def write_database(
    path: Path, notices: Iterable[Sequence[Sequence[Row]]], searched: Sequence[str]
) -> None:
    """Write the rows of all notices; `searched` are columns of issues, none for no search."""
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "page_size=4096", "encoding='UTF-8'"):
            database.execute(f"PRAGMA {pragma}")
        database.execute(f"PRAGMA cache_size=-{_CACHE >> 10}")
        database.execute(f"PRAGMA user_version={FORMAT}")
        database.execute("BEGIN")
        for table in TABLES:
            database.execute(_created(table))
        inserts = [
            f"INSERT INTO {table.name} VALUES ({','.join('?' * len(table.columns))})"
            for table in TABLES
        ]
        for tables in notices:
            for insert, rows in zip(inserts, tables, strict=True):
                database.executemany(insert, rows)
        for statement in _indexes():
            database.execute(statement)
        if searched:
            _add_search(database, searched)
        database.execute("COMMIT")
    with path.open("r+b") as file:
        file.seek(_WRITER.start)
        file.write(_OLDEST)


def _created(table: Table) -> str:
    lines = [_defined(column) for column in table.columns]
    lines[0] += " PRIMARY KEY"
    if "notice_id" in table.names:
        lines.append("FOREIGN KEY (notice_id) REFERENCES notices (id)")
    return f"CREATE TABLE {table.name} (\n  " + ",\n  ".join(lines) + "\n)"


def _defined(column: Column) -> str:
    required = " NOT NULL" if column.required else ""
    return f'"{column.name}" {_TYPES[column.kind]}{required}'


def _indexes() -> Iterator[str]:
    for table, columns in _INDEXED.items():
        for column in columns:
            yield f"CREATE INDEX {table}_{column} ON {table} ({column})"


def _add_search(database: sqlite3.Connection, columns: Sequence[str]) -> None:
    """Index columns of issues by trigrams: words of three characters and more are found."""
    name = f"{SEARCHED}_fts"
    database.execute(
        f"CREATE VIRTUAL TABLE {name} USING fts5"
        f"({', '.join(columns)}, content=\"{SEARCHED}\", tokenize='trigram')"
    )
    set_option = f"INSERT INTO {name} ({name}, rank) VALUES (?, ?)"
    database.execute(set_option, ("hashsize", _HASH))
    database.execute(f"INSERT INTO {name} ({name}) VALUES ('rebuild')")
    database.execute(set_option, ("hashsize", _USUAL_HASH))
