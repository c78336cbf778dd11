"""`site-builder publish`: bring the built site to where it is served."""

from __future__ import annotations

import argparse
import re
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from site_builder.commands.common import COULD_NOT_RUN, DONE, say
from site_builder.commands.project import add_config_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from site_builder.commands.common import Commands
    from site_builder.integrity.inventory import Tick
    from site_builder.publishing.order import Step
    from site_builder.publishing.target import Target
    from site_builder.publishing.upload import Plan

_MOST_NAMED = 10
# A host without a folder, or a module of rsync's own server.
_HALF_REMOTE = re.compile(r"[^/\\]{2,}:(:.*)?")


def add_to(commands: Commands) -> None:
    """Add the command and its arguments."""
    publish = commands.add_parser("publish", help="把生成好的网站发布到文件夹或服务器")
    publish.add_argument(
        "target", metavar="目标", help="文件夹，或者 用户@主机:文件夹（用 rsync 和 ssh 上传）"
    )
    publish.add_argument("--site-dir", type=Path, metavar="文件夹", help="网站在哪里，默认 site")
    publish.add_argument("--dry-run", action="store_true", help="只列出会做什么，什么都不改")
    publish.add_argument(
        "--force", action="store_true", help="第一次发布时，覆盖目标里同名而内容不同的文件"
    )
    add_config_file(publish)
    publish.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Publish the site; return the exit status."""
    from site_builder.integrity.inventory import NoManifestError
    from site_builder.publishing.target import CannotPublishError
    from site_builder.reading.config_yaml import UnreadableError
    from site_builder.reading.disk import trouble

    try:
        site, sources = _site(options)
        target = _target(options.target, site, sources)
        return _publish(site, target, options)
    except (CannotPublishError, NoManifestError, UnreadableError) as error:
        say(str(error))
    except OSError as error:
        say(f"发布中断，{trouble(error)}。已经传上去的不影响访问；解决以后再运行一次，会接着做。")
    return COULD_NOT_RUN


def _site(options: argparse.Namespace) -> tuple[Path, tuple[Path, ...]]:
    """Return where the site is, and the folders that it is made of, as far as they are known."""
    from site_builder.publishing.target import CannotPublishError
    from site_builder.reading.project import read_project

    config: Path = options.config_file or Path("mkdocs.yml")
    site: Path | None = options.site_dir
    sources: tuple[Path, ...] = ()
    if config.is_file():
        project = read_project(config)
        site, sources = site or project.site, (project.content, project.notices)
    if site is None:
        raise CannotPublishError(
            f"找不到配置文件 {config}。到项目文件夹里运行，或用 -f、--site-dir 指明。"
        )
    if not site.is_dir():
        raise CannotPublishError(f"{site} 里没有生成好的网站。先运行 site-builder build，再发布。")
    return site, sources


def _target(named: str, site: Path, sources: Iterable[Path]) -> Target:
    from site_builder.publishing.folder import FolderTarget
    from site_builder.publishing.remote import RsyncTarget, is_remote
    from site_builder.publishing.target import CannotPublishError

    if is_remote(named) and not Path(named).exists():
        return RsyncTarget(named)
    if _HALF_REMOTE.fullmatch(named) and not Path(named).exists():
        raise CannotPublishError(
            f"“{named}”没有写明服务器上的文件夹。写成 用户@主机:/var/www/html 的样子。"
        )
    place, built = Path(named).resolve(), site.resolve()
    if place.is_relative_to(built) or built.is_relative_to(place):
        raise CannotPublishError(
            f"不能把 {site} 发布到 {named}：一个在另一个里面，或者就是同一个。"
        )
    if own := next((one for one in sources if place.is_relative_to(one.resolve())), None):
        raise CannotPublishError(
            f"不能发布到 {named}：{own} 里是通报或者手写的网页，网站的文件会混在里面。"
        )
    if place.exists() and not place.is_dir():
        raise CannotPublishError(f"{named} 是文件，不是文件夹，没有发布。换一个文件夹。")
    return FolderTarget(Path(named))


def _publish(site: Path, target: Target, options: argparse.Namespace) -> int:
    from site_builder.commands.progress import counting
    from site_builder.publishing.upload import carry_out, plan_of, site_files

    with counting() as begin:
        files = site_files(site, lambda count: begin("核对网站", count))
    with nullcontext() if options.dry_run else target.held():
        with counting() as begin:
            plan = plan_of(files, target.present(site, files, begin("比较", len(files))))
        if options.dry_run:
            _show(plan, options.target)
            return DONE
        if plan.blocking:
            say(f"{_blocked(plan, options.target)}\n没有发布。移走或者改名以后再发布。")
            return COULD_NOT_RUN
        if plan.taken and not options.force:
            say(
                f"{options.target} 里已有别的网站的文件，与要发布的同名而内容不同：\n"
                f"{_named(plan.taken)}\n没有发布。确实要覆盖，加 --force；或者换一个文件夹。"
            )
            return COULD_NOT_RUN
        if not plan.nothing:
            with counting() as begin:
                carry_out(plan, site, target, lambda step, count: _begun(begin, step, count))
    print(_summary(plan, options.target))
    return DONE


def _blocked(plan: Plan, target: str) -> str:
    return (
        f"{target} 里有不是这个程序发布的文件，或者指向别处的链接，"
        f"占着网站的文件、文件夹的位置：\n{_named(plan.blocking)}"
    )


def _begun(begin: Callable[[str, int], Tick], step: Step, count: int) -> Tick:
    from site_builder.publishing.order import LABELS

    print(f"上传{LABELS[step]}：{count:,} 个文件", flush=True)
    return begin(f"上传{LABELS[step]}", count)


def _summary(plan: Plan, target: str) -> str:
    lines = [
        f"{target} 已是最新，没有改动。"
        if plan.nothing
        else f"已发布到 {target}：新增 {len(plan.new):,} 个文件，更新 {len(plan.changed):,} 个，"
        f"删除 {len(plan.deleted):,} 个，{plan.same:,} 个没有变化；"
        f"上传 {plan.size / 1_000_000:,.1f} MB。"
    ]
    return "\n".join([*lines, *_foreign(plan)])


def _foreign(plan: Plan) -> list[str]:
    if not plan.foreign:
        return []
    return [
        f"另有 {len(plan.foreign):,} 个文件不是这个程序发布的，没有动：\n{_named(plan.foreign)}"
    ]


def _named(names: tuple[str, ...]) -> str:
    shown = [f"  {name!r}" if not name.isprintable() else f"  {name}" for name in names]
    more = [f"  …… 共 {len(names):,} 个"] if len(names) > _MOST_NAMED else []
    return "\n".join([*shown[:_MOST_NAMED], *more])


def _show(plan: Plan, target: str) -> None:
    """List what would be done."""
    new = set(plan.new)
    for _, file in plan.written:
        print(f"{'新增' if file in new else '更新'}  {file.path}（{file.size:,} 字节）")
    for name in plan.deleted:
        print(f"删除  {name}")
    print(
        f"会向 {target} 新增 {len(plan.new):,} 个文件，更新 {len(plan.changed):,} 个，"
        f"删除 {len(plan.deleted):,} 个；上传 {plan.size / 1_000_000:,.1f} MB。没有改动任何文件。"
    )
    for line in _foreign(plan):
        print(line)
    if plan.blocking:
        print(_blocked(plan, target))
    if plan.taken:
        print(f"同名而内容不同的文件，加 --force 才会覆盖：\n{_named(plan.taken)}")
