"""A notice → JSON: the model with its English keys, and back to an equal notice by an import."""

from __future__ import annotations

from pydantic import TypeAdapter

from site_builder.notice.fingerprint import NOT_PUBLIC
from site_builder.notice.model import Notice

# Straight to bytes: `model_dump_json` makes a text of them first.
_ADAPTER = TypeAdapter(Notice)
_NOT_PUBLIC = set(NOT_PUBLIC)


def notice_json(notice: Notice) -> bytes:
    """Return what becomes public of a notice, on one line, without what is a default (UTF-8)."""
    return _ADAPTER.dump_json(notice, exclude=_NOT_PUBLIC, exclude_defaults=True)
