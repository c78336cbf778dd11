"""Numbers that are missing, twice there or go back: reported, never mended."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from site_builder.drafts.doubts import Doubts
from site_builder.notice.outline import Marker, marker_at_start

# Their numbers come from other documents, or they have none.
_NUMERALS = "一二三四五六七八九十"
_NOT_COUNTED = ("cross", "reference", "bullet")


@dataclass(slots=True)
class Run:
    """The count of one list; every kind of marker in it is counted by itself."""

    doubts: Doubts
    _last: dict[str, Marker] = field(default_factory=dict)

    def know(self, marker: Marker) -> None:
        """Take a marker that is judged elsewhere; the count goes on behind it."""
        self._last[marker.kind] = marker

    def follow(self, marker: Marker, offset: int, *, may_restart: bool = False) -> None:
        """Take the next marker, whose place in the stream `offset` is.

        `may_restart`: the count may begin anew here, as it does in some drafts in every group.
        """
        if marker.kind in _NOT_COUNTED:
            return
        last = self._last.get(marker.kind)
        self._last[marker.kind] = marker
        expected = last.value + 1 if last else 1
        if marker.value == expected or (may_restart and marker.value == 1):
            return
        if marker.value > expected:
            before = last.text if last else "开头"
            missing = _items(expected, marker.value - 1)
            self.doubts.add("D110", offset, before=before, after=marker.text, missing=missing)
        elif last:
            self.doubts.add("D111", offset, before=last.text, after=marker.text)


def _items(first: int, last: int) -> str:
    return f"第{first}项" if first == last else f"第{first}至{last}项"


def last_counted(text: str) -> Marker | None:
    """Return the last marker of the count that a text begins with: 1.…。2.…。 gives that of 2."""
    marker = marker_at_start(text)
    if not marker or not 0 < marker.value <= len(_NUMERALS):
        return marker
    in_digits = str(marker.value) in marker.text
    printed = str(marker.value) if in_digits else _NUMERALS[marker.value - 1]
    before, _, behind = map(re.escape, marker.text.partition(printed))
    for value in range(marker.value + 1, len(_NUMERALS) + 1):
        number = value if in_digits else _NUMERALS[value - 1]
        if not re.search(rf"[。；;]\s*{before}{number}{behind}(?!\d)", text):
            break
        marker = replace(marker, value=value)
    return marker
