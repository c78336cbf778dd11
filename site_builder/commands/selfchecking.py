"""`site-builder selfcheck`: what an inspector asks of the site that was built."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from site_builder.commands.common import (
    COULD_NOT_RUN,
    DONE,
    FINDINGS,
    day,
    print_json,
    say,
    written,
)
from site_builder.commands.project import add_config_file

if TYPE_CHECKING:
    from site_builder.commands.common import Commands

_FORMATS = ("text", "json", "html")


def add_to(commands: Commands) -> None:
    """Add the command and its arguments."""
    check = commands.add_parser("selfcheck", help="自查生成好的网站：网页标签、链接、更新、页脚")
    add_config_file(check)
    check.add_argument("--site-dir", type=Path, metavar="文件夹", help="网站在哪里，默认 site")
    check.add_argument(
        "--today", type=day, metavar="日期", help="按这一天判断多久没有更新，默认今天"
    )
    check.add_argument("--format", choices=_FORMATS, default="text", help="输出格式，默认 text")
    check.add_argument("--output", type=Path, metavar="文件", help="写进文件，不显示在屏幕上")
    check.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Check the site; return the exit status."""
    folder = _site(options)
    if folder is None:
        return COULD_NOT_RUN
    from site_builder.reading.disk import trouble
    from site_builder.selfcheck.report import report_of
    from site_builder.selfcheck.show import FORMATS
    from site_builder.selfcheck.survey import survey

    try:
        if not (folder / "index.html").is_file():
            say(f"{folder} 里没有生成好的网站。先运行 site-builder build，再自查。")
            return COULD_NOT_RUN
        found = survey(folder)
        report = report_of(found, folder.as_posix(), options.today or date.today())
        text = FORMATS[options.format](report)
        if options.output is None:
            show = print_json if options.format == "json" else print
            show(text)
        elif written(options.output, text + "\n"):
            print(f"已写出 {options.output}。")
        else:
            return COULD_NOT_RUN
    except OSError as error:
        say(f"{trouble(error)}。")
        return COULD_NOT_RUN
    return DONE if report.clean else FINDINGS


def _site(options: argparse.Namespace) -> Path | None:
    """Return the folder of the site; None, and say why, if mkdocs.yml does not tell."""
    from site_builder.reading.config_yaml import UnreadableError
    from site_builder.reading.project import read_project

    if options.site_dir:
        return Path(options.site_dir)
    config: Path = options.config_file or Path("mkdocs.yml")
    if not config.is_file():
        say(f"找不到配置文件 {config}。到项目文件夹里运行，或用 -f 指明。")
        return None
    try:
        return read_project(config).site
    except UnreadableError as error:
        say(str(error))
        return None
