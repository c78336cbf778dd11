"""One command: the notices, everyone who is installed, the tables and the chart."""

from __future__ import annotations

import argparse
import shlex
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bench import report
from bench.contestants.base import Contestant
from bench.contestants.registry import CONTESTANTS
from bench.corpus import ROOT, notices, samples
from bench.floors import BASE, without_notices
from bench.machine import machine
from bench.program import COULD_NOT_RUN, run, why_unwritable
from bench.results import Bench, Corpus
from bench.rounds import measure
from bench.tools import Tools
from site_builder.reading.notice_file import find_notice_files

# Outside docs/, for a quick run is not to replace a careful one.
DRAFT = ROOT / ".cache" / "bench"
MEMORY = Path("/dev/shm")


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print, and write; after each size of corpus, so that nothing is lost."""
    parser = _parser()
    options = parser.parse_args(arguments)
    target = report.DOCS if options.write else options.output
    # Now, for it is a pity when hours have been measured.
    for name, folder in (("--output", target), ("--folder", options.folder)):
        if why := why_unwritable(folder):
            parser.exit(COULD_NOT_RUN, f"写不了文件夹 {folder}：{why}。用 {name} 换一个。\n")
    originals = samples(options.notices)
    if not originals:
        parser.error(f"{options.notices} 里没有可用的通报。")
    contestants = [contestant(Tools(options.peers_from)) for contestant in CONTESTANTS]
    frame = _frame(options, contestants, _told(options.notices, len(originals)))
    with tempfile.TemporaryDirectory(prefix="bench-", dir=options.folder) as work:
        base = without_notices(BASE(Tools(options.peers_from)), options.rounds, Path(work) / "base")
    frame = frame.model_copy(update={"base": base})
    corpora: list[Corpus] = []
    for count in sorted(set(options.counts)):
        made = list(notices(count, options.seed, originals))
        with tempfile.TemporaryDirectory(prefix="bench-", dir=options.folder) as work:
            say = partial(_say, count)
            corpora.append(measure(contestants, made, options.rounds, Path(work), say))
        bench = frame.model_copy(update={"corpora": tuple(corpora)})
        written = report.write(bench, target)
    print(report.summary(bench))
    print("写好了：" + "、".join(map(str, written)))


def _frame(options: argparse.Namespace, contestants: Sequence[Contestant], originals: str) -> Bench:
    """Return all but the measurements."""
    versions: dict[str, str] = {}
    commands: dict[str, tuple[str, ...]] = {}
    for one in contestants:
        if not one.is_missing:
            versions |= one.versions()
            commands[one.name] = tuple(
                shlex.join([Path(command.arguments[0]).name, *command.arguments[1:]])
                for command in one.commands(Path())
            )
    python = ".".join(map(str, sys.version_info[:3]))
    return Bench(
        made=datetime.now(UTC).strftime("%Y-%m-%d"),
        seed=options.seed,
        rounds=options.rounds,
        originals=originals,
        machine=machine(options.folder),
        versions={"Python": python, **versions},
        commands=commands,
        corpora=(),
    )


def _told(folder: Path, used: int) -> str:
    """Say what the notices were made from."""
    whose = "项目自带的示例" if folder == ROOT / "notices" else "另外给的通报"
    unused = len(find_notice_files(folder)) - used
    return f"原件是{whose} {used} 份" + (f"（另有 {unused} 份有错误，没有用）" if unused else "")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bench", description="量生成网站的时间、内存和字节，和装有的别家比较。"
    )
    parser.add_argument(
        "--counts", type=_counts, default=(100, 1000), metavar="份数", help="默认 100,1000"
    )
    parser.add_argument("--rounds", type=_positive, default=3, metavar="轮数", help="默认 3")
    parser.add_argument("--seed", type=int, default=1, metavar="种子", help="默认 1")
    parser.add_argument(
        "--notices",
        type=_folder,
        default=ROOT / "notices",
        metavar="文件夹",
        help="用其中的通报作原件，默认用项目自带的示例",
    )
    parser.add_argument(
        "--peers-from",
        type=_folder,
        metavar="文件夹",
        help="装有别家程序的虚拟环境；不写就在本环境和 PATH 里找",
    )
    parser.add_argument(
        "--folder",
        type=_folder,
        default=MEMORY if MEMORY.is_dir() else Path(tempfile.gettempdir()),
        metavar="文件夹",
        help="在哪里生成，默认 /dev/shm（内存），没有就用临时文件夹",
    )
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--write", action="store_true", help="结果写进 docs/")
    where.add_argument(
        "--output",
        type=Path,
        default=DRAFT,
        metavar="文件夹",
        help="结果写到哪里，默认 .cache/bench",
    )
    return parser


def _counts(text: str) -> tuple[int, ...]:
    return tuple(_positive(part) for part in text.split(","))


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"“{text}”不是大于零的整数")
    return int(text)


def _folder(text: str) -> Path:
    folder = Path(text).resolve()
    if not folder.is_dir():
        raise argparse.ArgumentTypeError(f"没有文件夹 {text}")
    return folder


def _say(count: int, words: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {count} 份 {words}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    run(main)
