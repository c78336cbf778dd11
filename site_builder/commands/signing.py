"""`site-builder sign`: one sign-off of 三审三校, over the text as it is now."""

from __future__ import annotations

import argparse
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from site_builder.commands.common import COULD_NOT_RUN, DONE, FINDINGS, day, say, typed
from site_builder.commands.project import add_config_file, settings_of
from site_builder.commands.soundness import MENDED_BY_SIGNING, show_errors

if TYPE_CHECKING:
    from site_builder.checks.settings import Settings
    from site_builder.commands.common import Commands
    from site_builder.notice.model import Notice, SignOff

# Those of the model, said again: to print the help needs no pydantic.
_STAGES = ("初审", "复审", "终审")


def add_to(commands: Commands) -> None:
    """Add the command and its arguments."""
    sign = commands.add_parser("sign", help="记录一次审核（三审三校）")
    sign.add_argument("files", nargs="+", type=Path, metavar="通报文件")
    sign.add_argument("--as", dest="stage", choices=_STAGES, required=True, help="哪一审")
    sign.add_argument("--who", required=True, type=_name, metavar="姓名", help="审核人")
    sign.add_argument("--date", type=day, metavar="日期", help="如 2024-09-30，默认今天")
    add_config_file(sign)
    sign.set_defaults(run=run)


def _name(text: str) -> str:
    from site_builder.notice.base import control_in

    name = text.strip()
    if not name:
        raise argparse.ArgumentTypeError("是空的，请写审核人的姓名")
    if control_in(name) or not "".join(name.split()).isprintable():
        raise argparse.ArgumentTypeError("含有看不见的字符，请重新输入审核人的姓名")
    return name


def run(options: argparse.Namespace) -> int:
    """Sign the notices one by one; return the worst exit status."""
    settings = settings_of(options)
    if settings is None:
        return COULD_NOT_RUN
    return max([_sign(path, options, settings) for path in options.files])


def _sign(path: Path, options: argparse.Namespace, settings: Settings) -> int:
    from site_builder.notice.fingerprint import fingerprint
    from site_builder.notice.model import SignOff
    from site_builder.notice.review import trail
    from site_builder.reading.disk import reason
    from site_builder.reading.signing import sign_off
    from site_builder.reading.source import Source

    try:
        source = Source.read(path)
    except OSError as error:
        say(f"{path}：{reason(error)}，没有签。")
        return COULD_NOT_RUN
    except UnicodeDecodeError:
        say(f"{path}：编码不是 UTF-8，没有签。先用 site-builder check 检查。")
        return COULD_NOT_RUN
    notice = _sound_notice(path, settings)
    if notice is None:
        return FINDINGS
    found = trail(notice)
    if options.stage in found.passed:
        print(f"{path}：现在的内容已经签过{options.stage}，没有改动。")
        return DONE
    before = _STAGES[: _STAGES.index(options.stage)]
    if lacking := [stage for stage in before if stage not in found.passed]:
        outdated = {entry.stage for entry in found.outdated}
        why = "内容有改动，以前的不算" if outdated & set(lacking) else "还没有签"
        say(
            f"{path}：没有签{options.stage}，因为{'、'.join(lacking)}{why}。"
            f"先签{lacking[0]}：site-builder sign {typed(path)} --as {lacking[0]} --who 审核人"
        )
        return FINDINGS
    entry = SignOff(
        stage=options.stage,
        who=options.who,
        date=options.date or date.today(),
        hash=fingerprint(notice),
    )
    edit = sign_off(source.text, path.stem, entry)
    if edit is None:
        say(
            f"{path}：没法把审核记录加进这个文件而不动别的内容。"
            "在文件末尾单独写一行“审核:”，后面不写内容，再运行一次。"
        )
        return COULD_NOT_RUN
    try:
        source.with_edits([edit]).write()
    except OSError as error:
        say(f"{path}：写不了：{reason(error)}。原有的文件没有改动。")
        return COULD_NOT_RUN
    print(_receipt(path, notice, entry))
    if twice := [other.stage for other in found.current if other.who == entry.who]:
        print(f"  提醒：{entry.who}已经签过{'、'.join(twice)}，最好由不同的人审。")
    return DONE


def _sound_notice(path: Path, settings: Settings) -> Notice | None:
    """Return the notice if nothing but the review itself stands against it, else say what does."""
    from site_builder.reading.notice_file import read_notice

    read = read_notice(path)
    if errors := show_errors(read, settings, but=MENDED_BY_SIGNING):
        say(f"{path}：有 {errors}，没有签。改正后再签。")
        return None
    return read.notice


def _receipt(path: Path, notice: Notice, entry: SignOff) -> str:
    from site_builder.notice.status import LABELS

    statuses = Counter(issue.status_code for issue in notice.issues())
    said = "、".join(f"{LABELS[code]} {statuses[code]}" for code in LABELS if statuses[code])
    issues = f"{statuses.total()} 个问题" + (f"（{said}）" if said else "")
    return "\n".join(
        (
            f"{path}：已签{entry.stage}，{entry.who}，{entry.date}。",
            f"  标题：{notice.title}",
            f"  内容：{issues}，{len(notice.contacts)} 条联系方式",
            f"  指纹：{entry.hash}",
        )
    )
