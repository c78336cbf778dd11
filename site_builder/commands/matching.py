"""`site-builder match`: which issues of two notices may be the same, for a person to say."""

from __future__ import annotations

import argparse
import re
from typing import TYPE_CHECKING

from site_builder.commands.common import COULD_NOT_RUN, DONE, FINDINGS, say
from site_builder.commands.export_lookup import StoppedError, found_notice
from site_builder.commands.project import add_config_file

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_builder.checks.likeness import Match
    from site_builder.commands.common import Commands
    from site_builder.notice.model import Issue, Notice
    from site_builder.reading.notice_file import NoticeFile

_SHOWN = 40


def add_to(commands: Commands) -> None:
    """Add the command and its arguments."""
    match = commands.add_parser("match", help="查找两份通报里可能是同一个的问题，由人确认")
    match.add_argument("id", metavar="编号", help="后来的通报的编号，也可以写通报文件")
    match.add_argument(
        "--previous", metavar="编号", help="先前的通报的编号，默认是通报里写的“上次通报”"
    )
    match.add_argument(
        "--accept", type=_numbers, metavar="序号", help="确认哪几条，如 1,3,4；逐条看过再写"
    )
    match.add_argument("--write", action="store_true", help="把确认的几条写进通报文件的“承接”")
    add_config_file(match)
    match.set_defaults(run=run)


def _numbers(text: str) -> tuple[int, ...]:
    if not re.fullmatch(r"\d+([,，、]\d+)*", text):
        raise argparse.ArgumentTypeError("写成 1,3,4")
    return tuple(map(int, re.split("[,，、]", text)))


def run(options: argparse.Namespace) -> int:
    """Show what may match; write what was confirmed. Return the exit status."""
    try:
        later, earlier = _both(options)
        return _match(later, earlier, options)
    except StoppedError as stop:
        return stop.status


def _both(options: argparse.Namespace) -> tuple[NoticeFile, NoticeFile]:
    later = found_notice(options.id, options)
    assert later.notice
    before = options.previous or later.notice.previous
    if not before:
        raise StoppedError(
            COULD_NOT_RUN,
            f"{later.path} 没有写“上次通报”。用 --previous 指明与哪一份比较。",
        )
    earlier = found_notice(before, options)
    assert earlier.notice
    if earlier.notice.id == later.notice.id:
        raise StoppedError(
            COULD_NOT_RUN, f"{later.path} 不能与它自己比较。用 --previous 指明较早的一份。"
        )
    return later, earlier


def _match(later: NoticeFile, earlier: NoticeFile, options: argparse.Namespace) -> int:
    from site_builder.checks.likeness import matches

    assert later.notice
    assert earlier.notice
    news, olds = list(later.notice.issues()), list(earlier.notice.issues())
    stated = sum(1 for issue in news if issue.follows)
    proposed = [one for one in matches(later.notice, earlier.notice) if not news[one.later].follows]
    print(f"{later.notice.id}（{len(news)} 个问题）与 {earlier.notice.id}（{len(olds)} 个问题）")
    if stated:
        print(f"已经写明承接的有 {stated} 个，不再列出。")
    if not proposed:
        print("没有找到相像的问题。")
        return DONE
    _show(proposed, news, olds)
    if options.accept is None:
        if options.write:
            say("没有写入：先逐条看过，再用 --accept 写明确认哪几条，如 --accept 1,3。")
            return FINDINGS
        print(
            "以上只是按文字相像的程度推测，没有写入。逐条看过以后，用 --accept 1,3 --write 写入。"
        )
        return DONE
    return _accept(later, earlier.notice, proposed, options)


def _show(proposed: Sequence[Match], news: Sequence[Issue], olds: Sequence[Issue]) -> None:
    for number, one in enumerate(proposed, start=1):
        print(f"{number}. 相像 {one.score:.0%}")
        print(f"   第 {one.later + 1} 个：{_words(news[one.later])}")
        print(f"   先前第 {one.earlier + 1} 个：{_words(olds[one.earlier])}")


def _words(issue: Issue) -> str:
    words = " ".join(f"{issue.number or ''}{issue.problem}".split())
    shown = words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"
    return f"{shown}（{issue.status.text}）" if issue.status else shown


def _accept(
    later: NoticeFile, earlier: Notice, proposed: Sequence[Match], options: argparse.Namespace
) -> int:
    from site_builder.reading.disk import reason
    from site_builder.reading.following import follow
    from site_builder.reading.source import Source

    unknown = [number for number in options.accept if not 1 <= number <= len(proposed)]
    if unknown:
        say(f"没有第 {'、'.join(map(str, unknown))} 条，只有 1 至 {len(proposed)}。没有写入。")
        return COULD_NOT_RUN
    chosen = [proposed[number - 1] for number in sorted(set(options.accept))]
    references = {one.later: f"{earlier.id}#issue-{one.earlier + 1}" for one in chosen}
    if not options.write:
        for index, reference in references.items():
            print(f"第 {index + 1} 个问题：承接: {reference}")
        print("没有写入。加 --write 写进通报文件。")
        return DONE
    try:
        source = Source.read(later.path)
        edits = follow(source.text, later.path.stem, references)
        if edits is None:
            say(f"{later.path}：没法写进“承接”而不动别的内容。请按上面的编号手工写。")
            return COULD_NOT_RUN
        source.with_edits(edits).write()
    except OSError as error:
        say(f"{later.path}：写不了：{reason(error)}。原有的文件没有改动。")
        return COULD_NOT_RUN
    print(f"{later.path}：写进了 {len(references)} 条“承接”。")
    return DONE
