"""The measurements as rows of tables; the templates lay them out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench.figures import NOTHING, duration, number, percent, share, volume
from bench.fitting import fit
from bench.floors import Floor
from bench.ratios import RATIOS
from bench.results import Bench, Corpus, Entry, Kind, Run


@dataclass(frozen=True)
class Table:
    """A heading a column, and rows of as many cells."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]


BUILDS = (
    "",
    "冷",
    "冷：处理器",
    "热",
    "热 / 冷",
    "内存（合计）",
    "内存（单个进程）",
    "文件",
    "字节",
)
PAGES = ("网页 gzip", "网页 / 文字")
_FITTED: tuple[tuple[str, Callable[[Entry], float | None], Callable[[float | None], str]], ...] = (
    ("冷", lambda entry: entry.seconds("cold"), duration),
    ("冷：处理器", lambda entry: entry.median("cold", lambda run: run.cpu), duration),
    ("热", lambda entry: entry.seconds("warm"), duration),
    ("内存（合计）", lambda entry: entry.median("cold", lambda run: run.memory), volume),
    ("字节", lambda entry: entry.size.bytes if entry.size else None, volume),
)


def builds(corpus: Corpus) -> Table:
    """Return what each contestant took for one corpus; who is missing has a row as well."""
    return Table((*BUILDS, *PAGES), [_build(entry, corpus) for entry in corpus.entries])


def ratios(bench: Bench) -> Table:
    """Return the ratios at each size, and whether their goals are reached."""
    rows = []
    for ratio in RATIOS:
        found = [ratio.of(corpus) for corpus in bench.corpora]
        rows.append([ratio.name, f"≤ {ratio.goal:g}", *(_judged(one, ratio.goal) for one in found)])
    return Table(("比值", "目标", *(f"{number(count)} 份" for count in bench.counts)), rows)


def lines(bench: Bench) -> Table:
    """Return for each contestant how its cost grows with the number of notices."""
    rows = []
    for entry in bench.corpora[-1].entries:
        for name, value, show in _FITTED:
            line = fit(bench.of(entry.key, value))
            if line:
                costs = (show(one if one > 0 else None) for one in (line.start, line.slope))
                rows.append([entry.name, name, *costs, percent(line.off)])
    return Table(("", "量", "起步", "每增加一份", "偏离直线最多"), rows)


def out_of_reach(floor: Floor) -> Table:
    """Return the goals that leave less than the base takes without a notice."""
    rows = [[name, number(count), duration(left)] for name, count, left in floor.goals]
    return Table(("比值", "份数", "目标许可的时间"), rows)


def _build(entry: Entry, corpus: Corpus) -> list[str]:
    if entry.failure:
        return [entry.name, entry.failure, *[NOTHING] * (len(BUILDS) + len(PAGES) - 2)]
    cold, warm = entry.seconds("cold"), entry.seconds("warm")
    size = entry.size
    assert cold is not None
    assert warm is not None
    assert size is not None
    return [
        entry.name,
        _spread(entry, "cold", lambda run: run.seconds),
        _spread(entry, "cold", lambda run: run.cpu),
        _spread(entry, "warm", lambda run: run.seconds),
        share(warm / cold),
        volume(entry.median("cold", lambda run: run.memory)),
        volume(entry.median("cold", lambda run: run.resident)),
        number(size.files),
        volume(size.bytes),
        volume(size.page),
        share(size.page / corpus.text, 2),
    ]


def _spread(entry: Entry, kind: Kind, value: Callable[[Run], float]) -> str:
    """Return the median, and between what the rounds lie."""
    values = sorted(value(run) for run in getattr(entry, kind))
    middle = duration(entry.median(kind, value))
    return f"{middle}（{values[0]:.2f}–{values[-1]:.2f}）" if len(values) > 1 else middle


def _judged(value: float | None, goal: float) -> str:
    return NOTHING if value is None else f"{share(value)} {'✓' if value <= goal else '✗'}"
