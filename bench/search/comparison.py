"""One search over one corpus: built, asked, judged."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.results import Run
from bench.runner import FailedError, run
from bench.search.browser import Limits, Session, ask_all
from bench.search.peers.base import Peer
from bench.search.queries import Query
from bench.search.scoring import Score, score


@dataclass
class Row:
    """What is known of a search; `failure` says why there is no more."""

    name: str
    failure: str | None = None
    build: Run | None = None
    index_files: int = 0
    index_bytes: int = 0
    session: Session = field(default_factory=Session)
    scores: list[Score] = field(default_factory=list)


def compare(
    peer: Peer,
    work: Path,
    asked: Sequence[tuple[Query, frozenset[str]]],
    limits: Limits,
    say: Callable[[str], None],
) -> Row:
    """Measure one search; whatever goes wrong with it stands in its row."""
    row = Row(peer.name)
    if peer.missing:
        row.failure = f"未安装（{peer.install}）"
        return row
    say("生成")
    try:
        row.build = run(peer.command(work), limits.build).run
    except FailedError as error:
        row.failure = f"生成失败：{error}".replace(str(work), "…")
        return row
    site = peer.site(work)
    index = [
        path
        for path in site.rglob("*")
        if path.is_file() and peer.is_index(path.relative_to(site).as_posix())
    ]
    row.index_files = len(index)
    row.index_bytes = sum(path.stat().st_size for path in index)
    texts = [query.text for query, _ in asked]
    row.session = ask_all(peer, site, texts, limits, say)
    row.failure = row.session.failure and f"没有答复：{row.session.failure}"
    row.scores = [
        score(query, answer, truth)
        for (query, truth), answer in zip(asked, row.session.answers, strict=False)
    ]
    return row


def clear(peer: Peer, work: Path) -> None:
    """Give back the disk space of a site that nobody needs any more."""
    shutil.rmtree(peer.site(work), ignore_errors=True)
