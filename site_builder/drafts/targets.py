"""The doubts of an import with the place in the YAML file of what they are about."""

from __future__ import annotations

from dataclasses import replace

from site_builder.drafts.doubts import Doubt
from site_builder.drafts.importer import Imported
from site_builder.drafts.trace import Trace
from site_builder.notice.diagnostics import Target
from site_builder.reading.locate import Locator


def with_targets(imported: Imported, text: str, file: str) -> tuple[Doubt, ...]:
    """Return all doubts; `text` is YAML that holds the notice read, `file` how it is named.

    A doubt about the whole file, or about what is not in the YAML, has no target.
    """
    if imported.reading is None:
        return imported.doubts
    locator, trace = Locator(text), imported.reading.trace
    return tuple(_with_target(doubt, trace, locator, file) for doubt in imported.doubts)


def _with_target(doubt: Doubt, trace: Trace, locator: Locator, file: str) -> Doubt:
    found = trace.piece_at(doubt.offset) if doubt.offset is not None else None
    if found is None:
        return doubt
    index, within = found
    piece = trace.pieces[index]
    # A label stands in the YAML once for all issues: better to lead to what it is printed before.
    span = locator.span(piece.before) if piece.before else locator.span(piece.path, within)
    target = Target(file, span.line, span.column)
    return doubt._replace(diagnostic=replace(doubt.diagnostic, target=target))
