"""`site-builder build`: check all notices and make the site."""

from __future__ import annotations

import argparse
import time
from datetime import datetime
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
    build.add_argument(
        "--preview",
        action="store_true",
        help="预览稿：草稿和定时发布的也显示，写到 preview/，不得公开",
    )
    build.add_argument(
        "--now",
        type=_moment,
        metavar="时间",
        help="按这个时间判断定时发布的到了没有，如 2026-12-01T09:00+08:00，默认现在",
    )
    build.set_defaults(run=run)


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise argparse.ArgumentTypeError("写成 2026-12-01T09:00+08:00，必须有时区")
    return moment


def run(options: argparse.Namespace) -> int:
    """Build the site; return the exit status."""
    from site_builder import reporting, theme_bridge  # MkDocs takes a while to import
    from site_builder.reading.disk import reason

    if not options.config_file.is_file():
        say(f"找不到配置文件 {options.config_file}。到项目文件夹里运行，或用 -f 指明。")
        return COULD_NOT_RUN
    if options.notices and not options.notices.is_dir():
        say(f"找不到通报文件夹 {options.notices}。")
        return COULD_NOT_RUN
    start = time.monotonic()
    try:
        built = theme_bridge.build_site(
            options.config_file,
            options.notices,
            options.site_dir,
            now=options.now,
            preview=options.preview,
        )
    except theme_bridge.BuildFailed as failure:
        say(str(failure))
        return COULD_NOT_RUN if failure.unusable else FINDINGS
    except OSError as error:
        place = error.filename2 or error.filename
        say(f"写不了网站：{reason(error)}（{place}）。原有的网站没有改动。")
        return COULD_NOT_RUN
    what = "预览稿（不得公开）" if options.preview else "网站"
    print(f"{what}已生成：{built.folder}（用时 {time.monotonic() - start:.1f} 秒）")
    if built.held:
        print(built.held)
    print(reporting.REMINDERS)
    return DONE
