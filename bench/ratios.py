"""What the measurements are judged by: each a ratio, and the goal that it is not to exceed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bench.results import Corpus


@dataclass(frozen=True)
class Ratio:
    """One thing over another; `of` is None where one of them was not measured.

    `peer` is the key of whose cold build ours is held against, "" where it is nobody's.
    """

    name: str
    goal: float
    of: Callable[[Corpus], float | None]
    peer: str = ""

    def allowed(self, corpus: Corpus) -> float | None:
        """Return the seconds that the goal leaves us, None where it is not about a peer's."""
        seconds = corpus.entry(self.peer).seconds("cold") if self.peer else None
        return None if seconds is None else self.goal * seconds


def _cold(name: str, goal: float, ours: str, peer: str) -> Ratio:
    def of(corpus: Corpus) -> float | None:
        return _over(corpus.entry(ours).seconds("cold"), corpus.entry(peer).seconds("cold"))

    return Ratio(name, goal, of, peer)


def _warm(corpus: Corpus) -> float | None:
    entry = corpus.entry("ours")
    return _over(entry.seconds("warm"), entry.seconds("cold"))


def _page(corpus: Corpus) -> float | None:
    size = corpus.entry("ours").size
    return _over(size.page if size else None, corpus.text)


def _over(value: float | None, other: float | None) -> float | None:
    return None if value is None or not other else value / other


RATIOS = (
    _cold("公开（全部）/（Hugo + Pagefind），冷", 0.25, "ours", "hugo-pagefind"),
    _cold("公开（全部）/（MkDocs + Material），冷", 0.167, "ours", "mkdocs-material"),
    _cold("公开（只生成网页）/ Hugo，冷", 1.0, "ours-pages", "hugo"),
    Ratio("公开（全部）改一份以后 / 从头生成", 0.1, _warm),
    Ratio("一份通报的网页 / 它的文字，都是 gzip 之后的字节", 1.5, _page),
)
