"""What a command has to know of the project around it."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from site_builder.commands.common import say

if TYPE_CHECKING:
    from site_builder.checks.settings import Settings

USUAL = Path("mkdocs.yml")


def add_config_file(parser: argparse.ArgumentParser) -> None:
    """Add the argument that names the project's mkdocs.yml."""
    parser.add_argument(
        "-f", "--config-file", type=Path, metavar="文件", help="配置文件，默认 mkdocs.yml"
    )


def settings_of(options: argparse.Namespace) -> Settings | None:
    """Return what the project lays down for checks on this day; None, and say why, if unusable.

    A folder without mkdocs.yml lays down nothing.
    """
    from site_builder.checks.settings import Settings, SettingsError, read_settings

    today: date = getattr(options, "today", None) or date.today()
    config: Path = options.config_file or USUAL
    if not config.is_file():
        if options.config_file is None:
            return Settings(today=today)
        say(f"找不到配置文件 {config}。到项目文件夹里运行，或用 -f 指明。")
        return None
    try:
        return read_settings(config, today)
    except SettingsError as error:
        say(str(error))
        return None
