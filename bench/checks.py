"""How long the checks take: over a thousand notices, and over hostile texts of growing length.

Usage: python -m bench.checks [--count N] [--hostile | --rules]

The first writes notices made from the project's own samples to a folder of their own and runs
`site-builder check` on it without and with what it remembers. The second gives every rule texts
made to be slow, twice as long each time, and prints the rules whose time grows more than that. The
third prints how long each rule takes for a notice of the search's bench, the best of five rounds.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from bench.corpus import notices, project, samples
from bench.search.corpus import notices as search_notices
from site_builder.checks import rules
from site_builder.checks.rule import RULES
from site_builder.checks.settings import Settings
from site_builder.checks.subject import Subject
from site_builder.notice.diagnostics import Severity
from site_builder.notice.model import Issue, Measure, Notice, Section
from site_builder.reading.dump import dump_notice

# Beginnings of what rules look for, over and over, without the end.
HOSTILE = (
    *("1", "12", "2023", "2023年", "2023年2月", "（", "《", "“", "（1）", "一是", "；①", "12件，"),
    *("0999-", "a@", "a.", "138", "11010119900101", "6222", " ", "　", "，", "。", "-", "*", "<"),
    *(
        "甲",
        "的的",
        "月",
        "反馈35个问题，完成",
        "其中占60%、",
        "截至",
        "公示期：",
        "<a ",
        "![",
        "[",
    ),
    *(
        "住示例县示例乡",
        "张某某，男，",
        "未成年",
        "秘密",
        "立案",
        "．",
        "\u200b",
        "\ufffd",
        "：",
        "日至",
    ),
)
_CHECK = "import sys; from site_builder.cli import main; sys.exit(main(['check']))"
_SHORT, _LONG = 50_000, 200_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--hostile", action="store_true")
    parser.add_argument("--rules", action="store_true")
    options = parser.parse_args()
    if options.hostile:
        _hostile()
    elif options.rules:
        _rules(min(options.count, 200))
    else:
        _corpus(options.count)


def _corpus(count: int) -> None:
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as name:
        folder = project(Path(name) / "project", "plugins: [search, gongkai]\n")
        for index, notice in enumerate(notices(count, 1, samples())):
            # The samples are mixed, and with them their numbers.
            text = re.sub(r"number: .*\n *", "", dump_notice(notice))
            (folder / "notices" / f"n{index}.yml").write_text(text, "utf-8")
        print(f"{count} notices, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
        for what in ("new", "remembered"):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            start = time.perf_counter()
            subprocess.run(
                [sys.executable, "-c", _CHECK],
                cwd=folder,
                check=False,
                stdout=subprocess.DEVNULL,
            )
            took = time.perf_counter() - start
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            print(f"{what}: {took:.2f} s, {used:.2f} s of processor")


def _hostile() -> None:
    slow = 0
    assert rules.__path__  # importing them is what registers them
    settings = Settings(today=date(2024, 5, 1), words={"帐号": "账号"}, official_mail=True)
    for piece in HOSTILE:
        subjects = [Subject(_notice(piece, length), settings) for length in (_SHORT, _LONG)]
        for code, rule in RULES.items():
            times = []
            for subject in subjects:
                start = time.process_time()
                for _ in rule.check(subject):
                    pass
                times.append(time.process_time() - start)
            if times[1] > 0.05 and times[1] > 2 * times[0] * _LONG / _SHORT:
                slow += 1
                print(f"{code} {piece!r}: {times[0]:.3f} s, then {times[1]:.3f} s")
    print(f"{len(HOSTILE)} texts, {len(RULES)} rules, {slow} slow")


def _rules(count: int) -> None:
    settings = Settings(today=date(2024, 5, 1))
    made = list(search_notices(count, 1))
    best = dict.fromkeys(("text", *RULES), float("inf"))
    for _ in range(5):
        subjects = [Subject(notice, settings) for notice in made]
        tasks = {"text": lambda subject: subject.text} | {
            code: lambda subject, check=rule.check: list(check(subject))
            for code, rule in RULES.items()
        }
        for name, task in tasks.items():
            start = time.process_time()
            for subject in subjects:
                task(subject)
            best[name] = min(best[name], (time.process_time() - start) / count)
    for name in sorted(best, key=lambda name: -best[name]):
        print(f"{name}: {1e6 * best[name]:.0f} µs {RULES[name].severity if name in RULES else ''}")
    errors = [code for code in RULES if RULES[code].severity is Severity.ERROR]
    for name, codes in (("all rules", list(RULES)), ("those that stop a build", errors)):
        print(f"{name}: {1000 * sum(best[code] for code in codes):.2f} ms a notice")


def _notice(piece: str, length: int) -> Notice:
    text = (piece * (length // len(piece) + 1))[:length]
    text = text if text.strip() else f"甲{text}乙"
    issue = Issue(problem=text, measures=(Measure(text=text),))
    return Notice(
        id="a",
        title="甲",
        organization="乙",
        published=date(2024, 5, 1),
        preamble=(text,),
        sections=(Section(text=(text,), issues=(issue,)),),
        contacts=({"phone": text}, {"email": text}, {"address": text}),
        signature=({"date": text},),
    )


if __name__ == "__main__":
    main()
