"""What all readers do first: the bytes of a file, if it is there and not too large."""

from __future__ import annotations

from pathlib import Path

from site_builder.drafts.doubts import Doubts


def read_bytes(path: Path, limit: int, doubts: Doubts) -> bytes | None:
    """Return the bytes of a file of at most `limit`, or None and a doubt that says why."""
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= limit else b""
    except (OSError, ValueError) as error:
        doubts.add_at("D907", 1, 1, reason=getattr(error, "strerror", None) or str(error))
        return None
    if size > limit:
        doubts.add_at("D903", 1, 1, size=size, limit=limit)
        return None
    if not data:
        doubts.add_at("D901", 1, 1)
        return None
    return data
