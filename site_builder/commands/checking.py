"""`site-builder check`: check notices without making a site."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from site_builder.commands import check_output
from site_builder.commands.common import COULD_NOT_RUN, DONE, FINDINGS, day, say
from site_builder.commands.project import add_config_file, settings_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_builder.checks.memory import Memory
    from site_builder.checks.settings import Settings
    from site_builder.commands.common import Commands
    from site_builder.pipeline import Loaded


def add_to(commands: Commands) -> None:
    """Add the command and its arguments."""
    check = commands.add_parser("check", help="只检查通报，不生成网站")
    check.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="文件或文件夹",
        help="默认是全部通报",
    )
    add_config_file(check)
    check.add_argument(
        "--today",
        type=day,
        metavar="日期",
        help="按这一天判断公示期是否已过，默认今天",
    )
    check.add_argument(
        "--no-cache", action="store_true", help="全部重新检查，不用上次的结果（.cache/gongkai/）"
    )
    check_output.add_arguments(check)
    check.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Check the notices; return the exit status."""
    settings = settings_of(options)
    if settings is None:
        return COULD_NOT_RUN
    root = options.config_file.parent if options.config_file else Path()
    asked: Sequence[Path] = options.paths or [root / settings.notices_dir]
    if missing := [path for path in asked if not path.exists()]:
        cure = "" if options.paths else "到项目文件夹里运行，或者写明要检查的文件、文件夹。"
        say(f"找不到 {'、'.join(map(str, missing))}。{cure}")
        return COULD_NOT_RUN
    paths = _files(asked)
    loaded = _load(paths, settings, options)
    failed = False
    if options.fix or options.diff:
        from site_builder.commands.check_fix import fix_files

        named = {diagnostic.file for diagnostic in loaded.diagnostics}
        to_fix = [path for path in paths if path.as_posix() in named]
        fixes = fix_files(to_fix, settings, diff=options.diff)
        failed = fixes.failed
        if summary := fixes.summary(diff=options.diff):
            say(summary) if options.diff or options.format != "text" else print(summary)
        if options.diff:
            return FINDINGS if loaded.diagnostics else DONE
        if fixes.done:
            loaded = _load(paths, settings, options)
    sys.stdout.flush()
    shown = check_output.show(paths, loaded.diagnostics, loaded.waived, settings, options)
    if failed or not shown:
        return COULD_NOT_RUN
    return FINDINGS if loaded.diagnostics else DONE


def _files(asked: Sequence[Path]) -> list[Path]:
    from site_builder.reading.notice_file import find_notice_files

    found = (
        file for path in asked for file in (find_notice_files(path) if path.is_dir() else [path])
    )
    return list(dict.fromkeys(found))


def _load(paths: Sequence[Path], settings: Settings, options: argparse.Namespace) -> Loaded:
    from site_builder.pipeline import load
    from site_builder.workshop import Workshop

    whole, memory = not options.paths, _memory(settings, options)
    with Workshop.for_items(len(paths)) as workshop:
        loaded = load(paths, Path(), workshop, settings, whole=whole, memory=memory)
    if memory:
        memory.write(whole=whole)
    return loaded


def _memory(settings: Settings, options: argparse.Namespace) -> Memory | None:
    """Return what earlier checks found; where there is no mkdocs.yml, nothing is remembered."""
    from site_builder.checks.memory import Memory

    config: Path = options.config_file or Path("mkdocs.yml")
    if options.no_cache or not config.is_file():
        return None
    return Memory(config.parent / ".cache" / "gongkai" / "checks.json", settings)
