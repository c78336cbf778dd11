"""MkDocs' files: those of `content/` and the theme, and the pages that the pipeline writes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page

from site_builder.library import Entry, Library
from site_builder.theme_bridge.addresses import page_addresses
from site_builder.theme_bridge.joining import with_joined
from site_builder.views import urls
from site_builder.views.lifecycle import redirect_addresses


class KnownFiles(Files):
    """Files, and beside them the pages that the pipeline will write, of which links may be.

    A virtual file of such a page is made when it is asked for: hand-written pages name few of them.
    Whoever goes through the files meets none but those there are.
    """

    def __init__(self, files: Files, library: Library, config: MkDocsConfig) -> None:
        """Take files over, those that every page asks for joined.

        Raises:
            SameAddressError: two values of a facet would have one address.
        """
        super().__init__(with_joined(files, config))
        self._config = config
        self._made: dict[str, File] = {}
        self._pages: dict[str, Entry | None] = {
            urls.file_of(url): None
            for of_lists in (page_addresses(library, config), redirect_addresses(library))
            for url in of_lists
        }
        for entry in library.listed:
            self._pages[urls.file_of(urls.notice(entry.id))] = entry

    def taken(self) -> Iterator[File]:
        """Yield the files that stand where the pipeline will write a page."""
        return (file for file in self if file.dest_uri in self._pages)

    def get_file_from_path(self, path: str) -> File | None:
        """Return the file at a path, one that the pipeline will write too."""
        return super().get_file_from_path(path) or self._generated(PurePath(path).as_posix())

    def __contains__(self, path: str) -> bool:
        """Tell whether there is or will be a file at a path."""
        return self.get_file_from_path(path) is not None

    def _generated(self, uri: str) -> File | None:
        if uri in self._pages and uri not in self._made:
            self._made[uri] = self._file(uri, self._pages[uri])
        return self._made.get(uri)

    def _file(self, uri: str, entry: Entry | None) -> File:
        config = self._config
        file = File(
            uri,
            None,
            config.site_dir,
            config.use_directory_urls,
            inclusion=InclusionLevel.INCLUDED,
        )
        if entry:
            anchors = [urls.issue_anchor(at + 1) for at in range(len(entry.statuses))]
            page = Page(entry.title, file, config)
            page.present_anchor_ids = {"contact", "notice", *anchors}
        return file
