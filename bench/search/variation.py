"""Texts with other figures, dates, document numbers and names than the samples have."""

from __future__ import annotations

import random
import re

from bench.search import vocabulary

_VARIABLE = re.compile(
    r"(?P<document>〔20\d\d〕\d+号)"
    r"|(?P<date>(?P<with_year>20\d\d年)?\d{1,2}月(?P<with_day>\d{1,2}日)?)"
    r"|(?P<year>20\d\d)年"
    r"|(?P<day>\d{1,2})日"
    r"|(?P<figure>\d+(?:\.\d+)?)"
    r"|(?P<region>示例[市县])"
    r"|(?P<town>甲镇|乙街道)"
)
_KINDS = ("document", "date", "year", "day", "figure", "region", "town")
_SYLLABLES = vocabulary.SYLLABLES
_NAMES = len(_SYLLABLES) ** 2


class Variation:
    """Gives one notice its words: the same chance, the same words."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self.region = chance.choice(vocabulary.REGIONS)
        self.bureau = chance.choice(vocabulary.BUREAUS)
        self.theme = chance.choice(vocabulary.THEMES)
        self.year = chance.randrange(2019, 2026)

    def of(self, text: str) -> str:
        """Return a text with everything variable in it exchanged."""
        return _VARIABLE.sub(self._exchange, text)

    def sentence(self) -> str:
        """Return one of our own sentences, with a name that few others may have."""
        return self._chance.choice(vocabulary.SENTENCES).format(
            place=self.place(),
            firm=f"示例{self._name()}{self._chance.choice(vocabulary.FIRMS)}",
            date=self.date(with_year=self._chance.random() < 0.3),
            document=f"示{self.bureau[0]}组{self._document()}",
            amount=f"{self._figure(30.0, 2)}万元",
            phone=self.phone(),
            figure=self._figure(120.0, 0),
            share=self._chance.randrange(60, 100),
            system=self._chance.choice(vocabulary.SYSTEMS),
            year=self.year,
        )

    def place(self) -> str:
        """Return a place; few names are frequent, many occur once."""
        return f"示例{self._name()}{self._chance.choice(vocabulary.PLACES)}"

    def phone(self) -> str:
        """Return a number under an area code that nobody has."""
        return f"0999-0{self._chance.randrange(10**6):06}"

    def date(self, *, with_year: bool = True, with_day: bool = True) -> str:
        """Return a day of the notice's year."""
        year = f"{self.year}年" if with_year else ""
        day = f"{self._day()}日" if with_day else ""
        return f"{year}{self._chance.randrange(1, 13)}月{day}"

    def _exchange(self, match: re.Match[str]) -> str:
        found = match.group()
        match next(name for name in _KINDS if match[name]):
            case "document":
                return self._document()
            case "date":
                return self.date(
                    with_year=bool(match["with_year"]), with_day=bool(match["with_day"])
                )
            case "year":
                return f"{self._chance.randrange(self.year - 3, self.year + 1)}年"
            case "day":
                return f"{self._day()}日"
            case "figure":
                return self._figure(float(found), len(found.partition(".")[2]))
            case "region":
                return self.region
            case _:
                return f"示例{self._name()}{found[1:]}"

    def _day(self) -> int:
        return self._chance.randrange(1, 29)

    def _document(self) -> str:
        return f"〔{self.year}〕{self._chance.randrange(1, 60)}号"

    def _figure(self, near: float, digits: int) -> str:
        value = near * 2 ** self._chance.uniform(-1.5, 1.5)
        return f"{value:.{digits}f}" if digits else str(max(1, round(value)))

    def _name(self) -> str:
        rank = int(_NAMES * self._chance.random() ** 3)
        first, second = divmod(rank * 7919 % _NAMES, len(_SYLLABLES))
        return _SYLLABLES[first] + _SYLLABLES[second]
