"""`site-builder build`: check all notices and make the site."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING

from site_builder.commands.common import COULD_NOT_RUN, DONE, FINDINGS, say

if TYPE_CHECKING:
    from site_builder.commands.common import Commands


def add_to(commands: Commands) -> None:
    """Add the command and its arguments."""
    build = commands.add_parser("build", help="检查全部通报并生成网站")
    build.add_argument(
        "-f",
        "--config-file",
        type=Path,
        default=Path("mkdocs.yml"),
        metavar="文件",
        help="配置文件，默认 mkdocs.yml",
    )
    build.add_argument("--notices", type=Path, metavar="文件夹", help="通报文件夹，默认 notices")
    build.add_argument("--site-dir", type=Path, metavar="文件夹", help="网站写到哪里，默认 site")
    build.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Build the site; return the exit status."""
    from site_builder import theme_bridge  # MkDocs takes a while to import
    from site_builder.reading.disk import reason

    if not options.config_file.is_file():
        say(f"找不到配置文件 {options.config_file}。到项目文件夹里运行，或用 -f 指明。")
        return COULD_NOT_RUN
    if options.notices and not options.notices.is_dir():
        say(f"找不到通报文件夹 {options.notices}。")
        return COULD_NOT_RUN
    start = time.monotonic()
    try:
        folder = theme_bridge.build_site(options.config_file, options.notices, options.site_dir)
    except theme_bridge.BuildFailed as failure:
        say(str(failure))
        return COULD_NOT_RUN if failure.unusable else FINDINGS
    except OSError as error:
        place = error.filename2 or error.filename
        say(f"写不了网站：{reason(error)}（{place}）。原有的网站没有改动。")
        return COULD_NOT_RUN
    print(f"网站已生成：{folder}（用时 {time.monotonic() - start:.1f} 秒）")
    return DONE
