"""How a pattern is tried only where it can match: the one way in which all rules are made fast.

`re` tries a pattern at each character, which takes a tenth of a millisecond for a notice, and there
are more than a hundred patterns. Nearly all of them need words that few notices have. Those are
read off the pattern (`anchors.py`) and looked for first, each by its rarest character, which costs
a hundredth of that. Where there is one, the pattern is tried around it, as far as it can reach. So
what is found is the same, and a rule need not know of this: it asks `Subject.find` for its pattern.

The numbers of persons and cards are the exception, for a pattern of digits has no words. A long
number shows in every third character, and three such in a row are rare.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from site_builder.checks.anchors import Anchor, anchor

_GAP = r"[ \u00a0\u3000\-–—－]?"
# As many digits as a mobile number has, the shortest that stands for a person.
_LONG_NUMBER = re.compile(rf"\d(?:{_GAP}\d){{10}}")
# Of any number that rules look for, with what separates its digits.
_LONGEST_NUMBER = 40
_STEP = 3
# A search takes as long to begin as to go over so many characters.
_TO_BEGIN = 100
# Of eleven characters in a row at least three are looked at. Among these are the digits of all
# scripts; with no \d and no count it skips to them, which takes half the time.
_SUSPECTED = re.compile(
    r"[0-9０-９\u0660-\u1fff\ua620-\uabff\U00010000-\U0010ffff \u00a0\u3000\-–—－]" * 3
)


class Screen:
    """A long text, and where in it words, patterns and long numbers are."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._places: dict[str, list[int]] = {}
        self._starts: dict[int, list[int]] = {}

    def matches(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Yield every match of a pattern, in order."""
        near = anchor(pattern)
        if not near.words:
            return pattern.finditer(self.text)
        places = self._near(near)
        if near.longest is None:
            return pattern.finditer(self.text) if places else iter(())
        return self._around(pattern, places, near.before, near.behind)

    def matches_near(
        self, pattern: re.Pattern[str], places: Sequence[int]
    ) -> Iterator[re.Match[str]]:
        """Yield every match that holds, or looks ahead at, one of some places, in order."""
        longest = anchor(pattern).longest
        if longest is None:
            return pattern.finditer(self.text) if places else iter(())
        return self._around(pattern, places, longest, longest)

    def starts(self, pattern: re.Pattern[str]) -> list[int]:
        """Return where the matches of a pattern begin."""
        key = id(pattern)
        if key not in self._starts:
            self._starts[key] = [match.start() for match in pattern.finditer(self.text)]
        return self._starts[key]

    def numbers(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Yield every match of a pattern of eleven digits or more, in order."""
        return (
            match
            for start, end in self._long_numbers
            for match in pattern.finditer(self.text, start, end)
        )

    def places(self, char: str) -> list[int]:
        """Return where a character is, in order."""
        known = self._places.get(char)
        if known is None:
            known = self._places[char] = []
            find = self.text.find
            at = find(char)
            while at >= 0:
                known.append(at)
                at = find(char, at + 1)
        return known

    def _around(
        self, pattern: re.Pattern[str], places: Sequence[int], before: int, behind: int
    ) -> Iterator[re.Match[str]]:
        text = self.text
        if not places:
            return iter(())
        if len(places) * (_TO_BEGIN + before + behind) > len(text):
            return pattern.finditer(text)
        return (
            match
            for start, end in _windows(text, places, before, behind)
            for match in pattern.finditer(text, start, end)
        )

    def _near(self, near: Anchor) -> list[int]:
        """Return where the words of an anchor are, in order."""
        text, found = self.text, []
        if near.together:
            self._look_for(near.together, near.words)
        for char, words in near.words:
            if places := self.places(char):
                for word, ahead in words:
                    if len(word) == 1:
                        found += places
                    elif ahead:
                        found += [
                            at - ahead
                            for at in places
                            if text.startswith(word, at - ahead) and at >= ahead
                        ]
                    else:
                        found += [at for at in places if text.startswith(word, at)]
        found.sort()
        return found

    def _look_for(self, together: re.Pattern[str], words: Iterable[tuple[str, object]]) -> None:
        """Find the `places` of many characters at once."""
        places: dict[str, list[int]] = {char: [] for char, _ in words}
        for match in together.finditer(self.text):
            places[match[0]].append(match.start())
        self._places.update(places)

    @cached_property
    def has_capitals(self) -> bool:
        """Whether there is a letter from A to Z: less than half the time of a search for one."""
        plain = self.text.encode("ascii", "replace")
        return plain != plain.lower()

    @cached_property
    def _long_numbers(self) -> list[tuple[int, int]]:
        text = self.text
        suspected = (match.start() * _STEP for match in _SUSPECTED.finditer(text[::_STEP]))
        near = [at for at in suspected if _LONG_NUMBER.search(text, max(at - 21, 0), at + 26)]
        return list(_windows(text, near, _LONGEST_NUMBER, _LONGEST_NUMBER))


def _windows(
    text: str, places: Iterable[int], before: int, behind: int
) -> Iterator[tuple[int, int]]:
    """Yield the stretches of a text that lie so near to some places, which are in order."""
    start = end = -1
    for place in places:
        if end < 0 or place - before > end:
            if end >= 0:
                yield start, end
            start = place - before if place > before else 0
        end = place + 1 + behind
    if end >= 0:
        yield start, min(end, len(text))
