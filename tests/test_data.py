"""Open data: read by the tools of those who take it, complete, private fields left out."""

from __future__ import annotations

import csv
import hashlib
import json
import marshal
import re
import runpy
import sqlite3
from contextlib import closing
from datetime import datetime
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile
from zlib import crc32

import openpyxl
import pytest
from bs4 import BeautifulSoup
from frictionless import Package
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from lxml import etree

from site_builder.cli import main
from site_builder.notice.fingerprint import NOT_PUBLIC
from site_builder.notice.model import Notice
from site_builder.notice.status import StatusCode
from site_builder.open_data.database import can_search, searched_columns, write_database
from site_builder.open_data.files import JOBS, make_files
from site_builder.open_data.kept_rows import packed_rows, unpacked_rows
from site_builder.open_data.pieces import JSON, TEXTS, Piece, rows_part, sheet_part, spilling
from site_builder.open_data.segments import Placed, Segments
from site_builder.open_data.sources import Sources
from site_builder.outputs.data.columns import encoded
from site_builder.outputs.data.csv_text import MARK, csv_text
from site_builder.outputs.data.notice_json import notice_json
from site_builder.outputs.data.packing import Packed, add_packed, joined_sum, packed
from site_builder.outputs.data.workbook import MOST_ROWS, MOST_UNITS, sheets_of, table_rows
from site_builder.outputs.segment import DamagedSegmentError
from site_builder.reading.dump import dump_notice
from site_builder.reading.notice_file import find_notice_files, read_notice
from site_builder.views.columns import Cell, Row, columns_of, rows_of
from site_builder.views.tables import TABLES, notice_rows
from tests.strategies import WITHIN, notices
from tests.support import ROOT, build, make_project, tree

HASH = "sha256:" + "0a" * 32
URL = "https://example.com/"
LONG = "长" * 40_000
FORMULAS = (
    "=1+1",
    "+1",
    "-1",
    "@a",
    "＝1",
    "'已有",
    "\t甲",
    "正常",
    "_x0041_",
    "<a>&b",
    "第一行\n第二行",
)
TITLES = {table.name: table.title for table in TABLES}


def make(number: int) -> Notice:
    issues: list[dict[str, Any]] = [
        {
            "problem": f"{FORMULAS[(number + n) % len(FORMULAS)]}问题{n}",
            "details": ["说明一", "说明二"],
            "status": {"text": "已完成", "code": "completed", "sustained": bool(n % 2)},
            "deadline": {"text": "2024年6月底前", "date": "2024-06-30"},
            "measures": [{"text": "修订整改台账", "measures": ["①逐条销号"]}, "（2）组织学习"],
            "tags": ["党建", "经费"],
        }
        for n in range(number % 4)
    ]
    if number == 7:
        issues[0]["measures"] = [LONG]
    return Notice.model_validate(
        {
            "id": f"n{number:03}",
            "title": f"第{number}号通报",
            "organization": f"示例第{number % 7}局党组",
            **({"published": f"{2020 + number % 5}-03-{number % 27 + 1:02}"} if number % 9 else {}),
            "inspection": {"kinds": ["常规巡察"], "period": "3月下旬至6月下旬"},
            "sections": [
                {
                    "heading": "一、整改情况",
                    "sections": [{"heading": "（一）党建", "issues": issues}],
                }
            ],
            "contacts": [{"phone": "0999-0123456", "text": "电话：0999-0123456"}],
            "review": [{"stage": "初审", "who": "审核人某某", "date": "2024-01-01", "hash": HASH}],
            "waivers": [{"rule": "N301", "reason": "内部理由"}],
        }
    )


def public(notice: Notice) -> Notice:
    """Return a notice without what never becomes public."""
    fields = {name: Notice.model_fields[name] for name in NOT_PUBLIC}
    unsaid = {n: field.get_default(call_default_factory=True) for n, field in fields.items()}
    return notice.model_copy(update=unsaid)


NOTICES = [make(number) for number in range(120)]
PUBLIC = [public(notice) for notice in NOTICES]


def lay_out(folder: Path, found: list[Notice]) -> Path:
    return make_project(folder, {f"{n.id}.yml": dump_notice(n) for n in found})


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    assert build(lay_out(folder, NOTICES)) == 0
    return folder / "site"


@pytest.fixture(scope="module")
def data(site: Path) -> Path:
    return site / "data"


