"""Chinese read phrase by phrase, as pypinyin does, from the readings that were kept of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from itertools import groupby

from site_builder.views.readings import NO_READING, Readings

_END = re.compile(r"([a-z]*)(?: |$)")


class PhraseReader:
    """Reads names aloud: at each character the longest phrase that begins there, or it alone."""

    def __init__(self, readings: Readings) -> None:
        self._readings = readings
        self._blocks: dict[int, list[str]] = {}

    def spelling(self, name: str) -> str:
        """Return what `spelling.spelling` promises."""
        parts: list[str] = []
        for chinese, characters in groupby(name, self._is_chinese):
            part = "".join(characters)
            parts.extend(self._read(part) if chinese else filter(str.isascii, part))
        return "".join(parts)

    def _read(self, text: str) -> Iterator[str]:
        start = 0
        while start < len(text):
            rests = self._readings.phrases.get(text[start], "")
            end, said = start + 1, self._reading(text[start])
            for further in range(start + 2, len(text) + 1):
                rest = f" {text[start + 1 : further]}"
                found = rests.find(rest)  # what goes on from this one is behind it
                if found < 0:
                    break
                if whole := _END.match(rests, found + len(rest)):
                    end = further
                    said = whole[1] or self._one_by_one(text[start:further])
            else:
                if end == start + 1:
                    # As pypinyin: a text that ends within a phrase has no other in what is left.
                    end, said = len(text), self._one_by_one(text[start:])
            yield said
            start = end

    def _one_by_one(self, text: str) -> str:
        return "".join(map(self._reading, text))

    def _is_chinese(self, char: str) -> bool:
        return bool(self._reading(char) or self._chinese.match(char))

    @cached_property
    def _chinese(self) -> re.Pattern[str]:
        return re.compile(self._readings.chinese)  # 1 ms, and few names ask for it

    def _reading(self, char: str) -> str:
        """Return the usual reading of a character, "" if there is none."""
        block, place = divmod(ord(char), 256)
        readings = self._blocks.get(block)
        if readings is None:
            joined = self._readings.characters.get(block, f"{NO_READING} " * 256)
            readings = self._blocks[block] = joined.split(" ")
        return "" if readings[place] == NO_READING else readings[place]
