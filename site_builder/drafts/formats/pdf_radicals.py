"""Radicals that a PDF names instead of the characters they look like.

Where a font draws 一 (U+4E00) and the Kangxi radical ⼀ (U+2F00) with one glyph, the programs that
make PDFs may note down the wrong one of the two. Nobody writes radicals: they are put right.
"""

from __future__ import annotations

import unicodedata

# Those of the supplement that are characters by themselves (EquivalentUnifiedIdeograph.txt of
# Unicode); the Kangxi radicals have compatibility mappings.
_SUPPLEMENT = {
    "\u2e81": "厂",
    "\u2e87": "几",
    "\u2e8a": "卜",
    "\u2e92": "巳",
    "\u2ea0": "民",
    "\u2ec1": "虎",
    "\u2ec4": "西",
    "\u2ec5": "见",
    "\u2ec6": "角",
    "\u2ec9": "贝",
    "\u2ecb": "车",
    "\u2ed1": "長",
    "\u2ed3": "长",
    "\u2ed4": "门",
    "\u2ed8": "青",
    "\u2ed9": "韦",
    "\u2eda": "页",
    "\u2edb": "风",
    "\u2edc": "飞",
    "\u2edd": "食",
    "\u2ee2": "马",
    "\u2ee3": "骨",
    "\u2ee4": "鬼",
    "\u2ee5": "鱼",
    "\u2ee6": "鸟",
    "\u2ee7": "卤",
    "\u2ee8": "麦",
    "\u2ee9": "黄",
    "\u2eea": "黾",
    "\u2eec": "齐",
    "\u2eee": "齿",
    "\u2ef0": "龙",
}


def unified(char: str) -> str:
    """Return the character that a radical or a compatibility ideograph stands for, else itself."""
    code = ord(char)
    if char in _SUPPLEMENT:
        return _SUPPLEMENT[char]
    if 0x2E80 <= code < 0x2FE0 or 0xF900 <= code < 0xFB00 or 0x2F800 <= code < 0x2FA20:
        mapped = unicodedata.normalize("NFKC", char)
        return mapped if len(mapped) == 1 else char
    return char
