"""Files packed ahead: what is in them is what is in the others."""

from __future__ import annotations

import gzip
import subprocess
import sys
from pathlib import Path
from random import Random

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.compressing import compress_folder
from site_builder.integrity.inventory import listed
from site_builder.outputs import compressed
from site_builder.outputs.compressed import (
    Encoding,
    UnusableEncodingError,
    compressible,
    encodings_of,
    variants,
)
from tests.support import tree

BOTH = (Encoding.GZ, Encoding.BR)
PAGE = "<p>整改已完成。</p>\n" * 100
UNPACKED = {"gz": gzip.decompress, "br": brotli.decompress}


@given(st.text(max_size=3000).map(lambda text: (text * 3).encode()))
def test_unpacked_it_is_the_file_and_smaller_packed(data: bytes) -> None:
    for output in variants("a/b.html", data, BOTH):
        name, _, ending = output.path.rpartition(".")
        assert name == "a/b.html"
        assert UNPACKED[ending](output.data) == data
        assert len(output.data) < len(data)


def test_a_page_is_packed_in_every_way_that_is_asked_for() -> None:
    made = [output.path for output in variants("index.html", PAGE.encode(), BOTH)]
    assert made == ["index.html.gz", "index.html.br"]
    only = [output.path for output in variants("index.html", PAGE.encode(), (Encoding.BR,))]
    assert only == ["index.html.br"]


@pytest.mark.parametrize("name", ["a.xlsx", "a.png", "a.woff2", "a.sqlite", "a.html.gz", "a"])
def test_what_is_packed_already_is_left(name: str) -> None:
    assert not list(variants(name, PAGE.encode(), BOTH))
    assert not compressible(name)


def test_what_is_tiny_or_gains_nothing_is_left() -> None:
    assert not list(variants("a.txt", b"a" * 100, BOTH))
    assert not list(variants("a.json", Random(1).randbytes(600), BOTH))


def test_the_same_bytes_whenever_and_wherever_it_is_packed() -> None:
    """A gzip file usually says when, from which file and on which system it was made."""
    (packed, _) = variants("index.html", PAGE.encode(), BOTH)
    assert packed.data[:10] == b"\x1f\x8b\x08\0\0\0\0\0\x02\xff"
    again = "import sys, site_builder.outputs.compressed as c\n"
    again += "made = c.variants('index.html', sys.stdin.buffer.read(), tuple(c.Encoding))\n"
    again += "sys.stdout.buffer.write(b''.join(output.data for output in made))"
    done = subprocess.run(
        [sys.executable, "-c", again], input=PAGE.encode(), capture_output=True, check=True
    )
    here = b"".join(output.data for output in variants("index.html", PAGE.encode(), BOTH))
    assert done.stdout == here


def test_encodings_are_named_in_the_settings() -> None:
    assert encodings_of([]) == ()
    assert encodings_of(["br", "gz", "br"]) == (Encoding.BR, Encoding.GZ)


@pytest.mark.parametrize("name", ["gzip", "zst", 3, None])
def test_an_unknown_encoding_is_refused(name: object) -> None:
    with pytest.raises(UnusableEncodingError, match=f"“{name}”不是压缩的名称。可以写 gz、br。"):
        encodings_of(["gz", name])


def test_without_its_library_an_encoding_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compressed, "find_spec", lambda name: None)
    assert encodings_of(["gz"]) == (Encoding.GZ,)
    with pytest.raises(UnusableEncodingError, match="照 README 的“安装和生成”再装一遍"):
        encodings_of(["gz", "br"])


# Folders


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("index.html", "notices/a/index.html", "feed.xml", "a.png", ".git/config.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PAGE, "utf-8")
    return tmp_path


def test_a_folder_gets_packed_files_beside_its_own(folder: Path) -> None:
    before = tree(folder)
    counted: list[int] = []
    made = compress_folder(folder, BOTH, tick=counted.append)
    after = tree(folder)
    assert made == [listed(folder, file.path) for file in made]
    assert {file.path for file in made} == after.keys() - before.keys()
    assert sum(counted) == 3
    names = ("index.html", "notices/a/index.html", "feed.xml")
    assert after.keys() - before.keys() == {f"{name}.{e}" for name in names for e in BOTH}
    assert {name: after[name] for name in before} == before
    for name in names:
        assert gzip.decompress(after[f"{name}.gz"]) == before[name]
        assert brotli.decompress(after[f"{name}.br"]) == before[name]


def test_what_is_named_is_left_alone_and_nothing_is_packed_unasked(folder: Path) -> None:
    compress_folder(folder, ())
    assert not list(folder.rglob("*.gz"))
    compress_folder(folder, (Encoding.GZ,), {"index.html", "notices/a/index.html"})
    assert [path.name for path in folder.rglob("*.gz")] == ["feed.xml.gz"]


def test_a_packed_file_of_before_is_not_served_on(folder: Path) -> None:
    (folder / "feed.xml.gz").write_bytes(gzip.compress(b"old"))
    compress_folder(folder, (Encoding.GZ,))
    assert gzip.decompress((folder / "feed.xml.gz").read_bytes()) == PAGE.encode()


def test_a_site_that_shares_its_files_with_this_one_is_not_touched(folder: Path) -> None:
    old = folder.parent / f"{folder.name}-old.gz"
    old.write_bytes(b"old")
    (folder / "feed.xml.gz").hardlink_to(old)
    compress_folder(folder, (Encoding.GZ,))
    assert old.read_bytes() == b"old"


def test_a_file_that_cannot_be_read_ends_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(PermissionError):
        compress_folder(folder, BOTH)
