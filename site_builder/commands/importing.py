"""`site-builder import`: drafts → notice files."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from site_builder.commands.common import COULD_NOT_RUN, DONE, print_json, say
from site_builder.drafts.formats import FORMATS
from site_builder.drafts.unreadable import readable

if TYPE_CHECKING:
    from site_builder.commands.common import Commands


def add_to(commands: Commands) -> None:
    """Add the command and its arguments."""
    importing = commands.add_parser("import", help="把稿件转成通报文件")
    importing.add_argument(
        "files",
        nargs="+",
        type=Path,
        metavar="稿件",
        help=f"文件（{readable()}，或者本站公布的 .json），或者放稿件的文件夹",
    )
    importing.add_argument(
        "-o",
        "--output",
        type=Path,
        default=Path("notices"),
        metavar="文件夹",
        help="写到哪个文件夹，默认 notices",
    )
    importing.add_argument(
        "--review", action="store_true", help="同时写出核对页：左边稿件，右边读出的通报"
    )
    importing.add_argument("--force", action="store_true", help="覆盖已有的通报文件，旧的留底")
    importing.add_argument("-v", "--verbose", action="store_true", help="连同“说明”全部列出")
    importing.add_argument("--format", choices=("text", "json"), default="text", help="输出格式")
    importing.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Import the drafts; return the exit status."""
    from site_builder.commands import import_report
    from site_builder.commands.import_job import Job
    from site_builder.reporting.text import Look

    if options.output.exists() and not options.output.is_dir():
        say(f"{options.output} 是文件，不是文件夹，通报没有地方写。用 -o 指定一个文件夹。")
        return COULD_NOT_RUN
    found = list(_drafts(options.files))
    if not found:
        folders = "、".join(map(str, options.files))
        say(f"{folders} 里没有可以导入的稿件；能读的有 {readable()}。")
        return COULD_NOT_RUN
    job = Job(options.output, force=options.force, review=options.review)
    outcomes = []
    for draft in found:
        for outcome in job.run_all(draft):
            outcomes.append(outcome)
            if options.format == "text":
                out = sys.stdout if outcome.done else sys.stderr
                text = import_report.outcome_text(outcome, Look.of(out), verbose=options.verbose)
                print(text, file=out, flush=True)
    if options.format == "json":
        print_json(import_report.as_json(outcomes))
    elif len(outcomes) > 1:
        print("\n" + import_report.table(outcomes))
    return DONE if all(outcome.done for outcome in outcomes) else COULD_NOT_RUN


def _drafts(paths: Sequence[Path]) -> Iterator[Path]:
    """Yield the files named, and all that can be read of the folders named, each once."""
    seen: set[Path] = set()
    for path in paths:
        for draft in _readable_files(path) if path.is_dir() else [path]:
            if draft not in seen:
                seen.add(draft)
                yield draft


def _readable_files(folder: Path) -> list[Path]:
    """Leave out what is hidden, what Word keeps beside an open file, and our review pages."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in FORMATS
        and not path.name.endswith(".review.html")
        and not any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)
        and path.is_file()
    )
