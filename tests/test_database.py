"""The database of the open data: what it gives back."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.notice.model import Notice
from site_builder.open_data.database import can_search, write_database
from site_builder.open_data.kept_rows import packed_rows, unpacked_rows
from site_builder.outputs.data.columns import encoded
from site_builder.reading.dump import dump_notice
from site_builder.views.columns import Cell, Row, columns_of
from site_builder.views.tables import TABLES, Kind, Table
from tests.strategies import WITHIN
from tests.support import build, make_project

SAID = "修订整改台账"
CELLS: dict[Kind, tuple[Cell, ...]] = {
    "string": ("", "甲", "a\0b", "=1+1", "12", "12.0", "X'41'", "第一行\n第二行", "𠮷😀", "'\""),
    "date": ("2024-06-30",),
    "integer": (0, 7, 1 << 40),
    "boolean": (False, True),
}


@st.composite
def some_rows(draw: st.DrawFn, table: Table) -> list[Row]:
    """Rows of a notice; in some columns all say the same or nothing."""
    count = draw(st.integers(0, 3))
    made: list[Sequence[Cell]] = [[str(position) for position in range(count)]]
    for column in table.columns[1:]:
        cells: st.SearchStrategy[Cell] = st.sampled_from(CELLS[column.kind])
        if not column.required:
            cells = st.none() | cells
        made.append(draw(st.lists(cells, min_size=count, max_size=count)))
    return list(zip(*made, strict=True))


@given(st.tuples(*map(some_rows, TABLES)))
@WITHIN
def test_every_cell_comes_back_as_it_was(tables: tuple[list[Row], ...]) -> None:
    runs = []
    for table, rows in zip(TABLES, tables, strict=True):
        columns = columns_of(rows)
        packed = packed_rows(table, columns, encoded(columns))
        runs.append([unpacked_rows(packed, len(rows))])
    with TemporaryDirectory() as folder:
        path = Path(folder) / "notices.sqlite"
        write_database(path, runs, ())
        with closing(sqlite3.connect(path)) as database:
            for table, rows in zip(TABLES, tables, strict=True):
                found = database.execute(f"SELECT * FROM {table.name} ORDER BY rowid")
                assert found.fetchall() == rows


@pytest.mark.skipif(not can_search(), reason="this SQLite has no trigrams")
def test_of_what_is_found_the_shortest_ranks_first(tmp_path: Path) -> None:
    measures = [f"{SAID}{'，逐条销号' * 90}", SAID, "组织学习", f"{SAID}，组织学习"]
    notice = Notice.model_validate(
        {
            "id": "n1",
            "title": "示例市某局党组关于巡察整改情况的通报",
            "organization": "示例市某局党组",
            "sections": [{"issues": [{"problem": "问题", "measures": [m]} for m in measures]}],
        }
    )
    assert build(make_project(tmp_path, {"n1.yml": dump_notice(notice)})) == 0
    with closing(sqlite3.connect(tmp_path / "site" / "data" / "notices.sqlite")) as database:
        ranked = database.execute(
            "SELECT position FROM issues_fts JOIN issues ON issues.rowid = issues_fts.rowid"
            " WHERE issues_fts MATCH ? ORDER BY rank",
            (f'"{SAID}"',),
        ).fetchall()
    assert ranked == [(2,), (4,), (1,)]
