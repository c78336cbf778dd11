"""`site-builder build`: check all notices and make the site."""

from __future__ import annotations

import argparse
import gc
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from site_builder.commands.common import COULD_NOT_RUN, DONE, FINDINGS, print_json, say
from site_builder.executors.address import cluster_address
from site_builder.phases import Listener, Phases

if TYPE_CHECKING:
    from site_builder.commands.common import Commands
    from site_builder.theme_bridge import Built

_PROFILE = Path("site-builder.pstats")


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
    build.add_argument("--quiet", action="store_true", help="只显示错误和失败的原因，不显示进度")
    build.add_argument(
        "--json", action="store_true", help="结束时输出一份 JSON：结果、文件数、每一步的用时"
    )
    build.add_argument(
        "--profile",
        type=Path,
        nargs="?",
        const=_PROFILE,
        metavar="文件",
        help=f"测量各个函数的用时，列出最费时的，全部写到文件，默认 {_PROFILE}；会慢得多",
    )
    build.add_argument(
        "--executor",
        type=cluster_address,
        metavar="地址",
        help="在 Dask 集群上生成，如 dask://10.0.0.1:8786，默认用本机各核心，见 docs/cluster.md",
    )
    build.set_defaults(run=run, stands="网站已经生成。")


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise argparse.ArgumentTypeError("写成 2026-12-01T09:00+08:00，必须有时区")
    return moment


@dataclass(frozen=True, slots=True)
class _Failed:
    """Why there is no new site, in Chinese, and the exit status."""

    reason: str
    status: int


def run(options: argparse.Namespace) -> int:
    """Build the site; return the exit status."""
    with _no_garbage_looked_for(), _progress(options) as listener:
        phases = Phases(listener)
        outcome = _unusable(options) or _profiled(options, phases)
    if isinstance(outcome, _Failed):
        say(outcome.reason)
        if options.json:
            from site_builder.commands.build_result import failed_as_json

            print_json(failed_as_json(outcome.reason, phases))
        return outcome.status
    if options.json:
        from site_builder.commands.build_result import as_json

        print_json(as_json(outcome, phases, preview=options.preview))
    elif not options.quiet:
        _tell(outcome, phases, preview=options.preview)
    return DONE


@contextmanager
def _no_garbage_looked_for() -> Iterator[None]:
    """Look for no garbage: what is imported stays, and so does nearly all that a build makes."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _progress(options: argparse.Namespace) -> AbstractContextManager[Listener | None]:
    from site_builder.reporting.progress import progress_on

    return nullcontext() if options.quiet else progress_on(sys.stderr)


def _unusable(options: argparse.Namespace) -> _Failed | None:
    if not options.config_file.is_file():
        return _Failed(
            f"找不到配置文件 {options.config_file}。到项目文件夹里运行，或用 -f 指明。",
            COULD_NOT_RUN,
        )
    if options.notices and not options.notices.is_dir():
        return _Failed(f"找不到通报文件夹 {options.notices}。", COULD_NOT_RUN)
    if options.profile and options.executor:
        return _Failed("--profile 只测量本机的一个进程，不能与 --executor 同用。", COULD_NOT_RUN)
    from site_builder.reading.config_yaml import UnreadableError
    from site_builder.reading.project import read_project

    try:
        read_project(options.config_file)  # MkDocs would say it in English, or not catch it
    except UnreadableError as error:
        return _Failed(str(error), COULD_NOT_RUN)
    return None


def _profiled(options: argparse.Namespace, phases: Phases) -> Built | _Failed:
    if options.profile is None:
        return _built(options, phases)
    from site_builder.commands.profiling import profiled
    from site_builder.reading.disk import reason

    try:
        with profiled(options.profile):
            # What other processes do cannot be seen, so that this one does it all.
            return _built(options, phases, workers=1)
    except OSError as error:
        return _Failed(f"写不了 {options.profile}：{reason(error)}。", COULD_NOT_RUN)


def _built(
    options: argparse.Namespace, phases: Phases, workers: int | None = None
) -> Built | _Failed:
    with phases.phase("start"):
        from site_builder import theme_bridge  # MkDocs takes a while to import
        from site_builder.reading.disk import trouble

    try:
        order = theme_bridge.Order(
            now=options.now,
            preview=options.preview,
            phases=phases,
            workers=workers,
            executor=options.executor,
            errors_only=options.quiet,
        )
        return theme_bridge.build_site(
            options.config_file, order, options.notices, options.site_dir
        )
    except theme_bridge.BuildFailed as failure:
        return _Failed(str(failure), COULD_NOT_RUN if failure.unusable else FINDINGS)
    except OSError as error:
        why = f"没有生成网站：{trouble(error)}。原有的网站没有改动。"
        return _Failed(why, COULD_NOT_RUN)


def _tell(built: Built, phases: Phases, *, preview: bool) -> None:
    from site_builder import reporting
    from site_builder.theme_bridge import not_published

    what = "预览稿（不得公开）" if preview else "网站"
    print(f"{what}已生成：{built.folder}（用时 {phases.elapsed:.1f} 秒）")
    if held := not_published(built.outcome.held):
        print(held)
    print(reporting.REMINDERS)
