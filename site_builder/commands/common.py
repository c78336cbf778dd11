"""What all commands share: exit statuses, and how they speak to their user."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

DONE, FINDINGS, COULD_NOT_RUN = 0, 1, 2

if TYPE_CHECKING:
    # What `add_subparsers` returns, to which every command adds itself.
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def say(message: str) -> None:
    """Tell the user why something was not done."""
    print(message, file=sys.stderr)
