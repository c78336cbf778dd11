"""Writes what was measured: a page, a chart, the page on a million notices, and the raw figures."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from bench import figures, table
from bench.chart import chart
from bench.corpus import ROOT
from bench.floors import floor
from bench.limits import limits
from bench.results import Bench
from bench.scale import scale

_TEMPLATES = Path(__file__).parent / "templates"
DOCS = ROOT / "docs"
RAW = "bench.json"


def write(bench: Bench, folder: Path) -> list[Path]:
    """Write all files; return their paths."""
    texts = {
        "bench.md": bench_page(bench),
        "scale.md": scale_page(bench),
        "images/bench.svg": chart_text(bench),
        RAW: bench.model_dump_json(indent=1) + "\n",
    }
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")
    return [folder / name for name in texts]


def read(path: Path) -> Bench:
    """Read the raw figures of a run."""
    return Bench.model_validate_json(path.read_text("utf-8"))


def bench_page(bench: Bench) -> str:
    """Return the page with all tables."""
    below = floor(bench)
    return _rendered(
        "bench.md.j2",
        bench=bench,
        machine=bench.machine,
        ratios=table.ratios(bench),
        floor=below,
        out_of_reach=below and table.out_of_reach(below),
        identical=identical(bench),
        corpora=[(corpus, table.builds(corpus)) for corpus in bench.corpora],
        lines=table.lines(bench),
    )


def scale_page(bench: Bench) -> str:
    """Return the page on a million notices."""
    return _rendered("scale.md.j2", bench=bench, scale=scale(bench), limits=limits(bench))


def chart_text(bench: Bench) -> str:
    """Return the chart as SVG."""
    return _rendered("chart.svg.j2", chart=chart(bench))


def summary(bench: Bench) -> str:
    """Return what is printed at the end of a run."""
    return _rendered(
        "summary.txt.j2",
        corpora=[(corpus, table.builds(corpus)) for corpus in bench.corpora],
        ratios=table.ratios(bench),
        identical=identical(bench),
    )


def identical(bench: Bench) -> str:
    """Say whether warm builds made what cold builds make."""
    compared = [
        (corpus.count, entry)
        for corpus in bench.corpora
        for entry in corpus.entries
        if entry.compared
    ]
    if not compared:
        return "没有比较过改一份以后再生成的网站和从头生成的网站。"
    unequal = [
        f"{figures.number(count)} 份通报，{entry.name}：{entry.differences} 个文件不同，"
        f"如 {'、'.join(entry.examples)}。"
        for count, entry in compared
        if entry.differences
    ]
    total = sum(entry.compared for _, entry in compared)
    if unequal:
        return "改一份以后再生成的网站**不同于**从头生成的：\n\n" + "\n".join(
            f"- {one}" for one in unequal
        )
    return (
        f"每轮都把改一份以后再生成的网站和从头生成的逐个文件、逐个字节比较：{total} 次，全部相同。"
    )


def _rendered(template: str, **context: object) -> str:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        autoescape=select_autoescape(["svg.j2"]),
    )
    environment.filters |= {
        "duration": figures.duration,
        "volume": figures.volume,
        "number": figures.number,
        "percent": figures.percent,
    }
    return environment.get_template(template).render(context)


if __name__ == "__main__":  # after a template was changed: nothing is measured anew
    write(read(DOCS / RAW), DOCS)
