"""What is checked of notices that are sound in themselves. A check is one small function."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from site_builder.library import Entry
from site_builder.notice.contact import ContactType
from site_builder.notice.diagnostics import Diagnostic, Severity
from site_builder.notice.model import Notice

_REACHES_SOMEONE = {
    ContactType.PHONE,
    ContactType.SMS,
    ContactType.EMAIL,
    ContactType.ADDRESS,
    ContactType.VISIT,
    ContactType.BOX,
    ContactType.LINK,
}


def check_notice(notice: Notice, file: str) -> Iterator[Diagnostic]:
    """Check one notice by itself; `file` is how diagnostics name it."""
    if not any(contact.type in _REACHES_SOMEONE for contact in notice.contacts):
        yield Diagnostic(
            "N120",
            Severity.WARNING,
            file,
            1,
            1,
            "没有可以联系到人的监督联系方式",
            "补上“联系方式”：电话、邮箱或地址至少一项。",
        )


def check_library(entries: Iterable[Entry], names: Mapping[Path, str]) -> Iterator[Diagnostic]:
    """Check the notices against each other; `names` says how diagnostics name each file."""
    by_id: defaultdict[str, list[Path]] = defaultdict(list)
    for entry in entries:
        by_id[entry.id].append(entry.path)
    for notice_id, paths in by_id.items():
        first, *others = sorted(paths)
        for path in others:
            yield Diagnostic(
                "N112",
                Severity.ERROR,
                names[path],
                1,
                1,
                f"编号“{notice_id}”已经用在 {names[first]}，两份通报不能同用一个网址",
                "在其中一份里写明另一个“编号: …”；已经公开的那一份不要改。",
            )
