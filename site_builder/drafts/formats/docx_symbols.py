"""Characters of symbol fonts, which Word keeps as numbers in a font, as Unicode characters."""

from __future__ import annotations


def _table(words: str) -> dict[int, str]:
    """Read code and character, one behind the other, from words such as FC✓."""
    return {0x20: " "} | {int(word[:-1], 16): word[-1] for word in words.split()}


_GREEK_CAPITALS = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ"
_GREEK_SMALL = "αβχδεφγηιϕκλμνοπθρστυϖωξψζ"
_RINGED = "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿"
# Font → code in the font → character. What is not here has no certain character.
_SYMBOLS: dict[str, dict[int, str]] = {
    "symbol": {code: chr(code) for code in b"!#%&()+,./0123456789:;<=>?[]_{|}"}
    | dict(enumerate(_GREEK_CAPITALS, start=0x41))
    | dict(enumerate(_GREEK_SMALL, start=0x61))
    | _table("2D− A3≤ A5∞ AC← AD↑ AE→ AF↓ B0° B1± B3≥ B4× B7• B8÷ B9≠ BA≡ BB≈ BC… D2® D3© D4™ D6√"),
    "wingdings": dict(enumerate(_RINGED, start=0x80))
    | _table("28☎ 29✆ 2A✉ 46☞ 6C● 6E■ 6F□ 71❑ 72❒ 73⬧ 74⧫ 75◆ 76❖ 9E· 9F• A1○ A7▪ A8□ AB★ D8➢")
    | _table("DF← E0→ E1↑ E2↓ E8➔ F0⇨ FB✗ FC✓ FD☒ FE☑"),
    "wingdings 2": dict(enumerate(_RINGED, start=0x69))
    | _table("4F✗ 50✓ 52☑ 53☒ 54☒ 97● 98• A2■ A3□"),
    "wingdings 3": _table("70▲ 71▼ 74◀ 75▶"),
    "webdings": _table("61✓ 63□ 67■ 6E●"),
}
_PRIVATE = range(0xF000, 0xF100)
LOST = "\ufffd"


def is_symbol_font(font: str) -> bool:
    """Tell whether the characters of a font are pictures, not those they are stored as."""
    return font.lower() in _SYMBOLS


def is_private(char: str) -> bool:
    """Tell whether a character is a mere number in some symbol font."""
    return ord(char) in _PRIVATE


def symbol(font: str, code: int) -> str:
    """Return the character that a font prints for a code, U+FFFD if that is not certain."""
    table = _SYMBOLS.get(font.lower())
    if table is not None and (code in _PRIVATE or code <= 0xFF):
        return table.get(code & 0xFF, LOST)
    ordinary = 0x20 <= code < 0x110000 and not 0xD800 <= code < 0xF900
    return chr(code) if ordinary else LOST
