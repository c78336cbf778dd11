"""What `site-builder build --json` prints: one document, of a site or of why there is none."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from site_builder import __version__
from site_builder.integrity.inventory import files_below
from site_builder.phases import Phases

if TYPE_CHECKING:
    from site_builder.theme_bridge import Built

_DIGITS = 3


def as_json(built: Built, phases: Phases, *, preview: bool) -> str:
    """Return the document of a site that was built; its shape is in `docs/build.md`."""
    outcome = built.outcome
    files, size = outcome.sealed[:2] if outcome.sealed else _counted(built.folder)
    held = outcome.held
    return _document(
        phases,
        error=None,
        folder=str(built.folder),
        preview=preview,
        notices=outcome.notices,
        files=files,
        bytes=size,
        reused=outcome.reused,
        held={
            "drafts": held.drafts,
            "scheduled": [moment.isoformat() for moment in held.scheduled],
        },
    )


def _counted(folder: Path) -> tuple[int, int]:
    sizes = [(folder / name).lstat().st_size for name in files_below(folder)]
    return len(sizes), sum(sizes)


def failed_as_json(reason: str, phases: Phases) -> str:
    """Return the document of a build that failed; `reason` is Chinese, for people."""
    return _document(phases, error=reason)


def _document(phases: Phases, **outcome: Any) -> str:
    timings = [asdict(timing) for timing in phases.timings]
    document = {
        "version": __version__,
        **outcome,
        "seconds": round(sum(timing["seconds"] for timing in timings), _DIGITS),
        "phases": [
            {
                key: round(value, _DIGITS) if isinstance(value, float) else value
                for key, value in timing.items()
            }
            for timing in timings
        ],
        "cores": os.cpu_count(),
        "memory": _memory(),
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def _memory() -> dict[str, int] | None:
    """Return the most memory, in bytes, of this process and of its largest worker that ended.

    None where the system does not say.
    """
    if sys.platform == "win32":
        return None
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    of = {"process": resource.RUSAGE_SELF, "largest_worker": resource.RUSAGE_CHILDREN}
    return {name: resource.getrusage(who).ru_maxrss * unit for name, who in of.items()}
