"""The measurements as Markdown, for people."""

from __future__ import annotations

import os
import platform
import statistics
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from bench.search.browser import Asked
from bench.search.comparison import Row
from bench.search.queries import CLASSES
from bench.search.scoring import Score, mean

TEMPLATE = Path(__file__).with_name("report.md")
NOTHING = "–"
_QUALITY = ("检索", "召回", "精确", "已知条目在前三", "总数正确", "没有答复")
_LOADING = ("检索", "首次：全部", "首次：检索", "首次：未压缩", "首次：请求", "首次：用时")
_AGAIN = ("再次：流量", "再次：用时")
_MAKING = ("检索", "索引", "索引文件", "生成", "生成：CPU", "生成：内存")


@dataclass(frozen=True)
class Corpus:
    """One size of corpus and what was measured on it."""

    notices: int
    issues: int
    characters: float
    queries: int
    rows: Sequence[Row]


def document(corpora: Sequence[Corpus], facts: str) -> str:
    """Return the whole document: what is measured and how, then the tables of each corpus."""
    tables = "\n\n".join(tables_of(corpus) for corpus in corpora)
    return TEMPLATE.read_text("utf-8").format(facts=facts, tables=tables)


def facts(seed: int, browser: str, versions: dict[str, str]) -> str:
    """Return on what this was measured."""
    named = "，".join(f"{name} {number}" for name, number in sorted(versions.items()))
    return (
        f"{platform.system()} {platform.machine()}，{os.cpu_count()} 核，"
        f"Python {platform.python_version()}，Chromium {browser}；"
        f"公开 {version('gongkai')}，{named}；种子 {seed}。"
    )


def tables_of(corpus: Corpus) -> str:
    """Return the tables of one corpus."""
    measured = [row for row in corpus.rows if row.scores]
    absent = [f"- {row.name}：{row.failure}" for row in corpus.rows if row.failure]
    parts = [
        f"## {corpus.notices:,} 份通报",
        f"{corpus.issues:,} 个问题，平均每份 {corpus.characters:,.0f} 字，"
        f"{corpus.queries} 条检索词。",
        _table(_QUALITY, map(_quality, measured)),
        _table((*_LOADING, *_AGAIN), map(_loading, measured)),
        _table(_MAKING, (_making(row) for row in corpus.rows if row.build and row.index_files)),
        "各类检索词的召回 / 精确：",
        _table(("检索", *CLASSES.values()), map(_by_class, measured)),
        "\n".join(absent),
    ]
    return "\n\n".join(filter(None, parts))


def _table(heads: Sequence[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _quality(row: Row) -> Iterator[str]:
    yield row.name
    yield _share(mean(row.scores, lambda score: score.recall), 3)
    yield _share(mean(row.scores, lambda score: score.precision), 3)
    yield _share(mean(row.scores, lambda score: score.known), 2)
    yield _share(mean(row.scores, lambda score: score.total), 3)
    yield str(sum(answer.failure is not None for answer in row.session.answers))


def _loading(row: Row) -> Iterator[str]:
    firsts, nexts = row.session.firsts, row.session.nexts
    yield row.name
    yield _spread(firsts, lambda asked: asked.traffic.zipped, _bytes)
    yield _spread(firsts, lambda asked: asked.traffic.zipped_of_search, _bytes)
    yield _spread(firsts, lambda asked: asked.traffic.raw, _bytes)
    yield _spread(firsts, lambda asked: asked.traffic.requests, lambda number: f"{number:.0f}")
    yield _spread(firsts, lambda asked: asked.milliseconds, _time)
    yield _spread(nexts, lambda asked: asked.traffic.zipped, _bytes)
    yield _spread(nexts, lambda asked: asked.milliseconds, _time)


def _making(row: Row) -> Iterator[str]:
    assert row.build
    yield row.name
    yield _bytes(row.index_bytes)
    yield f"{row.index_files:,}"
    yield _time(1000 * row.build.seconds)
    yield _time(1000 * row.build.cpu)
    yield NOTHING if row.build.memory is None else _bytes(row.build.memory)


def _by_class(row: Row) -> Iterator[str]:
    yield row.name
    for kind in CLASSES:
        scores = [score for score in row.scores if score.query.kind == kind]
        values: tuple[Callable[[Score], float | None], ...] = (
            lambda score: score.recall,
            lambda score: score.precision,
        )
        yield " / ".join(_share(mean(scores, value), 2) for value in values)


def _share(value: float | None, digits: int) -> str:
    return NOTHING if value is None else f"{value:.{digits}f}"


def _spread(
    asked: Sequence[Asked], value: Callable[[Asked], float], show: Callable[[float], str]
) -> str:
    """Return the median and the greatest value."""
    values = [value(one) for one in asked]
    return f"{show(statistics.median(values))} / {show(max(values))}" if values else NOTHING


def _bytes(value: float) -> str:
    return f"{value / 1000:,.0f} KB" if value < 1e6 else f"{value / 1e6:,.1f} MB"


def _time(milliseconds: float) -> str:
    return f"{milliseconds:,.0f} 毫秒" if milliseconds < 1000 else f"{milliseconds / 1000:,.1f} 秒"
