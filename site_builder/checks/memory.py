"""What checks found before: a notice that has not changed need not be read and checked again.

One file for a project. It may be deleted at any time, and a run that is killed leaves the one of
the run before: it is written beside and then put in its place.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

import site_builder
from site_builder.checks.run import Verdict
from site_builder.checks.settings import Settings
from site_builder.checks.waiving import Waived
from site_builder.library import Entry, EntryContact, Lifecycle, OpenIssue
from site_builder.notice.contact import ContactType
from site_builder.notice.diagnostics import Diagnostic, Severity
from site_builder.notice.status import StatusCode
from site_builder.reading.disk import write_whole

# What the outcome depends on, beside the file and the settings.
_SOURCES = ("notice", "reading", "checks", "library")

_LIFE = TypeAdapter(Lifecycle)

Outcome = tuple[Entry, Verdict]


class Memory:
    """The outcomes of earlier checks by what they depend on: bytes and name of the file, rules,
    settings."""

    def __init__(self, file: Path, settings: Settings) -> None:
        self._file = file
        self._stamp = _stamp(settings)
        self._known = self._read()
        self._used: dict[str, Any] = {}

    @property
    def is_there(self) -> bool:
        """Whether anything is known."""
        return bool(self._known)

    def recall(self, path: Path, name: str, digest: str) -> Outcome | None:
        """Return what was found before, None if this is new or cannot be made out."""
        key = self._key(name, digest)
        try:
            outcome = _outcome(self._known[key], path)
        except (KeyError, TypeError, ValueError):
            return None
        self._used[key] = self._known[key]
        return outcome

    def keep(self, name: str, digest: str, outcome: Outcome) -> None:
        """Keep what was found now."""
        self._used[self._key(name, digest)] = _record(*outcome)

    def _key(self, name: str, digest: str) -> str:
        about = f"{self._stamp}\n{name}\n{digest}"
        return hashlib.sha256(about.encode("utf-8", "surrogatepass")).hexdigest()

    def write(self, *, whole: bool) -> None:
        """Write it all for the next run; with `whole`, nothing but what this run needed.

        A disk that cannot be written to only makes the next run slower.
        """
        content = self._used if whole else {**self._known, **self._used}
        if content == self._known:
            return
        with suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            write_whole(self._file, json.dumps(content, separators=(",", ":")))

    def _read(self) -> dict[str, Any]:
        try:
            found = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}


def _stamp(settings: Settings) -> str:
    digest = hashlib.sha256(f"{sys.version}\n{settings!r}\n".encode("utf-8", "surrogatepass"))
    root = Path(site_builder.__file__).parent
    for source in _SOURCES:
        for path in sorted((root / source).rglob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _record(entry: Entry, verdict: Verdict) -> dict[str, Any]:
    return {
        "id": entry.id,
        "title": entry.title,
        "organization": entry.organization,
        "region": entry.region,
        "dated": entry.dated and entry.dated.isoformat(),
        "statuses": entry.statuses,
        "themes": entry.themes,
        "kinds": entry.kinds,
        "contacts": entry.contacts,
        "problems": entry.problems.hex(),
        "inspected": entry.inspected,
        "told": entry.told and entry.told.isoformat(),
        "open_issues": entry.open_issues,
        "lifecycle": entry.lifecycle and _LIFE.dump_python(entry.lifecycle, mode="json"),
        "found": [_said(diagnostic) for diagnostic in verdict.diagnostics],
        "waived": [(_said(w.diagnostic), w.reason, w.in_notice) for w in verdict.waived],
        "used": sorted(verdict.used),
    }


def _outcome(record: Mapping[str, Any], path: Path) -> Outcome:
    entry = Entry(
        path=path,
        id=record["id"],
        title=record["title"],
        organization=record["organization"],
        region=record["region"],
        dated=date.fromisoformat(record["dated"]) if record["dated"] else None,
        statuses=tuple(map(StatusCode, record["statuses"])),
        themes=tuple(tuple(tags) for tags in record["themes"]),
        kinds=tuple(record["kinds"]),
        contacts=tuple(EntryContact(ContactType(type_), v) for type_, v in record["contacts"]),
        problems=bytes.fromhex(record["problems"]),
        inspected=record["inspected"],
        told=date.fromisoformat(record["told"]) if record["told"] else None,
        open_issues=tuple(OpenIssue(*issue) for issue in record["open_issues"]),
        lifecycle=record["lifecycle"] and _LIFE.validate_python(record["lifecycle"]),
    )
    verdict = Verdict(
        tuple(map(_diagnostic, record["found"])),
        tuple(Waived(_diagnostic(said), reason, own) for said, reason, own in record["waived"]),
        frozenset(record["used"]),
    )
    return entry, verdict


def _said(d: Diagnostic) -> tuple[str | int, ...]:
    return d.code, d.severity, d.file, d.line, d.column, d.message, d.hint, d.length


def _diagnostic(said: Any) -> Diagnostic:
    code, severity, file, line, column, message, hint, length = said
    return Diagnostic(code, Severity(severity), file, line, column, message, hint, length=length)
