"""One corpus on disk: as notices for us, as Markdown for the others."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from bench.corpus import as_markdown, project
from bench.search.issues import Issues
from bench.search.peers.base import COMMON
from site_builder.notice.model import Notice
from site_builder.reading.dump import dump_notice


def lay_out(notices: Iterable[Notice], work: Path) -> Issues:
    """Write what the peers build from; return the issues, to tell truth from."""
    issues = Issues()
    ours = project(work / "ours", f"{COMMON}docs_dir: content\nplugins:\n  - gongkai\n")
    pages = project(work / "markdown", COMMON) / "content"
    for notice in notices:
        (ours / "notices" / f"{notice.id}.yml").write_text(dump_notice(notice), "utf-8")
        (pages / f"{notice.id}.md").write_text(as_markdown(notice, whole=True), "utf-8")
        issues.add(notice)
    return issues
