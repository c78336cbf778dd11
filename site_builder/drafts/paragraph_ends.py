"""Which paragraphs are certainly whole: a draft may have been broken before it was printed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from site_builder.drafts.contact_labels import contact_at
from site_builder.drafts.labels import label_at
from site_builder.drafts.wording import has_clauses, is_closed
from site_builder.notice.outline import marker_at_start

_FRAGMENT = 4
_PROSE = 40
_LAST = ("欢迎", "特此", "如有")  # how the last paragraph begins


def told_whole(paragraphs: Sequence[tuple[str, bool]]) -> list[bool]:
    """Return which paragraphs are whole, of texts and what their format says of them."""
    texts = ["", *(text for text, _ in paragraphs), ""]
    broken = [breaks_off(before, after) for before, after in pairwise(texts)]
    return [whole and not (broken[i] or broken[i + 1]) for i, (_, whole) in enumerate(paragraphs)]


def breaks_off(before: str, after: str) -> bool:
    """Tell whether a sentence of one paragraph may go on in the next."""
    if not before or not after or is_closed(before) or opens(after):
        return False
    return has_clauses(before) or len(before) > _PROSE or len(after) <= _FRAGMENT


def opens(text: str) -> bool:
    """Tell whether a text can only be the beginning of a paragraph."""
    known = marker_at_start(text) or label_at(text) or contact_at(text)
    return bool(known) or text.startswith(_LAST)
