"""On what machine, and on what file system, is measured."""

from __future__ import annotations

import os
import platform
from pathlib import Path

from bench.results import Machine


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def machine(folder: Path) -> Machine:
    """Return what is known of the machine; `folder` is where the sites are built."""
    return Machine(
        # What a release says behind its numbers names whoever built the kernel.
        system=f"{platform.system()} {platform.release().partition('-')[0]} {platform.machine()}",
        processor=_value(Path("/proc/cpuinfo"), "model name") or platform.processor() or "不详",
        cores=cores(),
        memory=_memory(),
        file_system=_file_system(folder.resolve()),
        load=round(os.getloadavg()[0], 2),
    )


def _memory() -> int | None:
    total = _value(Path("/proc/meminfo"), "MemTotal")
    return int(total.split()[0]) * 1024 if total else None


def _value(table: Path, wanted: str) -> str | None:
    if not table.is_file():
        return None
    pairs = (line.partition(":") for line in table.read_text("utf-8").splitlines())
    return next((value.strip() for name, _, value in pairs if name.strip() == wanted), None)


def _file_system(folder: Path) -> str:
    mounts = Path("/proc/mounts")
    if not mounts.is_file():
        return "不详"
    fields = (line.split() for line in mounts.read_text("utf-8").splitlines())
    holding = [(len(place), kind) for _, place, kind, *_ in fields if folder.is_relative_to(place)]
    return max(holding)[1] if holding else "不详"
