"""What a whole build asks of the plugin, and what it hears of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from site_builder.integrity.inventory import Sealed
from site_builder.library import HeldBack
from site_builder.phases import Phases


@dataclass(frozen=True, slots=True)
class Order:
    """How a site is to be built; MkDocs' own commands ask for nothing but the usual."""

    public_dir: Path | None = None
    """Where the site will lie, if not where MkDocs writes it."""
    now: datetime | None = None
    """The moment of the build, by which it is told what is to be published; None: read it."""
    preview: bool = False
    """Whether drafts are shown too, and the site is not for the public."""
    phases: Phases = field(default_factory=Phases)
    """Who is told how far the build is."""
    workers: int | None = None
    """In how many processes notices are worked at; None: one a core."""
    executor: str | None = None
    """Address of the cluster that does the work; None: this machine."""
    errors_only: bool = False
    """Whether of all diagnostics only the errors are shown."""


class Outcome(NamedTuple):
    """What came of a build: how many notices the site has, and what was not published.

    `reused` is how many of the notices were taken of the site before as they were, None if there
    was none. `sealed` is what the manifest tells; a preview has none.
    """

    notices: int
    held: HeldBack
    reused: int | None
    sealed: Sealed | None
