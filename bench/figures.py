"""Figures as people read them."""

from __future__ import annotations

NOTHING = "–"
_UNITS = ("B", "KB", "MB", "GB", "TB")


def duration(value: float | None) -> str:
    """Write seconds, with three digits or so."""
    if value is None:
        return NOTHING
    if abs(value) < 1:
        return f"{1000 * value:.{2 if abs(value) < 0.01 else 0}f} 毫秒"
    if value < 600:
        return f"{value:.{2 if value < 10 else 1 if value < 100 else 0}f} 秒"
    if value < 7200:
        return f"{value / 60:.0f} 分钟"
    return f"{value / 3600:,.1f} 小时"


def volume(value: float | None) -> str:
    """Write bytes, in steps of a thousand."""
    if value is None:
        return NOTHING
    step = 0
    while abs(value) >= 1000 and step < len(_UNITS) - 1:
        value /= 1000
        step += 1
    return (
        f"{value:.0f} {_UNITS[step]}"
        if value >= 100 or not step
        else (f"{value:.1f} {_UNITS[step]}")
    )


def number(value: float | None) -> str:
    """Write a whole number, in groups of three digits."""
    return NOTHING if value is None else f"{value:,.0f}"


def share(value: float | None, digits: int = 3) -> str:
    """Write a ratio."""
    return NOTHING if value is None else f"{value:.{digits}f}"


def percent(value: float | None) -> str:
    """Write a share in percent."""
    return NOTHING if value is None else f"{100 * value:.1f} %"
