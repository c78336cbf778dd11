"""Runs a build and measures it: time, CPU with all children, memory of the whole process tree."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

_EVERY = 0.05
_PROC = Path("/proc")


@dataclass(frozen=True)
class Command:
    """What to run, and where."""

    arguments: Sequence[str]
    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Build:
    """How a build went; `memory` is the peak of the summed PSS, None where there is no /proc."""

    seconds: float
    cpu: float
    memory: int | None
    failure: str | None = None


def run(command: Command, limit: float) -> Build:
    """Run a command for at most `limit` seconds; nothing that goes wrong is raised."""
    before = _cpu()
    start = time.monotonic()
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            [sys.executable, *command.arguments],
            cwd=command.folder,
            env={**os.environ, "NO_MKDOCS_2_WARNING": "1", **command.environment},
            stdout=subprocess.DEVNULL,
            stderr=errors,
            start_new_session=True,
        )
        try:
            memory = _watch(process, start + limit)
        finally:
            _end(process)
        seconds = time.monotonic() - start
        failure = _failure(process.returncode, errors, timed_out=seconds >= limit)
    if failure:
        failure = failure.replace(str(command.folder), "…")
    return Build(seconds, _cpu() - before, memory, failure)


def _watch(process: subprocess.Popen[bytes], deadline: float) -> int | None:
    """Wait for the end of a process; return the most memory that its tree ever had."""
    peak = 0
    while process.poll() is None and time.monotonic() < deadline:
        peak = max(peak, sum(_memory(member) for member in _tree(process.pid)))
        time.sleep(_EVERY)
    return peak or None


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process and all that it started, if they still run."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _failure(status: int, errors: IO[bytes], *, timed_out: bool) -> str | None:
    if timed_out:
        return "超过时限"
    if status == 0:
        return None
    errors.seek(0)
    lines = errors.read().decode("utf-8", "replace").split("\n")
    last = next((line.strip() for line in reversed(lines) if line.strip()), "")
    return f"退出状态 {status}：{last[:120]}"


def _tree(root: int) -> list[int]:
    parents = {
        number: parent
        for entry in (_PROC.iterdir() if _PROC.is_dir() else ())
        if entry.name.isdigit() and (parent := _parent(number := int(entry.name)))
    }
    tree = [root]
    for member in tree:
        tree.extend(number for number, parent in parents.items() if parent == member)
    return tree


def _parent(process: int) -> int | None:
    try:
        # The name, in brackets, may hold anything.
        return int((_PROC / str(process) / "stat").read_text().rpartition(")")[2].split()[1])
    except (OSError, ValueError):
        return None


def _memory(process: int) -> int:
    """Return the proportional set size: what is shared is counted once in all."""
    try:
        lines = (_PROC / str(process) / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