def expected(table: int) -> dict[Cell, Row]:
    """Return the rows of a table by their ids, with addresses in full."""
    return {
        row[0]: row for notice in PUBLIC for row in rows_of(notice_rows(notice, URL).tables[table])
    }


def in_order(ids: list[Any]) -> bool:
    """Tell whether notices come from the oldest on, those without a date first."""
    by_id = {notice.id: notice for notice in PUBLIC}
    days = [by_id[str(id_).partition("#")[0]].published for id_ in ids]
    shown = [day.isoformat() if day else "" for day in days]
    return shown == sorted(shown)


# CSV


def csv_of(rows: list[Row]) -> str:
    return csv_text(encoded(columns_of(rows))).decode()


@pytest.mark.parametrize("number", range(len(TABLES)))
def test_csv_holds_every_row_and_gives_back_every_word(data: Path, number: int) -> None:
    table = TABLES[number]
    raw = (data / f"{table.name}.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    text = raw.decode("utf-8-sig")
    assert "\r\n" in text
    assert not re.search(r"(?<!\r)\n(?=n\d{3})", text)
    head, *rows = list(csv.reader(StringIO(text, newline="")))
    assert tuple(head) == table.names
    wanted = expected(number)
    assert len(rows) == len(wanted)
    assert in_order([row[0] for row in rows])
    for row in rows:
        cells = zip(row, table.columns, strict=True)
        assert tuple(_read(cell, column.kind) for cell, column in cells) == wanted[row[0]]


def _read(cell: str, kind: str) -> Cell:
    if not cell:
        return None
    if kind == "integer":
        return int(cell)
    if kind == "boolean":
        return {"true": True, "false": False}[cell]
    return unmarked(cell)


def unmarked(cell: str) -> str:
    return cell.removeprefix(MARK.decode())


def test_no_cell_of_csv_is_a_formula(data: Path) -> None:
    for path in data.glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
        assert not [cell for cell in cells if cell[:1] in tuple("=+-@\t\r\n＝＋－＠") and cell]


def test_marked_cells_are_read_back() -> None:
    for text in (*FORMULAS, "'", "''", "＠甲", "\r甲", "-"):
        (row,) = csv.reader([csv_of([("a", text)])])
        assert unmarked(row[1]) == text


# The workbook


def test_the_workbook_holds_the_same(data: Path) -> None:
    book = openpyxl.load_workbook(data / "issues.xlsx", read_only=True)
    assert book.sheetnames == [*TITLES.values(), "说明"]
    for number, table in enumerate(TABLES):
        head, *rows = book[table.title].iter_rows(values_only=True)
        assert head == (*(column.title for column in table.columns), "截短说明")
        wanted = expected(number)
        assert in_order([row[0] for row in rows])
        assert {row[0] for row in rows} == wanted.keys()
        for row in rows:
            for column, cell, words in zip(table.columns, row, wanted[row[0]], strict=False):
                if isinstance(cell, datetime):
                    assert cell.date().isoformat() == words
                elif isinstance(words, str) and len(words) > MOST_UNITS:
                    assert cell == words[:MOST_UNITS]
                    assert row[-1] == (
                        f"“{column.title}”截去 {len(words) - MOST_UNITS} 字，全文见 CSV 或 JSON"
                    )
                elif isinstance(words, str) and "_x0041_" in words:
                    assert cell == words.replace("_x0041_", "_x005F_x0041_")
                else:
                    assert cell == words
    book.close()


def test_what_was_cut_is_told_on_the_page(data: Path) -> None:
    soup = BeautifulSoup((data / "index.html").read_text("utf-8"), "lxml")
    assert "有 1 处文字超过" in soup.get_text()
    assert LONG.encode() in (data / "issues.csv").read_bytes()


def test_more_rows_than_a_sheet_holds_go_on_in_the_next() -> None:
    issues = TABLES[0]
    most = MOST_ROWS - 1
    assert [(s.name, s.notices) for s in sheets_of(issues, [])] == [("问题", range(0))]
    assert [sheet.name for sheet in sheets_of(issues, [0, most, 0])] == ["问题"]
    # A notice stays on one sheet, though the one before it is not full.
    counts = [most - 2, 3, most - 3, 5_000]
    sheets = sheets_of(issues, counts)
    assert [(s.name, s.notices, s.rows) for s in sheets] == [
        ("问题", range(1), most - 2),
        ("问题2", range(1, 3), most),
        ("问题3", range(3, 4), 5_000),
    ]


# The database


def test_the_database_holds_the_same_and_is_sound(data: Path) -> None:
    with closing(sqlite3.connect(data / "notices.sqlite")) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        assert database.execute("PRAGMA user_version").fetchone() == (1,)
        for number, table in enumerate(TABLES):
            rows = database.execute(f"SELECT * FROM {table.name} ORDER BY rowid").fetchall()
            assert in_order([row[0] for row in rows])
            assert {row[0]: row for row in rows} == expected(number)


@pytest.mark.skipif(not can_search(), reason="this SQLite has no trigrams")
@pytest.mark.parametrize("words", ["整改台账", "逐条销", "说明一", "=1+1问题", "没有这几个字"])
def test_the_full_text_search_finds_what_holds_the_words(data: Path, words: str) -> None:
    with closing(sqlite3.connect(data / "notices.sqlite")) as database:
        found = database.execute(
            "SELECT id FROM issues WHERE rowid IN"
            " (SELECT rowid FROM issues_fts WHERE issues_fts MATCH ?)",
            (f'"{words}"',),
        ).fetchall()
        database.execute("INSERT INTO issues_fts (issues_fts, rank) VALUES ('integrity-check', 1)")
        # As Datasette finds the table.
        (sql,) = database.execute(
            "SELECT sql FROM sqlite_master WHERE name = 'issues_fts'"
        ).fetchone()
    assert 'content="issues"' in sql
    of_issue = expected(0)
    wanted = {id_ for id_, row in of_issue.items() if any(words in str(cell) for cell in row)}
    assert {id_ for (id_,) in found} == wanted


def test_of_very_many_issues_only_the_problems_are_searched(tmp_path: Path) -> None:
    assert searched_columns(10_000) == ("problem", "details", "measures")
    assert searched_columns(10_001) == ("problem", "details")
    found = [notice_rows(notice).tables for notice in PUBLIC]
    tables = [
        [unpacked_rows(packed_rows(table, one[n], encoded(one[n])), one[n].rows) for one in found]
        for n, table in enumerate(TABLES)
    ]
    for name in "ab":
        write_database(tmp_path / name, tables, ("problem", "details") if can_search() else ())
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    # Where the header names the version of SQLite, which is not the same everywhere.
    assert (tmp_path / "a").read_bytes()[96:100] == (3_034_000).to_bytes(4, "big")


# JSON


def test_every_notice_is_json_and_nothing_private_is(data: Path) -> None:
    schema = json.loads((data / "notice.schema.json").read_bytes())
    validator = Draft202012Validator(schema)
    of_all = json.loads((data / "notices.json").read_bytes())
    assert [one["id"] for one in of_all] != sorted(one["id"] for one in of_all)
    assert in_order([one["id"] for one in of_all])
    for notice in PUBLIC:
        one = json.loads((data / "notices" / f"{notice.id}.json").read_bytes())
        assert one in of_all
        assert Notice.model_validate(one) == notice
        assert validator.is_valid(one)
    for path in data.rglob("*"):
        if path.is_file() and path.name not in ("notice.schema.json", "index.html"):
            packed = ZipFile(path) if path.suffix == ".xlsx" else None
            parts = (
                [packed.read(name) for name in packed.namelist()] if packed else [path.read_bytes()]
            )
            for words in (
                "审核人某某",
                HASH,
                "内部理由",
                "N301",
                '"review"',
                '"waivers"',
                "/notices/n000.yml",
            ):
                assert not any(words.encode() in part for part in parts), (path, words)


def test_the_samples_come_back_from_their_json(sample_site: Path, tmp_path: Path) -> None:
    file = str(sample_site / "data" / "notices.json")
    assert main(["import", file, "-o", str(tmp_path)]) == 0
    for path in find_notice_files(ROOT / "notices"):
        wanted = read_notice(path).notice
        assert wanted
        back = tmp_path / f"{wanted.id}.yml"
        assert read_notice(back).notice == public(wanted)
        assert back.read_text("utf-8") == dump_notice(public(wanted))
        one = sample_site / "data" / "notices" / f"{wanted.id}.json"
        assert main(["import", str(one), "-o", str(tmp_path)]) == 0


@given(notice=notices())
@WITHIN
def test_any_notice_comes_back_from_its_json(notice: Notice) -> None:
    back = Notice.model_validate(json.loads(notice_json(notice)))
    assert public(back) == public(notice)
    assert dump_notice(public(back)) == dump_notice(public(notice))


WORDS = st.none() | st.text("a=+-\t＝'\",\r\n、一\x0b", min_size=1)
ROWS = st.tuples(WORDS, WORDS, st.none() | st.integers(0), st.none() | st.booleans())


@given(rows=st.lists(ROWS))
@WITHIN
def test_csv_says_what_the_library_would_write(rows: list[Row]) -> None:
    def shown(cell: Cell) -> str:
        if isinstance(cell, str):
            return f"'{cell}" if cell.startswith(tuple("=+-@\t\r\n＝＋－＠'")) else cell
        return "" if cell is None else str(cell).lower()

    text = csv_of(rows)
    assert list(csv.reader(StringIO(text, newline=""))) == [list(map(shown, row)) for row in rows]
    stream = StringIO()
    csv.writer(stream, lineterminator="\r\n").writerows([map(shown, row) for row in rows])
    # Where a column has quotes all its words have: some more than the library puts.
    assert text.replace('"', "") == stream.getvalue().replace('"', "")
    assert len(text) >= len(stream.getvalue())


@given(notice=notices())
@WITHIN
def test_any_notice_comes_back_from_csv(notice: Notice) -> None:
    for table, found in zip(TABLES, notice_rows(notice).tables, strict=True):
        rows = rows_of(found)
        read = list(csv.reader(StringIO(csv_of(rows), newline="")))
        back = [
            tuple(_read(cell, column.kind) for cell, column in zip(row, table.columns, strict=True))
            for row in read
        ]
        assert back == rows


SIGNS = ("甲", "&", "<", ">", "_x0041_", "_x", "\r", "\n", "\x0b", "\x0c", ",", '"', "=", "'", " ")
SHOWN = st.just("乙") | st.lists(st.sampled_from(SIGNS), min_size=1, max_size=2).map("".join)
ADDRESSED = st.tuples(*[SHOWN] * 3, st.integers(0), SHOWN, st.none() | SHOWN, *[SHOWN] * 3)


@given(rows=st.lists(ADDRESSED, max_size=3))
@WITHIN
def test_any_words_come_back_from_the_workbook(rows: list[Row]) -> None:
    come_back(rows)


@pytest.mark.parametrize("sign", SIGNS)
def test_one_sign_alone_comes_back_from_the_workbook(sign: str) -> None:
    row = (*"甲乙丙", 1, "丁", None, *"戊己庚")
    come_back([row, (*row[:7], sign, row[8])])


def come_back(rows: list[Row]) -> None:
    contacts = TABLES[2]
    columns = columns_of(rows)
    made = table_rows(contacts, columns, encoded(columns))
    back = []
    for row in etree.fromstring(b"<rows>%b</rows>" % made.xml):
        *cells, cut = ["".join(cell.itertext()) for cell in row]
        assert not cut
        back.append([_as_excel_shows(cell) for cell in cells])
    assert back == [["" if cell is None else str(cell) for cell in row] for row in rows]


def _as_excel_shows(text: str) -> str:
    return re.sub("_x([0-9A-F]{4})_", lambda match: chr(int(match[1], 16)), text)


def test_an_import_keeps_what_is_private_and_overwrites_nothing(
    site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = str(site / "data" / "notices" / "n001.json")
    target = tmp_path / "n001.yml"
    target.write_text(dump_notice(NOTICES[1]), "utf-8")
    before = target.read_bytes()
    assert main(["import", file, "-o", str(tmp_path)]) == 0
    assert target.read_bytes() == before
    changed = NOTICES[1].model_copy(update={"title": "手工改过"})
    target.write_text(dump_notice(changed), "utf-8")
    assert main(["import", file, "-o", str(tmp_path)]) == 2
    assert "手工改过" in capsys.readouterr().err
    assert main(["import", file, "-o", str(tmp_path), "--force"]) == 0
    assert read_notice(target).notice == NOTICES[1]
    assert (tmp_path / "n001.yml.bak").exists()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[1]",
        "{}",
        '{"id": "a", "title": "甲"}',
        '[{"id": "../a", "title": "a", "organization": "b"}]',
    ],
)
def test_other_json_is_refused_with_cause_and_cure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    file = tmp_path / "x.json"
    file.write_text(text, "utf-8")
    assert main(["import", str(file), "-o", str(tmp_path / "out")]) == 2
    said = capsys.readouterr().err
    assert re.search(r"没有写出通报文件：.+。", said)
    assert not (tmp_path / "out").exists()


