"""All contestants over one corpus, round after round, so that what slows the machine slows all."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.contestants.base import Contestant
from bench.corpus import edited
from bench.results import Corpus, Entry, Phase, Run, Size
from bench.runner import FailedError, run_all
from bench.sites import differing, mean_text, size_of
from site_builder.notice.model import Notice
from site_builder.notice.text import printed_text

_EXAMPLES = 5


def measure(
    contestants: Sequence[Contestant],
    notices: Sequence[Notice],
    rounds: int,
    work: Path,
    say: Callable[[str], None],
) -> Corpus:
    """Build some rounds, cold and warm; whatever goes wrong stands in the entry it is about."""
    lanes = [_Lane(contestant, work / contestant.key, notices) for contestant in contestants]
    for turn in range(1, rounds + 1):
        for lane in lanes:
            lane.take(turn)
            say(f"第 {turn} 轮 {lane.contestant.name}：{lane.told()}")
    return Corpus(
        count=len(notices),
        characters=sum(len(printed_text(notice)) for notice in notices) / len(notices),
        issues=sum(len(list(notice.issues())) for notice in notices) / len(notices),
        text=mean_text(notices),
        entries=tuple(lane.entry() for lane in lanes),
    )


@dataclass
class _Lane:
    """One contestant: its project, and what was measured so far."""

    contestant: Contestant
    folder: Path
    notices: Sequence[Notice]
    cold: list[Run] = field(default_factory=list)
    warm: list[Run] = field(default_factory=list)
    phases: tuple[Phase, ...] = ()
    size: Size | None = None
    differences: list[str] = field(default_factory=list)
    compared: int = 0
    failure: str | None = None

    def __post_init__(self) -> None:
        if self.contestant.is_missing:
            self.failure = f"未安装（{self.contestant.install}）"
            return
        self.contestant.lay_out(self.folder)
        for notice in self.notices:
            self.contestant.write(self.folder, notice)

    def take(self, turn: int) -> None:
        """Measure a round, unless something has gone wrong before."""
        if self.failure:
            return
        try:
            self._build_cold()
            self._change(turn)
            self.warm.append(run_all(self.contestant.commands(self.folder)).run)
            if self.contestant.remembers:
                self._compare()
        except FailedError as reason:
            self.failure = f"生成失败：{reason}"
        # Ten thousand pages take room, in memory where the folder lies there.
        self.contestant.clear(self.folder)

    def _build_cold(self) -> None:
        self.contestant.clear(self.folder)
        ran = run_all(self.contestant.commands(self.folder))
        self.cold.append(ran.run)
        self.phases = self.contestant.phases(ran.output)
        pages = [self.contestant.page(notice.id) for notice in self.notices]
        missing = [page for page in pages if not (self._site / page).is_file()]
        if missing:
            raise FailedError(f"少了 {len(missing)} 页，如 {missing[0]}")
        self.size = self.size or size_of(self._site, pages)

    def _change(self, turn: int) -> None:
        """Change a notice, another one each round."""
        notice = self.notices[turn * 7919 % len(self.notices)]
        self.contestant.write(self.folder, edited(notice, turn))

    def _compare(self) -> None:
        """Hold the warm site against what a cold build makes of the same files."""
        warm = self.folder / "warm-site"
        self._site.rename(warm)
        self.contestant.clear(self.folder)
        run_all(self.contestant.commands(self.folder))
        self.differences += differing(warm, self._site)
        self.compared += 1
        shutil.rmtree(warm)

    @property
    def _site(self) -> Path:
        return self.folder / self.contestant.site

    def told(self) -> str:
        """Say how the last round went."""
        if self.failure:
            return self.failure
        return f"冷 {self.cold[-1].seconds:.2f} 秒，热 {self.warm[-1].seconds:.2f} 秒"

    def entry(self) -> Entry:
        """Return all that was measured; nothing of one that has failed, for it may be false."""
        if self.failure:
            return Entry(key=self.contestant.key, name=self.contestant.name, failure=self.failure)
        return Entry(
            key=self.contestant.key,
            name=self.contestant.name,
            cold=tuple(self.cold),
            warm=tuple(self.warm),
            size=self.size,
            compared=self.compared,
            differences=len(self.differences) if self.compared else None,
            examples=tuple(sorted(set(self.differences))[:_EXAMPLES]),
            phases=self.phases,
        )
