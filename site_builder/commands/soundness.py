"""What stands against a notice that is to be signed or exported, shown to the user."""

from __future__ import annotations

import sys
from collections.abc import Container
from typing import TYPE_CHECKING

from site_builder import reporting
from site_builder.reporting.text import Look

if TYPE_CHECKING:
    from site_builder.checks.settings import Settings
    from site_builder.reading.notice_file import NoticeFile

# What is only so until it is signed.
MENDED_BY_SIGNING = frozenset({"N701", "N702"})


def show_errors(read: NoticeFile, settings: Settings, *, but: Container[str]) -> str:
    """Print the errors of a notice, `but` those of some codes; return how many, "" without any."""
    from site_builder.checks.run import check_notice
    from site_builder.notice.diagnostics import Severity

    found = [*read.diagnostics]
    if read.notice:
        shown = read.path.as_posix()
        found += check_notice(read.notice, read.text, shown, settings).diagnostics
    errors = [d for d in found if d.severity is Severity.ERROR and d.code not in but]
    if errors:
        print(reporting.as_text(errors, lambda _: read.text.split("\n"), Look.of(sys.stdout)))
        sys.stdout.flush()
    return reporting.counts(errors)
