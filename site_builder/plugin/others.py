"""What a site has beside its pages, lists and data."""

from __future__ import annotations

from collections.abc import Iterator

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from site_builder import theme_bridge
from site_builder.library import Library
from site_builder.outputs.data.page import unmade_data_output
from site_builder.outputs.pages import Output, Site


def other_outputs(
    library: Library,
    site: Site,
    config: MkDocsConfig,
    files: Files,
    *,
    preview: bool,
    makes_data: bool,
) -> Iterator[Output]:
    """Yield what search engines read, and what stands in the place of data that is not made."""
    yield from theme_bridge.for_search_engines(library, config, files, preview=preview)
    if theme_bridge.publishing(config).data and not makes_data:
        yield unmade_data_output(site)
