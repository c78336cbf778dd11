"""Numbers that stand for a person: how they are built, and what they look like masked."""

from __future__ import annotations

import re
from datetime import date

# Full-width digits and letters, which a copy from a form brings along.
_NARROW = {ord(c) + 0xFEE0: c for c in "0123456789Xx"}
_SEPARATORS = re.compile(r"[\s\-–—－·]+")
_PROVINCES = frozenset(
    str(code)
    for codes in (
        *(range(11, 16), range(21, 24), range(31, 38), range(41, 47), range(50, 55)),
        *(range(61, 66), (71, 81, 82, 83)),
    )
    for code in codes
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_LAST_YEAR = 2049

# Bank card numbers by issuer: the first digits, and how many digits the whole number has.
CARD_PREFIXES: dict[str, tuple[int, ...]] = {
    "62": (16, 17, 18, 19),  # UnionPay
    "9558": (16, 19),  # the bigger banks' own, from before UnionPay
    "95595": (16,),
    "955990": (19,),
    "601382": (19,),
    "601428": (17,),
    "690755": (15, 16, 18),
    "456351": (19,),
    "436742": (16, 19),
    "403361": (19,),
    "405512": (17,),
    "520082": (19,),
    "4": (16,),  # Visa
    **{str(prefix): (16,) for prefix in (*range(51, 56), *range(2221, 2721), 35)},
}


def plain(words: str) -> str:
    """Return a number without its separators, in plain digits."""
    return _SEPARATORS.sub("", words.translate(_NARROW)).upper()


def _is_day(digits: str) -> bool:
    try:
        year = int(digits[:4])
        date(year, int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return False
    return 1900 <= year <= _LAST_YEAR


def looks_like_id(number: str) -> bool:
    """Tell whether 15 or 18 plain digits have the region and the birth date of a resident ID."""
    if number[:2] not in _PROVINCES or "00" in (number[2:4], number[4:6]):
        return False
    return _is_day(number[6:14] if len(number) == 18 else f"19{number[6:12]}")


def id_check(first: str) -> str:
    """Return the check character of the first 17 digits of a resident ID (GB 11643)."""
    return _CHECKS[sum(int(d) * w for d, w in zip(first, _WEIGHTS, strict=True)) % 11]


def is_id(number: str) -> bool:
    """Tell whether 18 plain characters are a resident ID number, check character included."""
    return looks_like_id(number) and id_check(number[:17]) == number[17]


def luhn(number: str) -> bool:
    """Tell whether plain digits pass the check of bank cards (ISO/IEC 7812)."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def is_card(number: str) -> bool:
    """Tell whether plain digits are a card number of a known issuer."""
    known = any(len(number) in CARD_PREFIXES.get(number[:size], ()) for size in range(1, 7))
    return known and luhn(number)


def mask(number: str, first: int, last: int) -> str:
    """Return the number with all but its `first` and `last` characters covered."""
    return number[:first] + "*" * (len(number) - first - last) + number[len(number) - last :]
