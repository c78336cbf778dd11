"""When which file of the open data is made: first by the workers, last what tells of all."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from site_builder.library import Entry
from site_builder.open_data.files import UNNAMED, make_files
from site_builder.open_data.rows import Before
from site_builder.open_data.same import Same
from site_builder.open_data.segments import Placed
from site_builder.open_data.sources import Sources
from site_builder.outputs.data.made import MadeFile, made
from site_builder.outputs.data.package import checksums, data_package, notice_schema
from site_builder.outputs.data.page import data_page_output
from site_builder.outputs.pages import Output, Site
from site_builder.views import data as views
from site_builder.views import urls
from site_builder.views.feeds import has_feed
from site_builder.views.tables import TABLES
from site_builder.workshop import Workshop


@dataclass(frozen=True, slots=True)
class Publishing:
    """What of its data a site gives away, and on which terms; None where it does not say."""

    data: bool = True
    feeds: bool = True
    license: views.License | None = None


def begin(
    site_name: str,
    site_url: str,
    publishing: Publishing,
    folder: Path,
    pieces: Sequence[Placed],
    before: Before | None,
    workshop: Workshop,
    same: Same | None,
) -> Callable[[], list[MadeFile]]:
    """Have the large files made from the pieces of all notices, in the order of their numbers.

    What is still right of the database `before`, and is the `same` in the other files, is copied.

    What is returned waits for them, and raises `DamagedSegmentError` where a segment is not what
    was spilled.
    """
    terms = publishing.license
    notes = (
        ("来源", f"{site_name} {site_url}".strip()),
        ("许可", terms.name if terms else views.UNSTATED),
        ("说明", "通报的文字属于发布单位。空的单元格表示通报没有写明。"),
        ("格式", views.VERSIONS[-1][0]),
    )
    data = folder / urls.DATA
    data.mkdir(parents=True, exist_ok=True)
    sources = Sources(tuple(pieces), data, notes, before, same)
    database = workshop.beside(make_files, ("database",), sources)
    others = workshop.beside(make_files, ("others",), sources)

    def made() -> list[MadeFile]:
        found = [*others(), *database()]
        # A worker that was killed leaves half a file; another has made it since.
        for half in data.glob(f"{UNNAMED}*"):
            shutil.rmtree(half, ignore_errors=True)
        return found

    return made


def finish(
    files: Iterable[MadeFile],
    entries: Sequence[Entry],
    site: Site,
    publishing: Publishing,
) -> Iterator[Output]:
    """Yield the files that tell of the others, and the page."""
    abouts = views.abouts()
    place = {name: number for number, name in enumerate(abouts)}
    schema = notice_schema()
    yield Output(urls.DATA + views.SCHEMA, schema)
    listed = sorted([*files, made(views.SCHEMA, schema)], key=lambda one: place[one.name])
    rows = {one.name: one.count for one in listed}
    numbers = {table.name: rows[f"{table.name}.csv"] for table in TABLES}
    package = data_package(listed, numbers, abouts, site.name, site.url, publishing.license)
    yield Output(urls.DATA + views.PACKAGE, package)
    listed.append(made(views.PACKAGE, package))
    sums = checksums(listed)
    yield Output(urls.DATA + views.SUMS, sums)
    listed.append(made(views.SUMS, sums))
    searched = next(one.searched for one in listed if one.name == views.DATABASE)
    page = views.DataPage(
        url=urls.DATA,
        root=urls.to_root(urls.DATA),
        files=tuple(
            views.DataFile(one.name, abouts[one.name], views.size(one.size), _shown_hash(one))
            for one in listed
        ),
        tables=views.data_tables(),
        counts=views.counts([numbers[table.name] for table in TABLES]),
        license=publishing.license,
        cut=sum(one.cut for one in listed),
        searched=views.titles(TABLES[0], searched),
        example_url=urls.notice_json(entries[-1].id) if entries else "",
        feeds=publishing.feeds and has_feed(entries),
        formats=views.VERSIONS,
    )
    yield data_page_output(page, site)


def _shown_hash(one: MadeFile) -> str:
    """Return the hash of a file; that of the list of hashes itself would be of no use."""
    return "" if one.name == views.SUMS else one.sha256
