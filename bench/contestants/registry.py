"""All contestants, ours first."""

from __future__ import annotations

from bench.contestants.base import Contestant
from bench.contestants.hugo import Hugo
from bench.contestants.hugo_pagefind import HugoPagefind
from bench.contestants.mkdocs_material import MkdocsMaterial
from bench.contestants.ours import Ours, OursPages
from bench.contestants.zensical import Zensical

CONTESTANTS: tuple[type[Contestant], ...] = (
    Ours,
    OursPages,
    Hugo,
    HugoPagefind,
    MkdocsMaterial,
    Zensical,
)
