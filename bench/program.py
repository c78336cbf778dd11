"""A command of the bench as a program: how it ends where it cannot go on, or is not to."""

from __future__ import annotations

import signal
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from site_builder.reading.disk import reason

COULD_NOT_RUN = 2


def run(main: Callable[[], None]) -> None:
    """Run a command; ended early, it ends what it has started, and says so."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(COULD_NOT_RUN))
    try:
        main()
    except KeyboardInterrupt:
        print("已中断。", file=sys.stderr)
        sys.exit(COULD_NOT_RUN)


def why_unwritable(folder: Path) -> str:
    """Make a folder, and return in Chinese why nothing can be written into it, "" if it can."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return ""
    except OSError as error:
        return reason(error)
