"""Texts of notices → files for the browser, which verifies, marks and shows what a query finds.

What many notices have in common is in one file, known to the reader before any of them: DEFLATE
calls it a preset dictionary.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from site_builder.outputs.search.encoding import Carrier, Primed, carrier

KNOWN_BYTES = 32_768  # as far as DEFLATE looks back
_PIECES = (re.compile(r"[^。；\n]{6,}[。；]?"), re.compile(r"[\u3400-\u9fff]{4,}"))


def text_file(number: int, shown: dict[str, Any], primed: Primed) -> Carrier:
    """Make the file with the texts of one notice."""
    return primed.carrier(f"t{number}", _encoded(shown))


def all_texts(shown: Sequence[dict[str, Any]]) -> Carrier:
    """Make the one file with the texts of all notices of a small site."""
    return carrier("all", _encoded(shown))


def _encoded(value: object) -> bytes:
    """Write JSON in two bytes a character where these suffice; the first byte tells."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    try:
        return b"g" + text.encode("gbk")
    except UnicodeEncodeError:
        return b"u" + text.encode()


def known_text(texts: Sequence[str]) -> bytes:
    """Return what texts of several notices have in common, at most `KNOWN_BYTES`.

    First what saves most if it need not be repeated: whole sentences, then clauses. Where these
    leave room, texts as they are. What saves most stands last, where it is cheapest to refer to.
    """
    chosen = ""
    for piece in (*_repeated(texts), *(line for text in texts for line in text.split("\n"))):
        if piece not in chosen and len(chosen) + len(piece) <= KNOWN_BYTES // 2:
            chosen = piece + chosen
    return chosen.encode("gbk", "ignore")


def _repeated(texts: Sequence[str]) -> Iterator[str]:
    for pattern in _PIECES:
        held = Counter(piece for text in texts for piece in set(pattern.findall(text)))
        savings = {piece: (count - 1) * len(piece) for piece, count in held.items() if count > 1}
        yield from sorted(savings, key=lambda piece: (-savings[piece], piece))
