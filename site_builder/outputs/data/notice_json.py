"""A notice → JSON: the model with its English keys, and back to an equal notice by an import."""

from __future__ import annotations

from site_builder.notice.fingerprint import NOT_PUBLIC
from site_builder.notice.model import Notice


def notice_json(notice: Notice) -> str:
    """Return what becomes public of a notice, on one line, without what is a default."""
    return notice.model_dump_json(exclude=set(NOT_PUBLIC), exclude_defaults=True)
