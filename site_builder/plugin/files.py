"""The files of `content/` beside those that the pipeline will write."""

from __future__ import annotations

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files

from site_builder.integrity.inventory import OWN
from site_builder.library import Library
from site_builder.theme_bridge import KnownFiles
from site_builder.views.facets import SameAddressError


def known_files(files: Files, library: Library, config: MkDocsConfig) -> KnownFiles:
    """Return files that also know the pages to come.

    Raises:
        PluginError: two of all these would have one address; says in Chinese which.
    """
    for file in files:
        if file.dest_uri in OWN:
            raise PluginError(f"content/{file.dest_uri} 与生成的网站清单同名，请给它改名。")
    try:
        known = KnownFiles(files, library, config)
    except SameAddressError as error:
        raise PluginError(f"{error}。请改动其中一个名称。") from error
    if taken := next(known.taken(), None):
        raise PluginError(
            f"content/{taken.src_uri} 的网址与生成的页面 {taken.url} 相同，请给它改名。"
        )
    return known
