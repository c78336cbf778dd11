"""What was read into the fields of a notice, by their Chinese names."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.notice.model import Inspection, Issue, Notice

_FIELDS = (
    "id",
    "organization",
    "region",
    "document_number",
    "index_number",
    "publisher",
    "published",
    "disclosure",
)


def fields(notice: Notice) -> Iterator[tuple[str, str]]:
    """Yield name and value of what can be held against the text."""
    for name in _FIELDS:
        if (value := getattr(notice, name)) is not None:
            yield chinese_name(Notice, name), str(value)
    for name in Inspection.model_fields:
        value = getattr(notice.inspection, name)
        text = "、".join(value) if isinstance(value, tuple) else getattr(value, "text", value)
        if text:
            yield chinese_name(Inspection, name), str(text)


def chinese_name(part: type[Notice] | type[Inspection] | type[Issue], name: str) -> str:
    """Return what people call a field, its name if nothing else."""
    return part.model_fields[name].alias or name
