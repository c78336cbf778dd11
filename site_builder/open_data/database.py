"""Rows → one SQLite file with full-text search. The same rows and SQLite give the same bytes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from functools import cache, partial
from pathlib import Path

from site_builder.open_data.kept_rows import PARAGRAPHS
from site_builder.open_data.rows import Run
from site_builder.views.tables import TABLES, Column, Kind, Table

# Which words the search knows: of more issues than this, some 500 notices, only the problems.
# Measured: the measures make the file twice as large (42 KB a notice instead of 2) and are more
# than half of the time that it takes (0.9 ms a notice instead of 0.04).
MOST_ISSUES_WHOLE = 10_000
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
_PRAGMAS = (
    "journal_mode=OFF",
    "synchronous=OFF",
    "secure_delete=OFF",
    # Measured: pages of 8192 bytes take a twentieth more, of time and of room.
    "page_size=32768",
    f"cache_size=-{8 << 10}",
    "encoding='UTF-8'",
    f"user_version={FORMAT}",
)
# Written out in large pieces, and these left as they are, while the index is made; then as usual.
_MAKING_SEARCH = {"hashsize": 32 << 20, "automerge": 0}
_USUAL_SEARCH = {"hashsize": 1 << 20, "automerge": 4}
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
    path: Path, tables: Sequence[Iterable[Run]], searched: Sequence[str], before: str = ""
) -> None:
    """Write the rows of all tables; `searched` are columns of issues, none for no search.

    Ranges are rows of the database at the address `before`.
    """
    with closing(sqlite3.connect(path, isolation_level=None, uri=True)) as database:
        for pragma in _PRAGMAS:
            database.execute(f"PRAGMA {pragma}")
        if before:
            database.execute("ATTACH ? AS before", (before,))
        database.execute("BEGIN")
        for table in TABLES:
            database.execute(_created(table))
        for table, runs in zip(TABLES, tables, strict=True):
            _insert(database, table, runs)
        for statement in _indexes():
            database.execute(statement)
        if searched:
            _add_search(database, searched)
        database.execute("COMMIT")
    with path.open("r+b") as file:
        file.seek(_WRITER.start)
        file.write(_OLDEST)


def _insert(database: sqlite3.Connection, table: Table, runs: Iterable[Run]) -> None:
    kept = f"SELECT * FROM before.{table.name} WHERE rowid BETWEEN ? AND ? ORDER BY rowid"
    inserting = cache(partial(_inserting, table))
    cursor = database.cursor()
    for run in runs:
        if isinstance(run, range):
            cursor.execute(f"INSERT INTO main.{table.name} {kept}", (run.start, run.stop - 1))
        elif run.number:
            cursor.executemany(inserting(run.columns), run.rows())


def _inserting(table: Table, columns: Iterable[int]) -> str:
    """Return the statement that takes the cells of some columns; the others become NULL."""
    names = [table.columns[number].name for number in columns]
    cells = ["CAST(? AS TEXT)" if name in PARAGRAPHS else "?" for name in names]
    into = f"main.{table.name} ({', '.join(map(_quoted, names))})"
    return f"INSERT INTO {into} VALUES ({', '.join(cells)})"


def _created(table: Table) -> str:
    lines = [_defined(column) for column in table.columns]
    lines[0] += " PRIMARY KEY"
    if "notice_id" in table.names:
        lines.append("FOREIGN KEY (notice_id) REFERENCES notices (id)")
    return f"CREATE TABLE {table.name} (\n  " + ",\n  ".join(lines) + "\n)"


def _defined(column: Column) -> str:
    required = " NOT NULL" if column.required else ""
    return f"{_quoted(column.name)} {_TYPES[column.kind]}{required}"


def _quoted(name: str) -> str:
    return f'"{name}"'


def _indexes() -> Iterator[str]:
    for table, columns in _INDEXED.items():
        for column in columns:
            yield f"CREATE INDEX {table}_{column} ON {table} ({column})"


def _add_search(database: sqlite3.Connection, columns: Sequence[str]) -> None:
    """Index columns of issues by trigrams: words of three characters and more are found."""
    name = f"{SEARCHED}_fts"
    database.execute(
        f"CREATE VIRTUAL TABLE {name} USING fts5"
        # To note how long each text is took a quarter of the time; who asks for `rank` counts it.
        f"({', '.join(columns)}, content=\"{SEARCHED}\", columnsize=0, tokenize='trigram')"
    )
    set_option = f"INSERT INTO {name} ({name}, rank) VALUES (?, ?)"
    database.executemany(set_option, _MAKING_SEARCH.items())
    database.execute(f"INSERT INTO {name} ({name}) VALUES ('rebuild')")
    database.executemany(set_option, _USUAL_SEARCH.items())
