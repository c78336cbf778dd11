"""A notice file as its bytes, for changes that leave every other byte as it was."""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from site_builder.reading.disk import read_regular, write_bytes

# More than any notice file may have: what is wrong with larger ones is not for an edit to mend.
_MOST = 64_000_000


@dataclass(frozen=True, slots=True)
class Edit:
    """`new` in place of the characters `start` to `end` of a text."""

    start: int
    end: int
    new: str


def edited(text: str, edits: Sequence[Edit]) -> str:
    """Return the text with edits that do not overlap."""
    pieces, done = [], 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        pieces += [text[done : edit.start], edit.new]
        done = edit.end
    return "".join((*pieces, text[done:]))


@dataclass(frozen=True, slots=True)
class Source:
    """A file and its bytes; `text` is what readers see, every line ended by one `\\n`."""

    path: Path
    data: bytes

    @classmethod
    def read(cls, path: Path) -> Source:
        """Read a file.

        Raises:
            OSError: it cannot be read.
            UnicodeDecodeError: it is not UTF-8.
        """
        source = cls(path, read_regular(path, _MOST))
        source._raw.encode()
        return source

    @property
    def _raw(self) -> str:
        return self.data.removeprefix(codecs.BOM_UTF8).decode("utf-8")

    @property
    def text(self) -> str:
        """The text of the file, without byte order mark and carriage returns."""
        return self._raw.replace("\r\n", "\n").replace("\r", "\n")

    def with_edits(self, edits: Sequence[Edit]) -> Source:
        """Return the file with edits of its `text`; new lines end as the file's lines do."""
        raw = self._raw
        ending = "\r\n" if raw.count("\r\n") * 2 > raw.count("\n") else "\n"
        if "\n" not in raw and "\r" in raw:
            ending = "\r"
        offsets = [
            index
            for index, char in enumerate(raw)
            if not (char == "\n" and index and raw[index - 1] == "\r")
        ]
        offsets.append(len(raw))
        in_raw = [
            Edit(offsets[edit.start], offsets[edit.end], edit.new.replace("\n", ending))
            for edit in edits
        ]
        mark = codecs.BOM_UTF8 if self.data.startswith(codecs.BOM_UTF8) else b""
        return Source(self.path, mark + edited(raw, in_raw).encode("utf-8"))

    def write(self) -> None:
        """Put the bytes into the file at once, with the rights that it had.

        Raises:
            OSError: it could not be written and is as it was.
        """
        target = self.path.resolve()  # what a link leads to, not the link
        rights = target.stat().st_mode
        write_bytes(target, self.data)
        target.chmod(rights)
