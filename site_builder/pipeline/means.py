"""By what a site is written."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from site_builder.phases import Phases
from site_builder.pipeline.reuse import Reuse
from site_builder.workshop import Workshop


@dataclass(frozen=True, slots=True)
class Means:
    """By what a site is written; `segments` is the folder of what is made of chunks of notices."""

    workshop: Workshop
    reuse: Reuse
    segments: Path
    phases: Phases
