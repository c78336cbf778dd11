"""How pypinyin reads characters and phrases, without tones: the little of it that addresses need.

Its own dictionaries take 0.1 s to load and 50 MB. So what is needed of them is kept beside
Python's bytecode, where it is loaded in 2 ms.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from site_builder import beside_bytecode

NO_READING = "-"
_LAYOUT = 1  # of what is kept; another one has another number


class Readings(NamedTuple):
    """Readings in few large strings, which are loaded faster than many small ones.

    `chinese` is the pattern of a Chinese character. `characters` are the readings of 256 code
    points, parted by spaces, by what these have in common. `phrases` are by their first character
    what follows in each, sorted; before it stands a space and behind it the reading of the phrase,
    if that is not the usual one of its characters.
    """

    chinese: str
    characters: dict[int, str]
    phrases: dict[str, str]


def kept(version: str) -> Readings | None:
    """Return what an earlier process kept of this version of pypinyin, None if there is nothing."""
    match beside_bytecode.load(_place(version)):
        case (str() as chinese, dict() as characters, dict() as phrases):
            return Readings(chinese, characters, phrases)
    return None


def keep(version: str) -> None:
    """Keep for later processes what they need of pypinyin, which has this version."""
    if _is_as_delivered():
        beside_bytecode.keep(_place(version), lambda: tuple(_made()))


def _place(version: str) -> Path:
    return beside_bytecode.place(Path(__file__).parent, f"readings-{_LAYOUT}-pypinyin-{version}")


def _is_as_delivered() -> bool:
    """Say whether nobody added to the dictionaries of this process, or left a part away."""
    from pypinyin.constants import PHRASES_DICT, PINYIN_DICT
    from pypinyin.phrases_dict import phrases_dict
    from pypinyin.pinyin_dict import pinyin_dict

    return bool(phrases_dict == PHRASES_DICT and pinyin_dict == PINYIN_DICT)


def _made() -> Readings:
    from pypinyin.constants import PINYIN_DICT, RE_HANS

    usual = {chr(code): _plain(found) for code, found in PINYIN_DICT.items()}
    characters: dict[int, list[str]] = defaultdict(lambda: [NO_READING] * 256)
    for char, reading in usual.items():
        block, place = divmod(ord(char), 256)
        characters[block][place] = reading
    phrases: dict[str, str] = defaultdict(str)
    for phrase, reading in _phrases():
        is_usual = reading == "".join(usual[char] for char in phrase)
        phrases[phrase[0]] += f" {phrase[1:]}{'' if is_usual else reading}"
    joined = {block: " ".join(readings) for block, readings in characters.items()}
    return Readings(RE_HANS.pattern, joined, dict(phrases))


def _phrases() -> Iterator[tuple[str, str]]:
    """Yield phrases with their readings, in the order of their characters."""
    from pypinyin.constants import PHRASES_DICT

    for phrase in sorted(PHRASES_DICT):
        yield phrase, "".join(_plain(found[0]) for found in PHRASES_DICT[phrase])


@cache
def _plain(pinyin: str) -> str:
    """Return the first of the readings of a character without its tone."""
    from pypinyin import Style
    from pypinyin.style import convert

    first = pinyin.split(",")[0]
    return str(convert(first, Style.NORMAL, strict=True, default=first))
