"""One command: corpora, queries, every search that is installed, and a table of it all."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from bench.corpus import ROOT
from bench.program import run
from bench.search import report
from bench.search.browser import Limits, chromium_version
from bench.search.comparison import Row, clear, compare
from bench.search.corpus import notices
from bench.search.peers.base import Peer
from bench.search.peers.registry import PEERS
from bench.search.projects import lay_out
from bench.search.queries import queries
from bench.search.truth import truth

DOCUMENT = ROOT / "docs" / "bench-search.md"
COUNTS = (2, 200, 2000, 10000)
QUICK = (2, 200)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print, and with `--write` keep the result."""
    options = _options(arguments)
    peers = [peer for peer in PEERS if peer.key in options.peers]
    limits = Limits(options.build_limit, options.query_limit)
    versions: dict[str, str] = {}
    for peer in peers:
        versions |= {} if peer.missing else peer.versions()
    facts = report.facts(options.seed, chromium_version(), versions)
    corpora: list[report.Corpus] = []
    for count in QUICK if options.quick else options.counts:
        corpora.append(measure(count, options.seed, peers, limits))
        print(report.tables_of(corpora[-1]), end="\n\n", flush=True)
        if options.write:
            DOCUMENT.write_text(report.document(corpora, facts), "utf-8")
    print(facts)


def measure(count: int, seed: int, peers: Sequence[Peer], limits: Limits) -> report.Corpus:
    """Compare some searches over one corpus."""
    with tempfile.TemporaryDirectory(prefix="bench-search-") as name:
        work = Path(name)
        _say(count, "", "写通报")
        issues = lay_out(notices(count, seed), work)
        asked = [(query, truth(query.text, issues)) for query in queries(issues, seed)]
        rows: list[Row] = []
        for peer in peers:
            rows.append(compare(peer, work, asked, limits, partial(_say, count, peer.name)))
            _tell_faults(rows[-1], partial(_say, count, peer.name))
            if peer.key != "ours":
                clear(peer, work)
        characters = sum(map(len, issues.texts)) / count
    return report.Corpus(count, len(issues), characters, len(asked), rows)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    known = [peer.key for peer in PEERS]
    parser = argparse.ArgumentParser(
        prog="python -m bench.search", description="把本站的检索和别家的比一比。"
    )
    parser.add_argument(
        "--counts", type=int, nargs="+", default=COUNTS, metavar="份数", help=f"默认 {COUNTS}"
    )
    parser.add_argument("--quick", action="store_true", help=f"只量 {QUICK} 份")
    parser.add_argument("--peers", nargs="+", choices=known, default=known, help="默认全部")
    parser.add_argument("--seed", type=int, default=1, metavar="种子")
    parser.add_argument("--build-limit", type=float, default=600.0, metavar="秒")
    parser.add_argument("--query-limit", type=float, default=30.0, metavar="秒")
    parser.add_argument("--write", action="store_true", help=f"写进 docs/{DOCUMENT.name}")
    return parser.parse_args(arguments)


def _tell_faults(row: Row, say: partial[None]) -> None:
    """Say what the table sums up: the failure, and for us each query that went wrong."""
    say(row.failure or "完成")
    for score in row.scores if row.name == PEERS[0].name else ():
        if {score.recall, score.precision, score.known, score.total} - {None, 1.0}:
            say(
                f"“{score.query.text}”：召回 {score.recall}，精确 {score.precision}，"
                f"前三 {score.known}，总数 {score.total}"
            )


def _say(count: int, name: str, words: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {count} {name} {words}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    run(main)
