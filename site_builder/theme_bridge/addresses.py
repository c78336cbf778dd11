"""The addresses of what the pipeline writes, and what search engines are told of them."""

from __future__ import annotations

from collections.abc import Iterator

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from site_builder.library import Library
from site_builder.outputs.pages import Output
from site_builder.outputs.sitemap import robots_output, sitemap_outputs
from site_builder.theme_bridge.settings import has_own_search, publishing
from site_builder.views import urls
from site_builder.views.data import data_addresses
from site_builder.views.lifecycle import last_change
from site_builder.views.lists import list_addresses


def page_addresses(library: Library, config: MkDocsConfig) -> Iterator[str]:
    """Yield the address of every generated page that is not a notice's."""
    yield from list_addresses(library, own_search=has_own_search(config))
    if publishing(config).data:
        yield from data_addresses()


def for_search_engines(
    library: Library, config: MkDocsConfig, files: Files, *, preview: bool
) -> Iterator[Output]:
    """Yield the sitemap and robots.txt; of these the project may have its own.

    A sitemap holds addresses in full, so there is none where the site's is not known. To a preview
    no robot may come.
    """
    if preview:
        yield robots_output("", closed=True)
        return
    site_url = config.site_url or ""
    if all(file.dest_uri != urls.ROBOTS for file in files):
        yield robots_output(site_url)
    if site_url:
        yield from sitemap_outputs(_dated_addresses(library, config, files), site_url)


def _dated_addresses(
    library: Library, config: MkDocsConfig, files: Files
) -> Iterator[tuple[str, str]]:
    """Yield what a sitemap holds: addresses, and of notices the day (ISO) on which they changed.

    Neither former addresses, which lead elsewhere, nor the search, which shows nothing by itself.
    """
    for file in files.documentation_pages():
        yield "" if file.url == "./" else file.url, ""
    for url in page_addresses(library, config):
        if url != urls.SEARCH:
            yield url, ""
    for entry in library.listed:
        day = last_change(entry)
        yield urls.notice(entry.id), day.isoformat() if day else ""
