"""Numbers as Word prints them: every format of automatic numbering, one line of data each."""

from __future__ import annotations

from collections.abc import Callable

_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC")),
    *((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)
_HIGHEST = 9999  # of what is counted in words
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"


def _roman(value: int) -> str:
    text = ""
    for worth, letters in _ROMAN:
        count, value = divmod(value, worth)
        text += letters * count
    return text


def _letters(value: int) -> str:
    """A to Z, then AA to ZZ: Word repeats the letter."""
    count, place = divmod(value - 1, 26)
    return chr(ord("A") + place) * (count + 1)


def _counted(digits: str, units: str, bare_ten: bool, bare_one: bool = False) -> Callable[..., str]:
    """Count in words: `digits` are 零 to 九, `units` 十百千; `bare_ten`: 十一, not 一十一."""

    def words(value: int) -> str:
        if not 0 < value <= _HIGHEST:
            return ""
        text, gap = "", False
        for power in (3, 2, 1, 0):
            digit = value // 10**power % 10
            if not digit:
                gap = bool(text)
                continue
            if gap and digits[0] != " ":
                text += digits[0]
            gap = False
            one = digit == 1 and power and (bare_one or (bare_ten and power == 1 and not text))
            text += ("" if one else digits[digit]) + (units[power - 1] if power else "")
        return text

    return words


def _digit_by_digit(digits: str) -> Callable[[int], str]:
    return lambda value: "".join(digits[int(digit)] for digit in str(value))


def _in_row(characters: str) -> Callable[[int], str]:
    """One character a number; behind the last there is none, and Word prints plain digits."""
    return lambda value: characters[value - 1] if 0 < value <= len(characters) else str(value)


def _chinese_counting(value: int) -> str:
    """Word counts 十一 and 九十九 in words, and from a hundred on digit by digit."""
    return _SIMPLIFIED(value) if value < 100 else _digit_by_digit("○一二三四五六七八九")(value)


def _ordinal(value: int) -> str:
    teens = value % 100 in (11, 12, 13)
    return f"{value}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(value % 10, 'th')}"


_SIMPLIFIED = _counted("零一二三四五六七八九", "十百千", bare_ten=True)

FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda value: f"{value:02}",
    "decimalHalfWidth": str,
    "decimalFullWidth": lambda value: str(value).translate(_FULL_WIDTH),
    "decimalFullWidth2": lambda value: str(value).translate(_FULL_WIDTH),
    "decimalEnclosedCircle": _in_row(_CIRCLED),
    "decimalEnclosedCircleChinese": _in_row(_CIRCLED[:10]),
    "decimalEnclosedFullstop": _in_row("⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"),
    "decimalEnclosedParen": _in_row("⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"),
    "ideographEnclosedCircle": _in_row("㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉"),
    "numberInDash": lambda value: f"- {value} -",
    "ordinal": _ordinal,
    "upperLetter": _letters,
    "lowerLetter": lambda value: _letters(value).lower(),
    "upperRoman": _roman,
    "lowerRoman": lambda value: _roman(value).lower(),
    "chineseCounting": _chinese_counting,
    "taiwaneseCounting": _chinese_counting,
    "chineseCountingThousand": _SIMPLIFIED,
    "taiwaneseCountingThousand": _SIMPLIFIED,
    "japaneseCounting": _counted(" 一二三四五六七八九", "十百千", bare_ten=True, bare_one=True),
    "chineseLegalSimplified": _counted("零壹贰叁肆伍陆柒捌玖", "拾佰仟", bare_ten=False),
    "ideographLegalTraditional": _counted("零壹貳參肆伍陸柒捌玖", "拾佰仟", bare_ten=False),
    "ideographDigital": _digit_by_digit("〇一二三四五六七八九"),
    "japaneseDigitalTenThousand": _digit_by_digit("〇一二三四五六七八九"),
    "taiwaneseDigital": _digit_by_digit("○一二三四五六七八九"),
    "ideographTraditional": _in_row(_STEMS),
    "ideographZodiac": _in_row(_BRANCHES),
    "ideographZodiacTraditional": lambda value: (
        _STEMS[(value - 1) % 10] + _BRANCHES[(value - 1) % 12]
    ),
    "none": lambda _: "",
    "bullet": lambda _: "",
}
_HIGHEST_OF = {"upperRoman": 3999, "lowerRoman": 3999, "upperLetter": 780, "lowerLetter": 780}
# Up to here programs agree on what a format prints.
_SURE = {
    "decimalEnclosedCircle": 20,
    "decimalEnclosedCircleChinese": 10,
    "decimalEnclosedFullstop": 20,
    "decimalEnclosedParen": 20,
    "ideographEnclosedCircle": 10,
    "ideographTraditional": 10,
    "ideographZodiac": 12,
    "chineseCounting": 99,
    "taiwaneseCounting": 99,
    "japaneseCounting": 99,
    "ideographDigital": 9,
    "japaneseDigitalTenThousand": 9,
    "taiwaneseDigital": 9,
}


def is_sure(value: int, name: str) -> bool:
    """Tell whether all programs print that number the same in the format of that name."""
    return value <= _SURE.get(name, _HIGHEST_OF.get(name, _HIGHEST))


def numeral(value: int, name: str) -> str | None:
    """Return a number as the format of that name prints it, None if the format is not known."""
    if name not in FORMATS:
        return None
    if value <= 0:
        return "" if name in {"none", "bullet"} else str(value)
    if value > _HIGHEST_OF.get(name, _HIGHEST):
        return str(value)
    return FORMATS[name](value)
