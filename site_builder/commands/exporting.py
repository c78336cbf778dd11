"""`site-builder export`: notices and the site for other systems, for signature, for the archive."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from site_builder.commands.common import COULD_NOT_RUN, DONE, no_way_to, say
from site_builder.commands.export_lookup import StoppedError, sound_notice, why_not_current
from site_builder.commands.project import add_config_file

if TYPE_CHECKING:
    from site_builder.commands.common import Commands
    from site_builder.notice.model import Notice

T = TypeVar("T")

_NO_WORD = (
    "导出 Word 文件要用 python-docx，这里没有装，没有写出任何文件。"
    "照 README 的“安装和生成”再装一遍，就有了。"
)


def add_to(commands: Commands) -> None:
    """Add the command, its formats and their arguments."""
    export = commands.add_parser("export", help="导出：网页片段、Word 文件、归档的压缩包")
    formats = export.add_subparsers(required=True, metavar="格式", dest="格式")

    fragment = formats.add_parser("fragment", help="一份通报的网页片段，粘贴到别的网站后台")
    _add_notice(fragment)
    fragment.add_argument("--no-title", action="store_true", help="不要标题，后台另有标题栏时用")
    fragment.add_argument("--facts", action="store_true", help="正文之前加一张基本信息表")
    _add_output(fragment, "编号.html")
    fragment.set_defaults(run=run_fragment)

    word = formats.add_parser("docx", help="一份通报的 Word 文件，供签发")
    _add_notice(word)
    _add_output(word, "编号.docx")
    word.set_defaults(run=run_docx)

    archive = formats.add_parser("zip", help="整个网站、清单和原始文件，供归档或刻盘")
    archive.add_argument("--site-dir", type=Path, metavar="文件夹", help="网站在哪里，默认 site")
    _add_output(archive, "site.zip")
    archive.set_defaults(run=run_zip)


def _add_notice(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="编号", help="通报的编号，也可以写通报文件")


def _add_output(parser: argparse.ArgumentParser, usual: str) -> None:
    parser.add_argument(
        "-o", "--output", type=Path, metavar="文件", help=f"写到哪个文件，默认 {usual}"
    )
    parser.add_argument("--force", action="store_true", help="覆盖已有的文件")
    add_config_file(parser)


def run_fragment(options: argparse.Namespace) -> int:
    """Write the fragment of a notice; return the exit status."""
    from site_builder.outputs.fragment import fragment

    def made(notice: Notice) -> bytes:
        return fragment(notice, title=not options.no_title, facts=options.facts).encode()

    return _export(options, ".html", made)


def run_docx(options: argparse.Namespace) -> int:
    """Write the Word file of a notice; return the exit status."""
    from site_builder.outputs.word import word_file

    # It is made to be signed, so that nobody has to have signed before.
    return _export(options, ".docx", word_file, for_signature=True)


def _export(
    options: argparse.Namespace,
    suffix: str,
    made: Callable[[Notice], bytes],
    *,
    for_signature: bool = False,
) -> int:
    from site_builder.reading.disk import write_bytes

    try:
        notice = sound_notice(options, for_signature=for_signature)
        target: Path = options.output or Path(f"{notice.id}{suffix}")
        data = made(notice)
        if not for_signature and (why := why_not_current(notice)):
            say(f"提醒：这份通报{why}。粘贴到公开的网站以前，先确认。")
        if _is_there(target, data):
            print(f"{target} 已是最新，没有改动。")
            return DONE
        _must_be_writable(target, force=options.force)
        _written(target, partial(write_bytes, target, data))
    except StoppedError as stop:
        return stop.status
    except ImportError as error:
        if (error.name or "").partition(".")[0] not in {"docx", "lxml"}:
            raise
        say(_NO_WORD)
        return COULD_NOT_RUN
    print(f"已写出 {target}：{' '.join(notice.title.split())}")
    return DONE


def run_zip(options: argparse.Namespace) -> int:
    """Write the archive; return the exit status."""
    from dataclasses import replace

    from site_builder.archive import CannotPackError, pack
    from site_builder.integrity.inventory import NoManifestError
    from site_builder.reading.config_yaml import UnreadableError
    from site_builder.reading.project import read_project

    config: Path = options.config_file or Path("mkdocs.yml")
    target: Path = options.output or Path("site.zip")
    if not config.is_file():
        say(f"找不到配置文件 {config}。到项目文件夹里运行，或用 -f 指明。")
        return COULD_NOT_RUN
    try:
        project = read_project(config)
        if options.site_dir:
            project = replace(project, site=options.site_dir)
        _must_be_writable(target, force=options.force)
        packed = _written(target, partial(pack, project, target))
    except StoppedError as stop:
        return stop.status
    except (CannotPackError, NoManifestError, UnreadableError) as error:
        say(str(error))
        return COULD_NOT_RUN
    print(
        f"已写出 {target}：网站 {packed.site_count:,} 个文件，原始文件 {packed.source_count:,} 个，"
        f"共 {packed.size / 1_000_000:,.1f} MB。\n"
        f"  SHA-256：{packed.sha256}\n"
        "原始文件里有审核记录，可能还有草稿，都没有公开过；压缩包用于内部归档，不要公开。"
    )
    return DONE


def _is_there(target: Path, data: bytes) -> bool:
    try:
        return target.is_file() and target.read_bytes() == data
    except OSError:
        return False


def _must_be_writable(target: Path, *, force: bool) -> None:
    """Refuse what can be told before anything is made.

    Raises:
        StoppedError: and it was said why.
    """
    if target.is_dir():
        why = f"{target} 是文件夹，不是文件。用 -o 写明文件名"
    elif not target.parent.is_dir():
        why = f"找不到文件夹 {target.parent}，{target.name} 没有地方写。先建好这个文件夹"
    elif target.exists() and not target.is_file():
        # What is written takes its place, and a device would be one no more.
        why = f"{target} 不是普通的文件，是管道、设备之类，没有写。用 -o 写到别处"
    elif target.exists() and not force:
        why = f"{target} 已经存在，没有覆盖。确实要覆盖，加 --force；或者用 -o 写到别处"
    else:
        return
    raise StoppedError(COULD_NOT_RUN, f"{why}。")


def _written(target: Path, write: Callable[[], T]) -> T:
    try:
        return write()
    except OSError as error:
        raise StoppedError(
            COULD_NOT_RUN, f"{no_way_to(target, error)}没有写出任何文件。"
        ) from error
