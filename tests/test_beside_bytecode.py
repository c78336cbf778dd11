"""What is kept beside Python's bytecode: whole and ours, or as if it were not there."""

from __future__ import annotations

import marshal
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from site_builder import beside_bytecode

VALUE = ("甲" * 1000, {7: "乙", "丙": (1, 2.5, None)})


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "kept"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return beside_bytecode.place(tmp_path / "modules", "a")


def test_it_lies_where_python_keeps_the_modules_of_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "pycache_prefix", None)
    tag = sys.implementation.cache_tag
    assert beside_bytecode.place(tmp_path, "a") == tmp_path / "__pycache__" / f"a.{tag}.kept"


def test_what_is_kept_comes_back(place: Path) -> None:
    assert beside_bytecode.load(place) is None
    beside_bytecode.keep(place, lambda: VALUE)
    assert beside_bytecode.load(place) == VALUE
    beside_bytecode.keep(place, lambda: "other")
    assert beside_bytecode.load(place) == "other"
    assert [*place.parent.iterdir()] == [place]


def test_what_is_damaged_is_not_there(place: Path) -> None:
    beside_bytecode.keep(place, lambda: ("甲", 1))
    whole = place.read_bytes()
    for at in range(len(whole)):
        place.write_bytes(whole[:at])
        assert beside_bytecode.load(place) is None
        place.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert beside_bytecode.load(place) is None


@pytest.mark.parametrize("foreign", [b"", bytes(4), bytes(100), marshal.dumps(VALUE)])
def test_what_is_not_ours_is_not_there(place: Path, foreign: bytes) -> None:
    place.parent.mkdir(parents=True)
    place.write_bytes(foreign)
    assert beside_bytecode.load(place) is None


@pytest.mark.parametrize("may_write", [False, True])
def test_what_cannot_be_kept_is_not_made(
    tmp_path: Path, place: Path, monkeypatch: pytest.MonkeyPatch, may_write: bool
) -> None:
    if may_write:
        (tmp_path / "kept").write_text("no folder", "utf-8")
    monkeypatch.setattr(sys, "dont_write_bytecode", not may_write)
    beside_bytecode.keep(place, lambda: pytest.fail("made"))
    assert beside_bytecode.load(place) is None


def test_where_making_fails_nothing_is_left(place: Path) -> None:
    beside_bytecode.keep(place, lambda: VALUE)
    with pytest.raises(ZeroDivisionError):
        beside_bytecode.keep(place, lambda: 1 // 0)
    assert [*place.parent.iterdir()] == [place]
    assert beside_bytecode.load(place) == VALUE


def test_whoever_reads_while_many_write_reads_something_whole(place: Path) -> None:
    values = [(str(number) * 100_000,) for number in range(8)]
    beside_bytecode.keep(place, lambda: values[0])
    with ThreadPoolExecutor() as pool:
        writers = [
            pool.submit(beside_bytecode.keep, place, partial(tuple, value)) for value in values * 5
        ]
        while not all(writer.done() for writer in writers):
            assert beside_bytecode.load(place) in values
    assert beside_bytecode.load(place) in values
    assert [*place.parent.iterdir()] == [place]
