"""The environment that contestants run in."""

from __future__ import annotations

import os
from collections.abc import Mapping


def environment(own: Mapping[str, str]) -> dict[str, str]:
    """Return this process's environment with what is a command's own.

    Python may keep what it compiled, as it does for a user: otherwise the contestants that are
    installed from packages would have their bytecode, and this checkout would not.
    """
    of_user = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return {**of_user, "NO_MKDOCS_2_WARNING": "1", **own}
