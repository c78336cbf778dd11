"""How far a long piece of work is: a bar on a terminal, elsewhere a line now and then.

Nothing is shown of what is done within two seconds.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from site_builder.phases import Listener, Step

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_SILENT = 2.0
_BETWEEN_LINES = 5.0
_BETWEEN_DRAWINGS = 0.1
# What is left is guessed from what was done. Of little it cannot be: workers are only beginning,
# and what they do they hand over many at a time.
_LEAST_SECONDS = 2.0
_LEAST_SHARE = 0.05
_MINUTE = 60
_ROUND = 90
# Below these widths there is no bar, and then no time.
_WIDTH_OF_BAR, _WIDTH_OF_TIME = 60, 40
_BAR = 20


@contextmanager
def progress_on(stream: TextIO) -> Iterator[Listener]:
    """Yield what shows on a stream how far a build is, and clears that away in the end.

    What is printed meanwhile to `sys.stderr`, and to `sys.stdout` if that is a terminal too, stands
    above the bar. Whoever keeps these streams from before has to look them up again.
    """
    if not stream.isatty() or os.environ.get("TERM") == "dumb":
        yield _Lines(stream)
        return
    bar = _Bar(stream)
    try:
        yield bar
    finally:
        bar.end()


def so_far(step: Step) -> str:
    """Say how much of a phase is done, as `3,200/10,000`, "" if there is nothing to count."""
    if not step.total:
        return f"{step.done:,}" if step.done else ""
    return f"{min(step.done, step.total):,}/{step.total:,}"


def time_left(step: Step) -> str:
    """Say how much longer a phase is going to take, "" if that cannot be told."""
    enough = max(step.total * _LEAST_SHARE, 1)
    if not enough <= step.done < step.total or step.seconds < _LEAST_SECONDS:
        return ""
    return f"还要约 {_duration(step.seconds / step.done * (step.total - step.done))}"


def _duration(seconds: float) -> str:
    if seconds < _ROUND:
        return f"{max(round(seconds), 1)} 秒"
    return f"{round(seconds / _MINUTE)} 分钟"


class _Lines:
    """Writes a line when a phase is begun, and one now and then while it lasts."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._said_at = 0.0
        self._names: set[str] = set()

    def tell(self, step: Step) -> None:
        """Hear where the work is."""
        if step.elapsed < _SILENT:
            return
        too_soon = step.elapsed - self._said_at < _BETWEEN_LINES
        if step.name in self._names and (too_soon or not so_far(step)):
            return
        self._names.add(step.name)
        self._said_at = step.elapsed
        said = f"{step.label} {so_far(step)}".rstrip()
        print("，".join(filter(None, (said, time_left(step)))), file=self._stream, flush=True)


class _Bar:
    """Draws one line that changes.

    It is drawn when there is something new and never by a thread of its own: processes are forked
    during a build, which is safe with one thread alone.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._drawn: tuple[Progress, TaskID] | None = None
        self._name, self._drawn_at = "", 0.0

    def tell(self, step: Step) -> None:
        """Hear where the work is."""
        soon = step.elapsed - self._drawn_at < _BETWEEN_DRAWINGS
        if step.elapsed < _SILENT or (step.name == self._name and soon):
            return
        self._name, self._drawn_at = step.name, step.elapsed
        if self._drawn is None:
            self._drawn = _begun(self._stream)
        progress, task = self._drawn
        progress.update(
            task,
            visible=True,
            description=step.label,
            completed=min(step.done, step.total),
            total=step.total or None,
            so_far=so_far(step),
            time="，".join(filter(None, (f"已用 {_duration(step.elapsed)}", time_left(step)))),
        )
        progress.refresh()

    def end(self) -> None:
        """Take the bar away, and give the streams and the cursor back."""
        if self._drawn is not None:
            self._drawn[0].stop()


def _begun(stream: TextIO) -> tuple[Progress, TaskID]:
    # They take a while to import, and most builds are done by then.
    from rich.console import Console
    from rich.progress import BarColumn, Progress, ProgressColumn, TextColumn

    console = Console(file=stream, highlight=False)
    columns: list[ProgressColumn] = [TextColumn("{task.description}"), BarColumn(_BAR)]
    columns += [TextColumn("{task.fields[so_far]}"), TextColumn("{task.fields[time]}")]
    if console.width < _WIDTH_OF_BAR:
        del columns[1]
    if console.width < _WIDTH_OF_TIME:
        del columns[-1]
    progress = Progress(
        *columns,
        console=console,
        auto_refresh=False,
        transient=True,
        # What is meant for a file must not go to the terminal.
        redirect_stdout=sys.stdout.isatty(),
    )
    progress.start()
    return progress, progress.add_task("", visible=False, so_far="", time="")
