"""What editors need to give hints while a notice is written."""

from __future__ import annotations

import os
from pathlib import Path

_SCHEMA = Path("schema") / "notice.schema.json"


def schema_line(target: Path) -> str:
    """Return the first line of a notice file, which tells editors of the project's schema.

    "" where no folder above `target` has one.
    """
    folder = target.absolute().parent
    for above in (folder, *folder.parents):
        if (above / _SCHEMA).is_file():
            schema = Path(os.path.relpath(above / _SCHEMA, folder)).as_posix()
            return f"# yaml-language-server: $schema={schema}\n"
    return ""
