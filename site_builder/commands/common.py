"""What all commands share: exit statuses, and how they speak to their user."""

from __future__ import annotations

import argparse
import codecs
import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

DONE, FINDINGS, COULD_NOT_RUN = 0, 1, 2

if TYPE_CHECKING:
    # What `add_subparsers` returns, to which every command adds itself.
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def day(text: str) -> date:
    """Read an argument that is a day.

    Raises:
        ArgumentTypeError: it is none; the words say how one is written.
    """
    from site_builder.notice.dates import parse_date

    if found := parse_date(text):
        return found
    raise argparse.ArgumentTypeError(f"“{text}”不是一个确切存在的日期，写成 2024-09-30")


def no_way_to(target: Path | None, error: OSError) -> str:
    """Return in Chinese which file could not be read or written, and why.

    One that is written beside its place is called `target`, for nobody asked for the other.
    """
    from site_builder.reading.disk import reason

    named = error.filename2 or error.filename
    hidden = named is None or Path(str(named)).name.startswith(".")
    return f"{(target if hidden else None) or named} 读不了或写不了：{reason(error)}。"


def written(target: Path, text: str) -> bool:
    """Write a whole text file and make its folder; say why, and return False, if that fails."""
    from site_builder.reading.disk import reason, write_whole

    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, text)
    except OSError as error:
        say(f"{target} 写不了：{reason(error)}。")
        return False
    return True


def typed(path: Path) -> str:
    """Return a path as a shell takes it for one word, to be part of a command that we suggest."""
    shown = str(path)
    return f'"{shown}"' if any(char.isspace() for char in shown) else shown


def print_json(text: str) -> None:
    """Print JSON, which may hold characters that a code page of Windows lacks.

    `?` would take their place. Written as ASCII, a program reads them all the same, and so it does
    where PowerShell decodes what it is to write into a file.
    """
    if codecs.lookup(sys.stdout.encoding or "utf-8").name != "utf-8":
        text = "".join(char if char.isascii() else json.dumps(char)[1:-1] for char in text)
    print(text)


def say(message: str) -> None:
    """Tell the user why something was not done."""
    print(message, file=sys.stderr)
