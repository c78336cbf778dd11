"""The description of all files of the open data as a Frictionless Data Package (version 1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from pydantic_core import to_json

from site_builder.notice.schema import json_schema
from site_builder.outputs.data.made import MadeFile
from site_builder.views import urls
from site_builder.views.data import VERSIONS, License
from site_builder.views.tables import TABLES, Column, Table

_MEDIA_TYPES = {
    ".csv": "text/csv",
    ".json": "application/json",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".sqlite": "application/vnd.sqlite3",
}


def data_package(
    made: Sequence[MadeFile],
    counts: Mapping[str, int],
    abouts: Mapping[str, str],
    site_name: str,
    site_url: str,
    license_: License | None,
) -> bytes:
    """Return datapackage.json; `counts` are the rows of the tables by name."""
    data: dict[str, Any] = {
        "profile": "data-package",
        "name": "rectification-notices",
        "title": f"{site_name}：巡察整改进展情况的通报",
        "version": VERSIONS[-1][0],
    }
    if site_url:
        data["homepage"] = site_url + urls.DATA
    if license_:
        # The specification asks for an id or an address; a name alone is in the description.
        data["description"] = f"许可：{license_.name}"
        if license_.url:
            data["licenses"] = [{"title": license_.name, "path": license_.url}]
    tables = {f"{table.name}.csv": table for table in TABLES}
    data["resources"] = [
        _resource(one, abouts.get(one.name, ""), tables.get(one.name), counts) for one in made
    ]
    return _json(data)


def _resource(
    made: MadeFile, about: str, table: Table | None, counts: Mapping[str, int]
) -> dict[str, Any]:
    path = PurePosixPath(made.name)
    resource: dict[str, Any] = {
        "name": table.name if table else made.name.replace(".", "-").lower(),
        "type": "table" if table else "json" if path.suffix == ".json" else "file",
        "path": made.name,
        "description": about,
        "format": path.suffix[1:],
        "mediatype": _MEDIA_TYPES[path.suffix],
        "bytes": made.size,
        "hash": f"sha256:{made.sha256}",
    }
    if table:
        resource |= {
            "profile": "tabular-data-resource",
            "title": table.title,
            "encoding": "utf-8",
            "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"'},
            "rows": counts[table.name],
            "schema": _schema(table),
        }
    return resource


def _schema(table: Table) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(column) for column in table.columns],
        "missingValues": [""],
        "primaryKey": [table.columns[0].name],
    }
    if "notice_id" in table.names:
        reference = {"resource": "notices", "fields": ["id"]}
        schema["foreignKeys"] = [{"fields": ["notice_id"], "reference": reference}]
    return schema


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "title": column.title,
        "type": column.kind,
        "description": column.description,
    }
    if column.required:
        field["constraints"] = {"required": True}
    return field


def notice_schema() -> bytes:
    """Return the JSON Schema of a notice."""
    return _json(json_schema())


def checksums(made: Iterable[MadeFile]) -> bytes:
    """Return what `sha256sum -c` checks."""
    return "".join(f"{one.sha256}  {one.name}\n" for one in made).encode()


def _json(data: object) -> bytes:
    # Python's own takes ten times as long to indent.
    return to_json(data, indent=2) + b"\n"
