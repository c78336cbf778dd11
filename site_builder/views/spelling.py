"""The spelling of Chinese names in addresses: pypinyin's, which need not be loaded every time."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.metadata import version

from site_builder.views import readings
from site_builder.views.phrases import PhraseReader

# The versions of pypinyin that part names into phrases as `phrases.py` does. Others spell for
# themselves: it did so otherwise before, and an address once public never dies.
FOLLOWED = frozenset({"0.55.0"})


def spelling(name: str) -> str:
    """Return a name in pinyin without tones, all in one; what is not Chinese stays if it is ASCII.

    Chinese characters of which no reading is known are left out.
    """
    return _speller()(name)


def speller() -> Callable[[str], str]:
    """Return what spells names: pypinyin, or where its readings were kept, a quicker equal.

    In the first case they are kept for the next process.
    """
    installed = version("pypinyin")
    if installed not in FOLLOWED:
        return _by_pypinyin
    if kept := readings.kept(installed):
        return PhraseReader(kept).spelling
    readings.keep(installed)
    return _by_pypinyin


@cache
def _speller() -> Callable[[str], str]:
    return speller()


def _by_pypinyin(name: str) -> str:
    from pypinyin import lazy_pinyin  # takes a while to import

    return "".join(lazy_pinyin(name, errors=_letters))


def _letters(characters: str) -> str:
    return "".join(filter(str.isascii, characters))
