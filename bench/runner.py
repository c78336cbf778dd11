"""Runs a command and measures it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from bench.environment import environment
from bench.process_tree import MemoryWatch
from bench.results import Run

# Nothing that is measured here takes so long; what hangs is ended.
LIMIT = 3600.0
_UNIT = 1 if sys.platform == "darwin" else 1024


class FailedError(Exception):
    """A command that did not end well, and how."""


@dataclass(frozen=True)
class Command:
    """What to run, and where."""

    arguments: Sequence[str]
    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Ran:
    """What a command took, and what it printed."""

    run: Run
    output: str


def run_all(commands: Sequence[Command]) -> Ran:
    """Run commands one after another, as one build; raises FailedError."""
    ran = [run(command) for command in commands]
    runs = [one.run for one in ran]
    memories = [one.memory for one in runs if one.memory is not None]
    whole = Run(
        seconds=sum(one.seconds for one in runs),
        cpu=sum(one.cpu for one in runs),
        memory=max(memories, default=None),
        resident=max(one.resident for one in runs),
    )
    return Ran(whole, "".join(one.output for one in ran))


def run(command: Command, limit: float = LIMIT) -> Ran:
    """Run a command for at most `limit` seconds; raises FailedError."""
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        process = subprocess.Popen(
            command.arguments,
            cwd=command.folder,
            env=environment(command.environment),
            stdout=output,
            stderr=errors,
            start_new_session=True,
        )
        watch = MemoryWatch(process.pid)
        watch.start()
        late = threading.Timer(limit, _end, [process.pid])
        late.start()
        try:
            # What wait4 tells is of this process and those that it waited for, and of no other.
            _, status, used = os.wait4(process.pid, 0)
        except BaseException:
            _end(process.pid)
            raise
        finally:
            seconds = time.perf_counter() - start
            late.cancel()
            watch.stop()
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise FailedError(_failure(process.returncode, errors, output))
        measured = Run(
            seconds=round(seconds, 4),
            cpu=round(used.ru_utime + used.ru_stime, 4),
            memory=watch.peak,
            resident=watch.resident or used.ru_maxrss * _UNIT,
        )
        return Ran(measured, _text(output))


def _end(group: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)


def _failure(status: int, *said: IO[bytes]) -> str:
    if status == -signal.SIGKILL:
        return "超过时限，或内存不够，被终止"
    texts = (_text(stream).strip() for stream in said)
    lines = next((text.splitlines() for text in texts if text), [])
    return f"退出状态 {status}：{lines[-1].strip()[:200] if lines else '什么也没有说'}"


def _text(stream: IO[bytes]) -> str:
    stream.seek(0)
    return stream.read().decode("utf-8", "replace")
