"""The command `site-builder`: arguments, printing, exit codes.

Exit status: 0 done, 1 findings, 2 could not run.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from site_builder import __version__, reporting
from site_builder.notice.diagnostics import has_errors

DONE, FINDINGS, COULD_NOT_RUN = 0, 1, 2

# What argparse says, in Chinese.
_COMPLAINTS = (
    (r"the following arguments are required: (.*)", r"缺少参数：\1"),
    (r"unrecognized arguments: (.*)", r"不认识的参数：\1"),
    (r"argument (.*): expected (?:one|at least one) argument", r"参数 \1 后面缺少内容"),
    (r"argument (.*): invalid choice: (.*) \(choose from (.*)\)", r"\1 不能是 \2，可选：\3"),
)


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        for english, chinese in _COMPLAINTS:
            message = re.sub(english, chinese, message)
        self.exit(COULD_NOT_RUN, f"命令写法有误：{message}\n用 {self.prog} -h 查看用法。\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a Windows console may not take every character
            stream.reconfigure(errors="replace")
    options = _parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        return run(options)
    except KeyboardInterrupt:
        _say("已中断。")
        return COULD_NOT_RUN


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="site-builder", description="公开：巡察整改通报的检查与发布工具")
    parser.add_argument("--version", action="version", version=f"公开 {__version__}")
    commands = parser.add_subparsers(required=True, metavar="命令", dest="命令")

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
    build.set_defaults(run=_build)

    importing = commands.add_parser("import", help="把纯文本稿件转成通报文件")
    importing.add_argument("files", nargs="+", type=Path, metavar="稿件", help="纯文本（.txt）")
    importing.add_argument(
        "-o",
        "--output",
        type=Path,
        default=Path("notices"),
        metavar="文件夹",
        help="写到哪个文件夹，默认 notices",
    )
    importing.add_argument("--force", action="store_true", help="覆盖已有的通报文件")
    importing.set_defaults(run=_import)

    check = commands.add_parser("check", help="只检查通报，不生成网站")
    check.add_argument(
        "paths",
        nargs="*",
        type=Path,
        default=[Path("notices")],
        metavar="文件或文件夹",
        help="默认 notices",
    )
    check.add_argument("--format", choices=("text", "json"), default="text", help="输出格式")
    check.set_defaults(run=_check)
    return parser


def _build(options: argparse.Namespace) -> int:
    from site_builder import theme_bridge  # MkDocs takes a while to import

    if not options.config_file.is_file():
        _say(f"找不到配置文件 {options.config_file}。到项目文件夹里运行，或用 -f 指明。")
        return COULD_NOT_RUN
    if options.notices and not options.notices.is_dir():
        _say(f"找不到通报文件夹 {options.notices}。")
        return COULD_NOT_RUN
    start = time.monotonic()
    try:
        folder = theme_bridge.build_site(options.config_file, options.notices, options.site_dir)
    except theme_bridge.BuildFailed as failure:
        _say(str(failure))
        return COULD_NOT_RUN if failure.unusable else FINDINGS
    except OSError as error:
        _say(f"写不了网站：{error.strerror or error}（{error.filename}）。原有的网站没有改动。")
        return COULD_NOT_RUN
    print(f"网站已生成：{folder}（用时 {time.monotonic() - start:.1f} 秒）")
    return DONE


def _check(options: argparse.Namespace) -> int:
    from site_builder.pipeline import load
    from site_builder.reading.notice_file import find_notice_files
    from site_builder.workshop import Workshop

    missing = [path for path in options.paths if not path.exists()]
    if missing:
        _say(f"找不到 {'、'.join(map(str, missing))}。")
        return COULD_NOT_RUN
    paths = list(
        dict.fromkeys(
            file
            for path in options.paths
            for file in (find_notice_files(path) if path.is_dir() else [path])
        )
    )
    with Workshop.for_items(len(paths)) as workshop:
        loaded = load(paths, Path(), workshop)
    if options.format == "json":
        print(reporting.as_json(loaded.diagnostics))
    else:
        if loaded.diagnostics:
            print(reporting.as_text(loaded.diagnostics))
        found = reporting.counts(loaded.diagnostics) or "没有发现需要处理的地方"
        print(f"检查了 {len(paths)} 份通报：{found}。")
    return FINDINGS if loaded.diagnostics else DONE


def _import(options: argparse.Namespace) -> int:
    return max(_import_one(path, options) for path in options.files)


def _import_one(path: Path, options: argparse.Namespace) -> int:
    from site_builder.drafts.importer import draft_id, import_draft
    from site_builder.reading.dump import dump_notice

    imported = import_draft(path)
    if imported.diagnostics:
        print(reporting.as_text(imported.diagnostics))
    if imported.notice is None:
        _say(f"{path}：没有写出通报文件。")
        return COULD_NOT_RUN
    target: Path = options.output / f"{draft_id(path)}.yml"
    text = dump_notice(imported.notice)
    if target.exists() and not options.force:
        if target.read_text(encoding="utf-8") == text:
            print(f"{target} 已是最新，没有改动。")
            return DONE
        _say(f"{target} 已经存在而且内容不同，没有覆盖。确实要覆盖请加 --force。")
        return COULD_NOT_RUN
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8", newline="\n")
    issues = list(imported.notice.issues())
    stated = sum(1 for issue in issues if issue.status)
    doubts = reporting.counts(imported.diagnostics) or "没有疑问"
    print(
        f"{target}：{len(issues)} 个问题，{stated} 个印有整改状态，"
        f"{len(imported.notice.contacts)} 条联系方式；{doubts}。"
    )
    return FINDINGS if has_errors(imported.diagnostics) else DONE


def _say(message: str) -> None:
    print(message, file=sys.stderr)
