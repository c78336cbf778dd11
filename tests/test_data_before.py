"""The open data of a warm build: what is copied from the files before, and that it is proven."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.open_data.files import make_files
from site_builder.open_data.pieces import rows_part
from site_builder.open_data.rows import Before
from site_builder.open_data.same import Same, same_files
from site_builder.open_data.segments import Placed, Segments
from site_builder.open_data.sources import Sources
from site_builder.outputs.segment import DamagedSegmentError
from site_builder.reading.dump import dump_notice
from site_builder.views.tables import TABLES
from tests.strategies import WITHIN
from tests.support import build
from tests.test_data import NOTICES, PUBLIC, lay_out, spilled


@pytest.fixture(scope="module")
def placed(tmp_path_factory: pytest.TempPathFactory) -> list[Placed]:
    return spilled(tmp_path_factory.mktemp("segments"), PUBLIC[1:6], 20)


@pytest.fixture(scope="module")
def made(placed: list[Placed], tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return others_from(tmp_path_factory.mktemp("made") / "data", placed)


# The database


def database_from(folder: Path, placed: list[Placed], before: Before | None = None) -> Path:
    folder.mkdir()
    make_files(("database",), Sources(tuple(placed), folder, (), before))
    return folder / "notices.sqlite"


def before_at(path: Path, ids: Sequence[str]) -> Before:
    return Before(path, sha256(path.read_bytes()).hexdigest(), tuple(ids))


def test_rows_of_the_database_before_are_copied_and_make_the_same_file(tmp_path: Path) -> None:
    (tmp_path / "segments").mkdir()
    old = database_from(tmp_path / "old", spilled(tmp_path / "segments", PUBLIC[:50], 200))
    # One goes, one says something else, one has fewer issues, and one comes.
    told = PUBLIC[9].model_copy(update={"title": "另一个标题", "id": PUBLIC[9].id})
    fewer = PUBLIC[3].model_copy(update={"sections": ()})
    now = [*PUBLIC[:3], fewer, *PUBLIC[5:9], told, *PUBLIC[10:50], PUBLIC[60]]
    changed = {fewer.id, told.id, PUBLIC[60].id}
    ids = tuple("" if notice.id in changed else notice.id for notice in now)
    (tmp_path / "new").mkdir()
    placed = spilled(tmp_path / "new", now, 1)
    wanted = database_from(tmp_path / "cold", placed).read_bytes()
    before = before_at(old, ids)
    damaged = tmp_path / "damaged"
    damaged.write_bytes(old.read_bytes()[:20_000])
    for number, there in enumerate((damaged, tmp_path, tmp_path / "gone")):
        made = database_from(tmp_path / f"{number}", placed, replace(before, path=there))
        assert made.read_bytes() == wanted
    for (segment, _), id_ in zip(placed, ids, strict=True):
        if id_:  # of these the pieces are not even read
            segment.unlink()
    warm = database_from(tmp_path / "warm", placed, before)
    assert warm.read_bytes() == wanted
    with closing(sqlite3.connect(warm)) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert [path.name for path in old.parent.iterdir()] == [old.name]


@given(st.floats(0, 1, exclude_max=True), st.integers(1, 255))
@WITHIN
def test_no_byte_of_the_database_before_is_believed(
    placed: list[Placed], place: float, change: int
) -> None:
    with TemporaryDirectory() as root:
        old = database_from(Path(root) / "old", placed)
        before = before_at(old, [notice.id for notice in PUBLIC[1:6]])
        wanted = old.read_bytes()
        damaged = bytearray(wanted)
        damaged[int(place * len(damaged))] ^= change
        old.write_bytes(damaged)
        assert database_from(Path(root) / "new", placed, before).read_bytes() == wanted


def test_a_build_copies_rows_of_the_one_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = lay_out(tmp_path, NOTICES[:9])
    assert build(config) == 0
    made = (tmp_path / "site" / "data" / "notices.sqlite").read_bytes()
    changed = NOTICES[5].model_copy(update={"title": "另一个标题"})
    (tmp_path / "notices" / "n005.yml").write_text(dump_notice(changed), "utf-8")
    parts = []
    read = Segments.read

    def told(self: Segments, placed: Placed, part: int) -> memoryview:
        parts.append(part)
        return read(self, placed, part)

    monkeypatch.setattr(Segments, "read", told)
    assert build(config) == 0
    assert [part for part in parts if part >= rows_part(0)] == list(map(rows_part, range(3)))
    assert (tmp_path / "site" / "data" / "notices.sqlite").read_bytes() != made


# The other files


def others_from(folder: Path, placed: list[Placed], same: Same | None = None) -> dict[str, bytes]:
    folder.mkdir()
    make_files(("others",), Sources(tuple(placed), folder, (("来源", "示例网站"),), None, same))
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def rows_in(placed: list[Placed]) -> tuple[int, ...]:
    return tuple(sum(piece.counts[table] for _, piece in placed) for table in range(len(TABLES)))


SOME = st.lists(st.integers(0, 6), unique=True, max_size=7)


@given(then=SOME, now=SOME)
@WITHIN
def test_what_other_files_have_in_common_with_those_before_is_copied(
    tmp_path_factory: pytest.TempPathFactory, then: list[int], now: list[int]
) -> None:
    folder = tmp_path_factory.mktemp("same")
    (folder / "segments").mkdir()
    placed = spilled(folder / "segments", PUBLIC[:7], 1)
    before, pieces = [placed[number] for number in then], [placed[number] for number in now]
    others_from(folder / "then", before)
    wanted = others_from(folder / "cold", pieces)
    keys = [list(map(str, numbers)) for numbers in (then, now)]
    same = same_files(folder / "then", keys[0], keys[1], rows_in(before))
    for segment, _ in [*pieces[: same.first], *pieces[len(now) - same.last :]]:
        segment.unlink()  # what is the same is not read from there
    assert others_from(folder / "warm", pieces, same) == wanted


@pytest.mark.parametrize("changed", range(7))
def test_all_but_what_changed_is_copied(changed: int) -> None:
    then = list(map(str, range(7)))
    now = [*then[:changed], "another", *then[changed + 1 :]]
    same = same_files(Path(), then, now, ())
    assert (same.first, same.last) == (changed, 6 - changed)
    same = same_files(Path(), then, then[:changed] + then[changed + 1 :], ())
    # What is now the last had others behind it, and what stands between two.
    assert same.first + same.last == (5 if changed == 6 else 6)


def test_files_before_that_are_cut_short_are_noticed(tmp_path: Path) -> None:
    (tmp_path / "segments").mkdir()
    placed = spilled(tmp_path / "segments", PUBLIC[:9], 20)
    keys = [str(number) for number in range(9)]
    others_from(tmp_path / "then", placed)
    same = same_files(tmp_path / "then", keys, keys, rows_in(placed))
    for number, path in enumerate(sorted((tmp_path / "then").iterdir())):
        whole = path.read_bytes()
        path.write_bytes(whole[:20])
        with pytest.raises(DamagedSegmentError, match=re.escape(str(path))):
            others_from(tmp_path / f"{number}", placed, same)
        path.write_bytes(whole)
    others_from(tmp_path / "whole", placed, same)


OTHERS = ("contacts.csv", "issues.csv", "notices.csv", "notices.json", "issues.xlsx")


@given(st.sampled_from(OTHERS), st.floats(0, 1, exclude_max=True), st.integers(1, 255))
@WITHIN
def test_no_byte_of_the_files_before_is_believed(
    placed: list[Placed], made: dict[str, bytes], name: str, place: float, change: int
) -> None:
    damaged = bytearray(made[name])
    damaged[int(place * len(damaged))] ^= change
    with TemporaryDirectory() as folder:
        same = files_before(Path(folder), made | {name: bytes(damaged)}, placed)
        with suppress(DamagedSegmentError):
            assert others_from(Path(folder) / "now", placed, same) == made


def files_before(folder: Path, files: dict[str, bytes], placed: list[Placed]) -> Same:
    """Lay out files from which all is copied but what they say of the third notice."""
    for name, data in files.items():
        (folder / name).write_bytes(data)
    keys = [str(number) for number in range(len(placed))]
    return same_files(folder, keys, [*keys[:2], "another", *keys[3:]], rows_in(placed))


def another_version(book: bytearray, directory: int) -> None:
    book[directory + 6] = 255


def another_place(book: bytearray, directory: int) -> None:
    place = book.index(b"xl/worksheets/sheet1.xml", directory) - 4
    book[place : place + 4] = b"\xff\xff\xff\x7f"


def another_size(book: bytearray, directory: int) -> None:
    name = book.index(b"xl/worksheets/sheet1.xml", directory)
    book[name - 26 : name - 22] = bytes(4)


@pytest.mark.parametrize("damage", [another_version, another_place, another_size])
def test_a_workbook_before_with_a_damaged_directory_is_noticed(
    tmp_path: Path,
    placed: list[Placed],
    made: dict[str, bytes],
    damage: Callable[[bytearray, int], None],
) -> None:
    book = bytearray(made["issues.xlsx"])
    with ZipFile(BytesIO(book)) as archive:
        damage(book, archive.start_dir)
    same = files_before(tmp_path, made | {"issues.xlsx": bytes(book)}, placed)
    with pytest.raises(DamagedSegmentError, match=re.escape(str(tmp_path / "issues.xlsx"))):
        others_from(tmp_path / "now", placed, same)
