"""The quick way of reading and the careful one come to the same, and the quick one is taken."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.notice.model import Notice
from site_builder.reading import notice_file
from site_builder.reading.bare import LONGEST
from site_builder.reading.dump import dump_notice
from site_builder.reading.fault import Fault
from site_builder.reading.nodes import read_document
from site_builder.reading.notice_file import parse_notice
from site_builder.reading.plain import plain_value
from tests.fuzzing import mutated
from tests.strategies import WITHIN, notices_in_any_state

CASES = Path(__file__).parent / "cases"
FILES = sorted([*(CASES / "faults").rglob("*.y*ml"), *(CASES / "rules").rglob("*.y*ml")])
SOUND = (CASES / "faults/sound.yml").read_text(encoding="utf-8")
PLAIN = "id: a\ntitle: 甲\norganization: 乙\n"

NOT_PLAIN = {
    "a key twice": "title: 甲\ntitle: 乙",
    "a key that is no text": "? [甲]\n: 乙",
    "a key that is nothing": "~: 甲",
    "a truth value in other words": "title: no",
    "an octal number": "title: 012",
    "a time": "title: 12:30",
    "a number as a key": "1: 甲",
    "an anchor": "title: &a 甲",
    "an alias": "title: &a 甲\nregion: *a",
    "a tag": "title: !!str 甲",
    "a comment behind a value": "title: 甲 # 乙",
    "two documents": "title: 甲\n---\ntitle: 乙",
    "what follows the end": "title: 甲\n...\n乙",
    "no YAML": "title: [甲",
    "a control character": "title: 甲\x07",
    "the end of a text": "title: 甲\x00",
    "a line break of YAML alone": "title: 甲\x85乙",
    "a line separator": "title: 甲\u2028乙",
    "a byte order mark in front": "\ufefftitle: 甲",
    "a byte order mark inside": "title: 甲\ufeff",
    "half a pair": "title: 甲\ud800",
    "too deep": "[" * 61 + "]" * 61,
    "too many keys": "\n".join(f"k{number}: 甲" for number in range(201)),
    "too long": "title: " + "甲" * LONGEST,
    "nothing": "",
}


def carefully(text: str) -> tuple[Notice | None, Sequence[Fault]]:
    """Read a text the careful way."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(notice_file, "lines_value", lambda _: None)
        patch.setattr(notice_file, "plain_value", lambda _: None)
        return parse_notice(text, "a")


@pytest.mark.parametrize("text", NOT_PLAIN.values(), ids=NOT_PLAIN)
def test_what_is_not_plainly_sound_is_left_to_the_careful_way(text):
    assert plain_value(text) is None


@pytest.mark.parametrize(
    "text",
    [
        SOUND,
        PLAIN,
        "# 全行\n" + PLAIN,
        "title: '012'\nlabels: {problem: \"甲\"}\ntags: [2023-01-02, ~, true, <<, '=']\nregion:\n",
        "[" * 60 + "]" * 60,
        "\n".join(f"k{number}: 甲" for number in range(200)),
    ],
)
def test_the_values_are_those_of_the_careful_way(text):
    document = read_document(text)
    assert not document.faults
    assert plain_value(text) == document.value


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_files_of_all_kinds_are_read_the_same(path):
    text = path.read_bytes().decode("utf-8", "replace")
    assert parse_notice(text, "a") == carefully(text)


@WITHIN
@given(st.integers(0, 10**9))
def test_files_gone_wrong_are_read_the_same(seed):
    text = mutated(random.Random(seed))
    assert parse_notice(text, "a") == carefully(text)


@WITHIN
@given(notices_in_any_state())
def test_sound_notices_are_read_the_same(notice):
    text = dump_notice(notice)
    value = plain_value(text)
    assert value is None or value == read_document(text).value


def test_a_sound_file_is_read_the_quick_way(monkeypatch):
    monkeypatch.setattr(notice_file, "read_document", lambda _: pytest.fail("the careful way"))
    notice, faults = parse_notice(PLAIN, "a")
    assert notice
    assert not faults


@pytest.mark.parametrize(("count", "codes"), [(5000, []), (5001, ["N114"])])
def test_too_many_issues_are_refused_however_short_they_are(count, codes):
    """A pair in brackets is the shortest way of writing an issue."""
    issues = ",".join(["存在问题: a"] * count)
    _, faults = parse_notice(f"{PLAIN}sections: [{{问题: [{issues}]}}]\n", "a")
    assert [fault.code for fault in faults] == codes
