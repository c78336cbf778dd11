"""Notices as pages of this project, against the same text as Markdown pages of MkDocs + Material.

Makes the notices from the project's own samples (seeded), builds both in turn for some rounds,
and prints the times, their ratio (whole, and without what an empty site takes) and the machine.
Both run in processes of their own, with Material's search index. The site's own search, which
takes longer, is left out on both sides.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from bench.corpus import as_markdown, project, samples
from site_builder.notice.model import Issue, Notice, Section
from site_builder.notice.text import printed_text
from site_builder.reading.dump import dump_notice

CONFIG = """\
site_name: 比较
site_url: https://example.com/
docs_dir: content
theme:
  name: material
  language: zh
  font: false
nav:
  - index.md
plugins:
  - search:
      lang: zh
"""
# The peer makes neither data nor feeds, so they are left out here; they take a third more.
PLUGIN = "  - gongkai: {open_data: false, feeds: false}\n"


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        notices = list(_notices(options.count, options.seed))
        characters = sum(len(printed_text(notice)) for notice in notices) / len(notices)
        ours = project(folder / "ours", CONFIG + PLUGIN)
        peer = project(folder / "peer", CONFIG)
        for notice in notices:
            (ours / "notices" / f"{notice.id}.yml").write_text(dump_notice(notice), "utf-8")
            path = peer / "content" / f"{notice.id}.md"
            path.write_text(as_markdown(notice), "utf-8")
        empty_ours = project(folder / "empty-ours", CONFIG + PLUGIN)
        empty_peer = project(folder / "empty-peer", CONFIG)
        times: dict[str, list[float]] = {"ours": [], "peer": []}
        starts: dict[str, list[float]] = {"ours": [], "peer": []}
        for _ in range(options.rounds):
            for side, full, empty in (("ours", ours, empty_ours), ("peer", peer, empty_peer)):
                times[side].append(_build(full))
                starts[side].append(_build(empty))
    _report(options.count, characters, times, starts)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000, help="notices (default 1000)")
    parser.add_argument("--rounds", type=int, default=3, help="builds of each side (default 3)")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def _notices(count: int, seed: int) -> Iterator[Notice]:
    """Yield variations of the samples: other orders of issues and sentences, other figures."""
    chance = random.Random(seed)
    originals = samples()
    for number in range(count):
        notice = originals[number % len(originals)]
        yield notice.model_copy(
            update={
                "id": f"notice-{number:06}",
                "title": f"{notice.title}（第{number}号）",
                "sections": tuple(_shuffled(section, chance) for section in notice.sections),
            }
        )


def _shuffled(section: Section, chance: random.Random) -> Section:
    issues = [_varied(issue, chance) for issue in section.issues]
    chance.shuffle(issues)
    inner = tuple(_shuffled(part, chance) for part in section.sections)
    return section.model_copy(update={"issues": tuple(issues), "sections": inner})


def _varied(issue: Issue, chance: random.Random) -> Issue:
    measures = tuple(
        measure.model_copy(update={"text": f"{measure.text}共{chance.randrange(1, 999)}次。"})
        for measure in issue.measures
    )
    return issue.model_copy(update={"measures": measures})


def _build(folder: Path) -> float:
    """Build a project from nothing; return the seconds it took."""
    shutil.rmtree(folder / "site", ignore_errors=True)
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet"],
        cwd=folder,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        check=True,
    )
    return time.perf_counter() - start


def _report(
    count: int, characters: float, times: dict[str, list[float]], starts: dict[str, list[float]]
) -> None:
    names = {"ours": "公开", "peer": "MkDocs + Material（Markdown）"}
    print(
        f"{count} 份通报，平均 {characters:,.0f} 字；{platform.platform()}，{os.cpu_count()} 核，"
        f"Python {platform.python_version()}，MkDocs {version('mkdocs')}，"
        f"Material {version('mkdocs-material')}"
    )
    whole = {side: statistics.median(seconds) for side, seconds in times.items()}
    net = {side: whole[side] - statistics.median(starts[side]) for side in times}
    for side, seconds in times.items():
        rounds = "、".join(f"{second:.2f}" for second in seconds)
        print(f"{names[side]}：{whole[side]:.2f} 秒（各轮 {rounds}），", end="")
        print(
            f"其中空站 {whole[side] - net[side]:.2f} 秒，每份 {1000 * net[side] / count:.2f} 毫秒"
        )
    print(f"比值：{whole['ours'] / whole['peer']:.3f}")
    print(f"除去空站的比值：{net['ours'] / net['peer']:.3f}")


if __name__ == "__main__":
    main()
