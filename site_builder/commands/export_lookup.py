"""The notice that is to be exported: found by its id, and sound, or it is said why not."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from site_builder.commands.common import COULD_NOT_RUN, FINDINGS, say
from site_builder.commands.project import settings_of
from site_builder.commands.soundness import MENDED_BY_SIGNING, show_errors

if TYPE_CHECKING:
    from site_builder.notice.model import Notice
    from site_builder.reading.notice_file import NoticeFile

_MOST_OFFERED = 5


class StoppedError(Exception):
    """Nothing is exported, and the user has been told why; `status` is that of the command."""

    def __init__(self, status: int, message: str = "") -> None:
        super().__init__(message)
        self.status = status
        if message:
            say(message)


def sound_notice(options: argparse.Namespace, *, for_signature: bool) -> Notice:
    """Return the notice with the id asked for, if nothing stands against publishing it.

    `for_signature`: that nobody signed it yet does not.

    Raises:
        StoppedError: there is none, or it has faults.
    """
    settings = settings_of(options)
    if settings is None:
        raise StoppedError(COULD_NOT_RUN)
    root = options.config_file.parent if options.config_file else Path()
    read = _find(options.id, root / settings.notices_dir)
    if errors := show_errors(read, settings, but=MENDED_BY_SIGNING if for_signature else ()):
        raise StoppedError(
            FINDINGS, f"{read.path.as_posix()}：有 {errors}，没有导出。改正后再导出。"
        )
    assert read.notice
    return read.notice


def why_not_current(notice: Notice) -> str:
    """Return in Chinese why readers of the site do not get a notice, or not this one; else ""."""
    from site_builder.notice.lifecycle import State

    if notice.state is State.DRAFT:
        return "是草稿，还没有公开"
    if notice.withdrawn:
        return f"已于 {notice.withdrawn.date} 撤回"
    if notice.publish_at and notice.publish_at > datetime.now(UTC):
        return f"定于 {notice.publish_at:%Y-%m-%d %H:%M} 发布，还没有公开"
    return f"已被 {notice.superseded_by} 替代" if notice.superseded_by else ""


def found_notice(wanted: str, options: argparse.Namespace) -> NoticeFile:
    """Return the file of the notice with an id, if it can be read.

    Raises:
        StoppedError: there is none, or it cannot be read.
    """
    settings = settings_of(options)
    if settings is None:
        raise StoppedError(COULD_NOT_RUN)
    root = options.config_file.parent if options.config_file else Path()
    read = _find(wanted, root / settings.notices_dir)
    if read.notice is None:
        raise StoppedError(FINDINGS, f"{read.path} 有错误，先用 site-builder check 检查。")
    return read


def _find(wanted: str, folder: Path) -> NoticeFile:
    from site_builder.reading.notice_file import SUFFIXES, find_notice_files, read_notice

    named = Path(wanted)
    if named.suffix.lower() in SUFFIXES:
        if named.is_file():
            return read_notice(named)
        raise StoppedError(COULD_NOT_RUN, f"找不到通报文件 {named}。")
    if not folder.is_dir():
        raise StoppedError(
            COULD_NOT_RUN, f"找不到通报文件夹 {folder}。到项目文件夹里运行，或用 -f 指明配置文件。"
        )
    # Nearly all files are named after their notice.
    paths = sorted(find_notice_files(folder), key=lambda path: path.stem != wanted)
    ids: list[str] = []
    unreadable: list[NoticeFile] = []
    for path in paths:
        read = read_notice(path)
        if read.notice and read.notice.id == wanted:
            return read
        if read.notice is None:
            unreadable.append(read)
        ids.append(read.notice.id if read.notice else path.stem)
    if same := next((read for read in unreadable if read.path.stem == wanted), None):
        return same
    raise StoppedError(
        COULD_NOT_RUN,
        f"{folder} 里没有编号为“{wanted}”的通报。{_offer(wanted, ids)}{_unread(unreadable)}",
    )


def _unread(files: list[NoticeFile]) -> str:
    """Return in Chinese that the notice may be among files of which nobody knows what they are."""
    if not files:
        return ""
    return (
        f"有 {len(files)} 份文件读不了，编号可能写在里面：{files[0].path} 等。"
        "先用 site-builder check 检查。"
    )


def _offer(wanted: str, ids: list[str]) -> str:
    close = get_close_matches(wanted.lower(), ids, _MOST_OFFERED)
    close += [one for one in sorted(ids) if wanted and wanted.lower() in one and one not in close]
    if close:
        return f"相近的有：{'、'.join(close[:_MOST_OFFERED])}。"
    return "编号就是通报的网址里的名称，没有另外写明时是通报的文件名。" if ids else "文件夹是空的。"
