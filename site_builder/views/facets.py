"""Facets: what notices are browsed by. A new facet is one entry of `REGISTRY`."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from site_builder.library import Entry, Library
from site_builder.notice.status import LABELS, StatusCode
from site_builder.views import urls

UNDATED = "undated"


class FacetValue(NamedTuple):
    """A value of a facet; `url` is its page, relative to the site's root."""

    label: str
    url: str
    notice_count: int
    issue_count: int


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet with all values that occur; `url` is the page that lists them."""

    key: str
    label: str
    url: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """How a facet is read: which values a notice has, and in which order they are shown.

    `counts` says of a notice how many of its issues each of its values holds for. With `by_issue`
    that need not be all of them.
    """

    key: str
    label: str
    url: str
    counts: Callable[[Entry], Mapping[str, int]]
    order: Callable[[Group], tuple[object, ...]]
    by_issue: bool = False
    name: Callable[[str], str] = str
    slug: Callable[[str], str] = urls.slug


@dataclass(frozen=True, slots=True)
class Group:
    """A value with its notices, newest first, and how many issues of each it holds for.

    `places` say where the notices stand in `Library.listed`.
    """

    value: str
    shown: FacetValue
    places: array[int]
    counts: array[int]

    def entries(self, library: Library) -> list[Entry]:
        """Return its notices."""
        return [library.listed[place] for place in self.places]


class SameAddressError(Exception):
    """Two values of a facet would have one address."""


def _of_notice(values: Callable[[Entry], tuple[str, ...]]) -> Callable[[Entry], Mapping[str, int]]:
    return lambda entry: {value: len(entry.statuses) for value in values(entry)}


def _year(entry: Entry) -> str:
    return str(entry.dated.year) if entry.dated else UNDATED


def _themes(entry: Entry) -> Mapping[str, int]:
    # Of an issue that has a tag twice it holds once.
    return Counter(chain.from_iterable(map(dict.fromkeys, entry.themes)))


def _by_name(group: Group) -> tuple[object, ...]:
    return urls.slug(group.value), group.value


def _by_issues(group: Group) -> tuple[object, ...]:
    return -group.shown.issue_count, group.value


def _by_notices(group: Group) -> tuple[object, ...]:
    return -group.shown.notice_count, group.value


def _newest_year(group: Group) -> tuple[object, ...]:
    return group.value == UNDATED, -int(group.value) if group.value != UNDATED else 0


REGISTRY = (
    Kind(
        "organization",
        "单位",
        urls.ORGANIZATIONS,
        _of_notice(lambda entry: (entry.organization,)),
        _by_name,
    ),
    Kind(
        "region",
        "地区",
        urls.REGIONS,
        _of_notice(lambda entry: (entry.region,) if entry.region else ()),
        _by_name,
    ),
    Kind(
        "year",
        "年份",
        urls.YEARS,
        _of_notice(lambda entry: (_year(entry),)),
        _newest_year,
        name=lambda year: "未注明日期" if year == UNDATED else f"{year}年",
        slug=str,
    ),
    Kind(
        "status",
        "整改状态",
        urls.STATUSES,
        lambda entry: {str(code): count for code, count in entry.status_counts.items()},
        lambda group: (list(StatusCode).index(StatusCode(group.value)),),
        by_issue=True,
        name=lambda code: LABELS[StatusCode(code)],
        slug=str,
    ),
    Kind("theme", "主题", urls.THEMES, _themes, _by_issues, by_issue=True),
    Kind("kind", "巡察类型", urls.KINDS, _of_notice(lambda entry: entry.kinds), _by_notices),
)


def facets(library: Library) -> tuple[Facet, ...]:
    """Return all facets that have values, in the order in which they are offered.

    An organization of which every notice was withdrawn is none of them, though it has its page.
    """
    return tuple(
        Facet(kind.key, kind.label, kind.url, values)
        for kind, groups in grouped(library)
        if (values := tuple(g.shown for g in groups if g.shown.notice_count))
    )


@lru_cache(maxsize=1)
def grouped(library: Library) -> tuple[tuple[Kind, tuple[Group, ...]], ...]:
    """Return every facet with its values and their notices."""
    return tuple((kind, tuple(sorted(_groups(kind, library), key=kind.order))) for kind in REGISTRY)


def _groups(kind: Kind, library: Library) -> list[Group]:
    found = _found(kind, library)
    addresses: dict[str, str] = {}
    for value in found:
        address = f"{kind.url}{kind.slug(value)}/"
        if addresses.setdefault(address, value) != value:
            raise SameAddressError(f"“{addresses[address]}”和“{value}”的网址相同：{address}")
    return [
        Group(
            value,
            FacetValue(kind.name(value), address, _standing(places, library), sum(counts)),
            places,
            counts,
        )
        for address, value in addresses.items()
        for places, counts in [found[value]]
    ]


def _found(kind: Kind, library: Library) -> dict[str, tuple[array[int], array[int]]]:
    """Return of every value where its notices stand, and of how many of their issues it holds."""
    found: dict[str, tuple[array[int], array[int]]] = {}
    # An organization's page stays, also when all that it published was withdrawn.
    all_of_them = kind.key == "organization" or not library.withdrawn
    for place, entry in enumerate(library.listed):
        if all_of_them or not entry.life.withdrawn:
            for value, count in kind.counts(entry).items():
                if value not in found:
                    found[value] = array("I"), array("I")
                places, counts = found[value]
                places.append(place)
                counts.append(count)
    return found


def _standing(places: Sequence[int], library: Library) -> int:
    if not library.withdrawn:
        return len(places)
    return sum(1 for place in places if not library.listed[place].life.withdrawn)
