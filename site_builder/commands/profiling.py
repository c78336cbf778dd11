"""Which functions take how long: measured, listed for people, and kept for their tools."""

from __future__ import annotations

import cProfile
import pstats
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from site_builder.commands.common import say

_MOST = 30


@contextmanager
def profiled(target: Path) -> Iterator[None]:
    """Measure what this process does, write it to `target`, and list the dearest functions.

    The list goes to the error stream, for the other may be read by a program.

    Raises:
        OSError: the file cannot be written. That is tried before anything is measured.
    """
    target.touch()
    say("正在测量用时：全部工作在这一个进程里做，测量本身也费时，比平时慢得多。")
    profile = cProfile.Profile()
    try:
        with profile:
            yield
    finally:
        profile.dump_stats(target)
        say(
            f"自身用时最多的 {_MOST} 个函数（tottime 是自身的秒数，cumtime 连同它调用的）；"
            f"全部在 {target}："
        )
        stats = pstats.Stats(profile, stream=sys.stderr)
        stats.sort_stats(pstats.SortKey.TIME).print_stats(_MOST)
