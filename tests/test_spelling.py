"""Names are spelt as pypinyin spells them: by it, and after that without it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypinyin import lazy_pinyin
from pypinyin.constants import PHRASES_DICT, PINYIN_DICT, RE_HANS

from site_builder.views import spelling
from tests.support import ROOT

PHRASES = sorted(PHRASES_DICT)
# What is cut off anywhere ends within a phrase, or begins there.
PIECES = st.tuples(st.sampled_from(PHRASES), st.integers(0, 3), st.integers(1, 10)).map(
    lambda cut: cut[0][cut[1] : cut[1] + cut[2]]
)
CHARACTERS = st.sampled_from(sorted(PINYIN_DICT)).map(chr)
UNREAD = st.sampled_from("\u3402\u9ffd\ufa6e\U0002a6d7")
OTHERS = st.text(st.sampled_from("aZé9 -。（ω"), max_size=3)
NAMES = ("中共示例市示例局党组", "重庆", "示例县（A）")
Spell = Callable[[str], str]

followed = pytest.mark.skipif(
    version("pypinyin") not in spelling.FOLLOWED, reason="this pypinyin spells for itself"
)


def spelt_by_pypinyin(name: str) -> str:
    def ascii_alone(characters: str) -> str:
        return "".join(char for char in characters if char.isascii())

    return "".join(lazy_pinyin(name, errors=ascii_alone))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder in which Python keeps what it compiles, from here on."""
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "kept"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return tmp_path / "kept"


@pytest.fixture(scope="module")
def quick(tmp_path_factory: pytest.TempPathFactory) -> Spell:
    """Return what spells from the readings that were kept."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "pycache_prefix", str(tmp_path_factory.mktemp("kept")))
        patch.setattr(sys, "dont_write_bytecode", False)
        spelling.speller()
        return spelling.speller()


@pytest.fixture(scope="module")
def slow(tmp_path_factory: pytest.TempPathFactory) -> Spell:
    """Return what spells where nothing was kept."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "pycache_prefix", str(tmp_path_factory.mktemp("nothing")))
        patch.setattr(sys, "dont_write_bytecode", True)
        return spelling.speller()


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


# The same, name by name


@followed
def test_every_phrase_and_every_beginning_of_one_is_spelt_alike(quick: Spell) -> None:
    for phrase in PHRASES:
        for end in range(1, len(phrase) + 1):
            assert quick(phrase[:end]) == spelt_by_pypinyin(phrase[:end])


@followed
def test_every_character_is_spelt_alike(quick: Spell) -> None:
    for char in map(chr, range(0x32400)):
        assert quick(char) == spelt_by_pypinyin(char)


@followed
def test_a_character_without_reading_ends_no_text(quick: Spell) -> None:
    """Where it stands within Chinese, a phrase before it is seen that would not be at the end."""
    assert RE_HANS.match("\ufa6e")
    for phrase in PHRASES:
        for end in range(2, len(phrase)):
            name = f"{phrase[:end]}\ufa6e"
            assert quick(name) == spelt_by_pypinyin(name)


@followed
@settings(max_examples=500)
@given(st.lists(PIECES | CHARACTERS | UNREAD | OTHERS, max_size=6).map("".join))
def test_any_name_is_spelt_alike(quick: Spell, slow: Spell, name: str) -> None:
    assert quick(name) == slow(name) == spelt_by_pypinyin(name)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("重庆", "chongqing"),
        ("重要", "zhongyao"),
        ("银行行长", "yinhanghangzhang"),
        ("（A）", "A"),
        ("", ""),
    ],
)
def test_a_phrase_says_how_its_characters_are_read(
    quick: Spell, slow: Spell, name: str, said: str
) -> None:
    assert quick(name) == slow(name) == said


# What is kept for the next process


def test_the_version_that_we_are_tested_with_is_followed() -> None:
    (pinned,) = (
        line.split()[0].removeprefix("pypinyin==")
        for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines()
        if line.startswith("pypinyin==")
    )
    assert pinned in spelling.FOLLOWED


@followed
def test_the_next_process_does_without_pypinyin(tmp_path: Path) -> None:
    code = (
        "import sys; from site_builder.views.spelling import spelling;"
        "print(*map(spelling, sys.argv[1:]), 'pypinyin' in sys.modules)"
    )
    environment = {
        **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
        "PYTHONPYCACHEPREFIX": str(tmp_path),
    }
    said = [
        subprocess.run(
            [sys.executable, "-c", code, *NAMES],
            capture_output=True,
            text=True,
            check=True,
            env=environment,
            cwd=ROOT,
        ).stdout.split()
        for _ in range(2)
    ]
    spelt = [spelt_by_pypinyin(name) for name in NAMES]
    assert said == [[*spelt, "True"], [*spelt, "False"]]


@followed
@pytest.mark.parametrize("length", [0, 4, 1000, -1])
def test_what_is_damaged_is_made_anew(folder: Path, length: int) -> None:
    spelling.speller()
    (file,) = files(folder)
    whole = file.read_bytes()
    file.write_bytes(whole[:length])
    assert [*map(spelling.speller(), NAMES)] == [*map(spelt_by_pypinyin, NAMES)]
    assert file.read_bytes() == whole


@pytest.mark.parametrize("may_write", [False, True])
def test_where_nothing_can_be_kept_names_are_spelt_alike(
    folder: Path, monkeypatch: pytest.MonkeyPatch, may_write: bool
) -> None:
    if may_write:
        folder.write_text("no folder", "utf-8")
    monkeypatch.setattr(sys, "dont_write_bytecode", not may_write)
    for _ in range(2):
        assert [*map(spelling.speller(), NAMES)] == [*map(spelt_by_pypinyin, NAMES)]
    assert files(folder.parent) == ([folder] if may_write else [])


def test_another_pypinyin_spells_for_itself(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may part names into phrases in another way than we follow."""
    monkeypatch.setattr(spelling, "FOLLOWED", frozenset())
    assert [*map(spelling.speller(), NAMES)] == [*map(spelt_by_pypinyin, NAMES)]
    assert files(folder) == []


def test_what_a_process_adds_to_the_dictionary_is_not_kept(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(PHRASES_DICT, "示例", [["jia"], ["yi"]])
    spelling.speller()
    assert files(folder) == []
