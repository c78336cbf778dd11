"""One reader a format, found by the end of the file's name. A new format is one line here."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from site_builder.drafts.doubts import Doubts
from site_builder.drafts.draft import Draft

# A reader returns None exactly if it raised a doubt of severity error that says why.
Reader = Callable[[Path, Doubts], Draft | None]

# The modules are imported when a file needs them, for each may want a library of its own.
FORMATS = {
    ".docx": "docx",
    ".docm": "docx",
    ".doc": "doc",
    ".wps": "doc",
    ".rtf": "doc",
    ".pdf": "pdf",
    ".html": "html",
    ".htm": "html",
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "text",
}

_LONGEST_REASON = 120


def read_draft(path: Path, doubts: Doubts) -> Draft | None:
    """Read a file into a draft; without a reader of its own it is taken for plain text."""
    module = import_module(f"{__name__}.{FORMATS.get(path.suffix.lower(), 'text')}")
    read: Reader = module.read
    try:
        return read(path, doubts)
    except Exception as error:
        # Readers hand files of any origin to parsers of other projects, which raise whatever
        # they raise on what they did not expect: no list of types would be complete. One bad
        # file must not end a run over many, so here, and only here, every fault is said.
        reason = " ".join(f"{type(error).__name__} {error}".split())[:_LONGEST_REASON]
        doubts.add_at("D929", 1, 1, reason=reason)
        return None
