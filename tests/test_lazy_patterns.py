"""Patterns that are compiled when they are first used, and by builds not at all."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from site_builder.checks.lazy import lazily

# Prints how many patterns a build's checks of a notice compile, and then all checks.
_COUNT = """
import re
from site_builder.checks.run import check_notice
from site_builder.checks.settings import Settings
from site_builder.notice.model import Issue, Notice, Section

compile, patterns = re.compile, []
re.compile = lambda *args: patterns.append(args) or compile(*args)
section = Section(issues=(Issue(problem="截至2023年底，反馈的3个问题已完成2个。"),))
notice = Notice(id="a", title="甲", organization="乙", sections=(section,))
for blocking in (True, False):
    check_notice(notice, "", "a.yml", Settings(), blocking=blocking)
    print(len(patterns))
"""


def test_it_serves_as_the_pattern() -> None:
    lazy, pattern = lazily(r"(\d+)件", re.IGNORECASE), re.compile(r"(\d+)件", re.IGNORECASE)
    text = "收到12件，办结3件"
    assert [m.span(1) for m in lazy.finditer(text)] == [m.span(1) for m in pattern.finditer(text)]
    assert lazy.search(text, 5) is not None
    assert lazy.sub("", text) == "收到，办结"
    assert lazy.pattern == pattern.pattern
    assert lazy.groups == 1


def test_it_is_compiled_on_being_used() -> None:
    lazy = lazily("(")
    with pytest.raises(re.error):
        lazy.search("")


def test_a_build_compiles_hardly_any_of_rules_that_only_warn() -> None:
    printed = subprocess.run(
        [sys.executable, "-c", _COUNT], check=True, capture_output=True, text=True
    ).stdout
    of_a_build, of_all = map(int, printed.split())
    assert 10 * of_a_build < of_all