# The package and the page


def test_the_data_package_is_valid(data: Path) -> None:
    package = Package(str(data / "datapackage.json"))
    report = package.validate()
    assert report.valid, report.flatten(["name", "type", "note"])
    described = json.loads((data / "datapackage.json").read_bytes())
    resources = {resource["path"]: resource for resource in described["resources"]}
    for table in TABLES:
        resource = resources[f"{table.name}.csv"]
        assert resource["rows"] == len(expected(TABLES.index(table)))
        assert [field["name"] for field in resource["schema"]["fields"]] == list(table.names)
    for path, resource in resources.items():
        raw = (data / path).read_bytes()
        assert resource["bytes"] == len(raw)
        assert resource["hash"] == f"sha256:{hashlib.sha256(raw).hexdigest()}"


def test_the_page_tells_of_every_file_as_it_is(data: Path) -> None:
    soup = BeautifulSoup((data / "index.html").read_text("utf-8"), "lxml")
    rows = {
        str(link["href"]): row.get_text()
        for row in soup.select("table:first-of-type tbody tr")
        if (link := row.select_one("a"))
    }
    files = {path.name for path in data.iterdir() if path.is_file()} - {"index.html"}
    assert rows.keys() == files
    for name, words in rows.items():
        digest = hashlib.sha256((data / name).read_bytes()).hexdigest()
        assert (digest in words) == (name != "SHA256SUMS")
    for line in (data / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((data / name).read_bytes()).hexdigest() == digest
    for link in soup.select(".gk-data a[href]"):
        target = (data / str(link["href"])).resolve()
        assert target.is_file() or (target / "index.html").is_file(), link
    for table in TABLES:
        shown = [cell.get_text() for cell in soup.select(f"#{table.name} + div tbody th")]
        assert tuple(shown) == table.names
    text = soup.get_text()
    issues, _, contacts = (len(expected(number)) for number in range(3))
    assert f"问题 {issues} 个，通报 120 份，联系方式 {contacts} 条" in text
    assert "许可：未注明" in text
    assert not soup.select(".gk-data script")


def test_the_licence_comes_from_the_configuration(tmp_path: Path) -> None:
    config = lay_out(tmp_path, NOTICES[:2])
    licence = "  data_license: 某许可<1>\n  data_license_url: https://example.com/terms\n"
    config.write_text(config.read_text("utf-8") + licence, "utf-8")
    assert build(config) == 0
    data = tmp_path / "site" / "data"
    page = BeautifulSoup((data / "index.html").read_text("utf-8"), "lxml")
    (link,) = page.select("a[rel=license]")
    assert (link["href"], link.get_text()) == ("https://example.com/terms", "某许可<1>")
    package = json.loads((data / "datapackage.json").read_bytes())
    assert package["licenses"] == [{"title": "某许可<1>", "path": "https://example.com/terms"}]


def test_a_site_without_notices_has_valid_data(tmp_path: Path) -> None:
    assert build(make_project(tmp_path, {})) == 0
    data = tmp_path / "site" / "data"
    assert json.loads((data / "notices.json").read_bytes()) == []
    assert Package(str(data / "datapackage.json")).validate().valid
    assert openpyxl.load_workbook(data / "issues.xlsx").sheetnames == [*TITLES.values(), "说明"]


def test_a_site_may_do_without(tmp_path: Path) -> None:
    config = lay_out(tmp_path, NOTICES[:2])
    text = config.read_text("utf-8").replace("- gongkai", "- gongkai: {open_data: false}")
    config.write_text(text, "utf-8")
    assert build(config) == 0
    assert not (tmp_path / "site" / "data").exists()
    assert "数据开放" not in (tmp_path / "site" / "index.html").read_text("utf-8")
    assert not list((tmp_path / "site").glob(".*"))


def test_processes_or_not_makes_no_difference(
    tmp_path: Path, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bytes are the same from one process and from several, with feeds and data."""
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    assert build(lay_out(tmp_path, NOTICES)) == 0
    one, many = tree(tmp_path / "site"), tree(site)
    assert {name for name in one if one[name] != many.get(name)} == set()
    assert one.keys() == many.keys()


# Pieces


@given(pieces=st.lists(st.binary(max_size=3_000)))
@WITHIN
def test_packed_pieces_are_one_file_wherever_they_are_parted(pieces: list[bytes]) -> None:
    whole = b"".join(pieces)
    deflated = [packed(piece) for piece in pieces]
    known = [
        Packed(len(now), len(piece), crc32(piece))
        for piece, now in zip(pieces, deflated, strict=True)
    ]
    stream = BytesIO()
    with ZipFile(stream, "w") as archive:
        archive.writestr("before", b"1")
        add_packed(archive, "pieces", known, deflated)
        archive.writestr("after", b"2")
    with ZipFile(stream) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["before", "pieces", "after"]
        assert archive.read("pieces") == whole


def test_the_sum_of_very_large_files_is_right() -> None:
    piece = b"\0" * (1 << 20)
    whole = 0
    for _ in range(5):
        whole = crc32(piece, whole)
    assert joined_sum([crc32(piece)] * 5, [1 << 20] * 5) == whole
    # Over nothing but zeros a sum comes back after 2 ** 32 - 1 bytes.
    assert joined_sum([0x12345678, 0], [4, (1 << 32) - 1]) == 0x12345678


def spilled(folder: Path, found: list[Notice], sizes: int) -> list[Placed]:
    """Spill notices, so many in a segment, from the last to the first."""
    placed: dict[str, Placed] = {}
    backwards = found[::-1]
    for start in range(0, len(found), sizes):
        segment = folder / f"{start}"
        with spilling(segment) as writer:
            for notice in backwards[start : start + sizes]:
                piece = writer.add(notice_rows(notice, URL), notice_json(notice))
                placed[notice.id] = segment, Piece(*marshal.loads(marshal.dumps(tuple(piece))))
    return [placed[notice.id] for notice in found]


def read_all(placed: list[Placed], part: int) -> list[memoryview]:
    with Segments() as segments:
        return [segments.read(one, part) for one in placed]


def made_from(folder: Path, placed: list[Placed]) -> dict[str, bytes]:
    folder.mkdir()
    make_files(tuple(JOBS), Sources(tuple(placed), folder, (("来源", "示例网站"),)))
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_files_depend_on_the_order_of_notices_and_not_on_segments(tmp_path: Path) -> None:
    made = []
    for sizes in (1, 4, 200):
        (tmp_path / f"segments{sizes}").mkdir()
        placed = spilled(tmp_path / f"segments{sizes}", PUBLIC, sizes)
        made.append(made_from(tmp_path / f"data{sizes}", placed))
    assert made[0] == made[1] == made[2]
    ids = [one["id"] for one in json.loads(made[0]["notices.json"])]
    assert ids == [notice.id for notice in PUBLIC]


def test_a_damaged_segment_is_noticed_whatever_is_made_of_it(tmp_path: Path) -> None:
    placed = spilled(tmp_path, PUBLIC[1:9], 20)
    segment = placed[0][0]
    sound = segment.read_bytes()
    parts = [*TEXTS, sheet_part(1), rows_part(2)]
    flipped = [
        (part, sound[:place] + bytes([sound[place] ^ 1]) + sound[place + 1 :])
        for part in parts
        if (place := placed[0][1].start + sum(placed[0][1].sizes[:part]))
    ]
    damages = [*flipped, (parts[-1], sound[:-1]), (JSON, b"x" + sound[1:])]
    for part, damaged in damages:
        segment.write_bytes(damaged)
        with pytest.raises(DamagedSegmentError, match=r"0\Z"):
            read_all(placed, part)
    segment.write_bytes(sound)
    for part in parts:
        read_all(placed, part)
    for is_folder in (False, True):
        segment.mkdir() if is_folder else segment.unlink()
        for job in JOBS:
            with pytest.raises(DamagedSegmentError):
                make_files((job,), Sources(tuple(placed), tmp_path, ()))


def test_the_documented_fields_are_the_generated_ones() -> None:
    generate = runpy.run_path(str(ROOT / "docs" / "generate.py"))
    current = generate["DATA"].read_text(encoding="utf-8")
    assert generate["data_text"](current) == current
    for table in TABLES:
        assert all(f"| `{name}` |" in current for name in table.names)


def test_counts_of_statuses_are_those_of_the_issues() -> None:
    for notice in PUBLIC:
        ((*_, total, completed, _, _, _, unstated),) = rows_of(notice_rows(notice).tables[1])
        codes = [issue.status_code for issue in notice.issues()]
        assert total == len(codes)
        assert completed == codes.count(StatusCode.COMPLETED)
        assert unstated == codes.count(StatusCode.UNSTATED)
