"""Whether numbers follow each other: told apart from numbering that restarts or runs on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from site_builder.notice.outline import SIGNS, Marker
from site_builder.notice.text import Path

_DIGITS = "〇一二三四五六七八九"
# How a number of each kind is printed; the first is how messages print it. What is not here
# (1-2, 任务编号：7) refers to another list, of which a notice may skip as much as it likes.
_FORMS = {
    "chapter": ("{c}、",),
    "group": ("（{c}）", "({c})"),
    "issue": ("问题{n}",),
    "item": ("{n}.", "{n}、", "{n}．"),
    "sub_item": ("（{n}）", "({n})"),
    "half": ("{n}）", "{n})"),
    "ordinal": ("{c}是",),
    "first": ("第{c}，", "第{c}、", "第{c}：", "第{c},", "第{c}:"),
}
_MOST_SHOWN = 3
# Of a longer gap the rest is not looked for.
_LONGEST_GAP = 10


class Item(NamedTuple):
    """Something that is numbered or might be: its marker, and where that (or its text) stands.

    `text` is what comes behind the marker, until the next item.
    """

    path: Path
    start: int
    end: int
    marker: Marker | None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Slip:
    """A number that does not follow, and what is to be said of it.

    `is_first` where it is the first of its kind and not 1.
    """

    item: Item
    message: str
    is_first: bool = False


def printed(kind: str, value: int) -> tuple[str, ...]:
    """Return how a number of this kind may be printed; nothing where that is not known."""
    numeral = _chinese(value)
    forms = (form.format(n=value, c=numeral) for form in _FORMS.get(kind, ()))
    return (*forms, *SIGNS.get(kind, "")[max(value - 1, 0) : value])


@dataclass
class Numbers:
    """One run of numbering: a list of siblings, and what came before it in the document."""

    last: dict[str, Item] = field(default_factory=dict)
    """The last item of each kind in the document so far, shared by the lists that may run on."""

    must_begin: bool = True
    """Whether to report a list that does not begin with 1, where nothing came before."""

    _before: dict[str, Item] = field(default_factory=dict)
    _unnumbered: list[Item] = field(default_factory=list)
    _between: list[str] = field(default_factory=list)

    def add(self, item: Item) -> Sequence[Slip]:
        """Take the next item of the list; return the slips if its number does not follow."""
        # A bullet counts nothing.
        if item.marker is None or item.marker.kind == "bullet":
            self._unnumbered.append(item)
            self._between.append(item.text)
            return ()
        slips = tuple(self._slips(item, item.marker))
        self._before[item.marker.kind] = self.last[item.marker.kind] = item
        self._unnumbered.clear()
        self._between[:] = [item.text]
        return slips

    def _slips(self, item: Item, marker: Marker) -> Iterator[Slip]:
        in_list = self._before.get(marker.kind)
        before = in_list or self.last.get(marker.kind)
        value = _value(before)
        if marker.value in {1, value + 1} or (before is None and not self.must_begin):
            return
        if marker.value == value:
            yield Slip(item, f"序号“{_shown(marker)}”重复")
        elif marker.value < value:
            yield Slip(item, f"序号“{_shown(marker)}”倒退：前面已经到了“{_last_shown(before)}”")
        else:
            yield from self._jump(item, marker, before, value)

    def _jump(self, item: Item, marker: Marker, before: Item | None, value: int) -> Iterator[Slip]:
        missing = [
            number
            for number in range(value + 1, min(marker.value, value + 1 + _LONGEST_GAP))
            if (forms := printed(marker.kind, number))
            and not any(form in text for form in forms for text in self._between)
        ]
        if not missing:
            return
        if before and len(self._unnumbered) == len(missing):
            for lost, number in zip(self._unnumbered, missing, strict=True):
                yield Slip(
                    lost,
                    f"这一条没有序号，前一条是“{_last_shown(before)}”，后一条是“{_shown(marker)}”，"
                    f"像是缺了“{printed(marker.kind, number)[0]}”",
                )
            return
        names = [printed(marker.kind, number)[0] for number in missing[:_MOST_SHOWN]]
        lacking = "、".join(names) + ("等" if len(missing) > _MOST_SHOWN else "")
        after = f"“{_last_shown(before)}”之后" if before else "前面"
        yield Slip(item, f"序号“{_shown(marker)}”{after}缺“{lacking}”", is_first=before is None)


def _value(item: Item | None) -> int:
    return item.marker.value if item and item.marker else 0


def _shown(marker: Marker) -> str:
    return marker.text.strip()


def _last_shown(item: Item | None) -> str:
    return _shown(item.marker) if item and item.marker else ""


def _chinese(value: int) -> str:
    tens, units = divmod(value, 10)
    ten = "" if not tens else "十" if tens == 1 else _DIGITS[tens] + "十"
    return ten + (_DIGITS[units] if units or not tens else "")
