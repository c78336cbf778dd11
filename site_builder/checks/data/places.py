"""Where a body sits, as far as its own words say so: province, city, postcodes."""

from __future__ import annotations

from collections import defaultdict

from site_builder.checks.data.area_codes import AREA_CODES
from site_builder.checks.lazy import lazily

# The first two digits of a postcode. Inner Mongolia has leagues that its neighbours deliver to.
POSTCODES = {
    "北京": "10",
    "上海": "20",
    "天津": "30",
    "重庆": "40",
    "河北": "05 06 07",
    "山西": "03 04",
    "内蒙古": "01 02 13 16 75",
    "辽宁": "11 12",
    "吉林": "13",
    "黑龙江": "15 16",
    "江苏": "21 22",
    "浙江": "31 32",
    "安徽": "23 24",
    "福建": "35 36",
    "江西": "33 34",
    "山东": "25 26 27",
    "河南": "45 46 47",
    "湖北": "43 44",
    "湖南": "41 42",
    "广东": "51 52",
    "广西": "53 54",
    "海南": "57",
    "四川": "61 62 63 64",
    "贵州": "55 56",
    "云南": "65 66 67",
    "西藏": "85 86",
    "陕西": "71 72",
    "甘肃": "73 74",
    "青海": "81",
    "宁夏": "75",
    "新疆": "83 84",
}

_MUNICIPALITIES = ("北京", "上海", "天津", "重庆")
_AUTONOMOUS = ("内蒙古", "广西", "西藏", "宁夏", "新疆")
_PROVINCES: dict[str, str] = {
    **{f"{name}市": name for name in _MUNICIPALITIES},
    **{name: name for name in _AUTONOMOUS},
    **{
        f"{name}省": name
        for name in AREA_CODES
        if name not in _MUNICIPALITIES and name not in _AUTONOMOUS
    },
}


def _cities() -> dict[str, tuple[str, frozenset[str]]]:
    codes: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for province, by_code in AREA_CODES.items():
        for code, names in by_code.items():
            for name in names:
                codes[name, province].add(code)
    return {f"{name}市": (province, frozenset(found)) for (name, province), found in codes.items()}


CITIES = _cities()
_NAMES = lazily("|".join(sorted({*_PROVINCES, *CITIES}, key=len, reverse=True)))


def province_in(text: str) -> str | None:
    """Return the province that `text` lies in, None where it names none, or more than one."""
    found = {
        _PROVINCES[name] if name in _PROVINCES else CITIES[name][0] for name in _NAMES.findall(text)
    }
    return found.pop() if len(found) == 1 else None


def city_in(text: str) -> tuple[str, frozenset[str]] | None:
    """Return the one city that `text` names and its area codes, None without exactly one."""
    found = {name for name in _NAMES.findall(text) if name in CITIES}
    if len(found) != 1:
        return None
    name = found.pop()
    return name, CITIES[name][1]
