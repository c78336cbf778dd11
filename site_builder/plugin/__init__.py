"""The MkDocs plugin: it hands MkDocs' events to the pipeline."""

from __future__ import annotations

import gc
import logging
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from site_builder import reporting, theme_bridge
from site_builder.build_cache.folder import CacheFolder
from site_builder.integrity.inventory import Sealed
from site_builder.library import Library
from site_builder.outputs.pages import Site, home_content
from site_builder.outputs.search_entries import SearchEntry
from site_builder.outputs.security.inline import Inline, inline_of
from site_builder.outputs.segment import DamagedSegmentError
from site_builder.phases import Phases
from site_builder.pipeline import Data, Loaded, Means, Reuse, load, prepare_ahead, write_site
from site_builder.pipeline.load_step import AtOnce
from site_builder.pipeline.pieces import Spill
from site_builder.plugin.files import known_files
from site_builder.plugin.means import opened_cache, opened_workshop, search_of, segments_folder
from site_builder.plugin.options import (
    Chosen,
    GongkaiConfig,
    chosen,
    config_file_of,
    root_of,
)
from site_builder.plugin.others import other_outputs
from site_builder.plugin.sealing import sealed
from site_builder.plugin.serving import Served, going_on
from site_builder.plugin.telling import failures_explained, tell_of_notices, warn_of_inline
from site_builder.reading.notice_file import find_notice_files
from site_builder.theme_bridge.order import Order, Outcome
from site_builder.views.home import home
from site_builder.workshop import WorkersLostError, Workshop

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer  # takes a while to import

log = logging.getLogger("mkdocs.plugins.gongkai")


class GongkaiPlugin(BasePlugin[GongkaiConfig]):  # type: ignore[no-untyped-call]
    """Publishes `notices/*.yml` as pages of the site."""

    def __init__(self) -> None:
        self._loaded = Loaded(Library(()), ())
        self._workshop = Workshop()
        self._cache: CacheFolder | None = None
        self._reuse = Reuse(Path())
        self._means = Means(self._workshop, self._reuse, Path(), Phases())
        self._data: Data | None = None
        self._stack = ExitStack()
        self._nav: Navigation | None = None
        self._chosen: Chosen | None = None
        self._hidden: frozenset[str] = frozenset()
        self._serving = False
        self._served: Served | None = None
        self._inline: dict[str, Inline] = {}
        self.order = Order()
        """How the site is to be built."""
        self._sealed: Sealed | None = None

    @property
    def preview(self) -> bool:
        """Whether drafts are shown too, and the site is not for the public."""
        return self.order.preview or self._serving

    @property
    def outcome(self) -> Outcome:
        """What came of the last build."""
        reused = None if self._reuse.is_empty else self._reuse.notices_taken
        published = len(self._loaded.library.listed)
        return Outcome(published, self._loaded.held, reused, self._sealed)

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Note whether somebody looks while writing: what is served is a preview."""
        self._serving = command == "serve"
        self._served = None

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Load and check all notices, before MkDocs cleans the site's folder."""
        # Nearly all that is made from here on is needed to the end, so that to look for garbage in
        # it again and again would take a tenth of the time.
        gc.disable()
        order = self.order
        # A preview has no manifest.
        options = chosen(self.config, config, order.public_dir, sealing=not self.preview)
        self._chosen = options
        paths = find_notice_files(options.notices)
        self._reuse = self._left_before(config, basis=repr(options.settings))
        # To start processes takes longer than what little changes while somebody looks.
        again = self._serving and self._reuse.is_there
        workers = 1 if again else order.workers
        self._workshop = opened_workshop(
            len(paths), options.notices, config, order.executor, workers
        )
        root = root_of(config)
        try:
            # The clock is read here and nowhere else; all that is made follows from this moment.
            now = order.now or datetime.now(UTC)
            with order.phases.phase("read", len(paths)) as advance:
                self._loaded = load(
                    paths,
                    root,
                    self._workshop,
                    options.settings,
                    memory=self._reuse,
                    blocking=True,
                    at_once=self._at_once(config),
                    now=now,
                    preview=self.preview,
                    advance=advance,
                )
        except WorkersLostError as error:
            raise Abort(f"没有生成网站：{error}") from error
        tell_of_notices(self._loaded, root, errors_only=order.errors_only)
        theme_bridge.add_theme(config)
        return config

    def _left_before(self, config: MkDocsConfig, basis: str) -> Reuse:
        """Return what the build before left; `basis` is what everything depends on beside it."""
        site = Path(config.site_dir)
        if self._serving:
            self._served = self._served or Served(site)
        self._cache = opened_cache(config, self._served, self.order.public_dir)
        if self._cache:
            self._cache.begin(basis)
        before = self._served.site if self._served else self.order.public_dir
        return Reuse(site, self._cache, before)

    def _at_once(self, config: MkDocsConfig) -> AtOnce | None:
        """Return what may be made before MkDocs has emptied the site, None if there is no place."""
        if self._cache is None:
            return None
        folder = self._cache.segments
        spill = Spill(folder, config.site_url or "") if self._makes_data(config) else None
        return AtOnce(folder, spill)

    def _makes_data(self, config: MkDocsConfig) -> bool:
        """Tell whether open data is made: an edit is to be seen at once, and it takes longest."""
        return theme_bridge.publishing(config).data and not self._serving

    def on_pre_build(self, config: MkDocsConfig) -> None:
        """Put the site that is served aside before MkDocs empties its folder."""
        if self._served:
            self._served.put_aside()

    @event_priority(-100)  # after all that may add files, or put others in the place of these
    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Let MkDocs know the pages to come, so that links to them are checked."""
        self._hidden = frozenset(file.dest_uri for file in files if file.dest_uri.startswith("."))
        segments = segments_folder(self._cache, Path(config.site_dir))
        self._means = Means(
            self._workshop, self._reuse, self._stack.enter_context(segments), self.order.phases
        )
        # What workers have to do comes first, for addresses take a while.
        self._data = self._begun(config)
        prepare_ahead(self._loaded, self._workshop)
        known = known_files(files, self._loaded.library, config)
        if self._served:
            self._served.put_back(files)
        return known

    def _begun(self, config: MkDocsConfig) -> Data | None:
        """Have the open data begun, while MkDocs is at its own pages."""
        if not self._makes_data(config):
            return None
        publishing = theme_bridge.publishing(config)
        data = Data(self._loaded, self._means, publishing, config.site_name, config.site_url or "")
        with failures_explained():
            data.begin()
        return data

    def on_nav(self, nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
        """Keep the navigation, which the frame shows."""
        self._nav = nav
        return nav

    def on_page_content(self, html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Show figures and the newest notices on the home page, below its own words."""
        found = self._inline[page.file.src_uri] = inline_of(html)
        warn_of_inline(page.file.src_uri, found)
        if not page.is_homepage:
            return html
        own_search = theme_bridge.has_own_search(config)
        return html + home_content(home(self._loaded.library, own_search=own_search))

    def on_env(
        self, env: jinja2.Environment, config: MkDocsConfig, files: Files
    ) -> jinja2.Environment:
        """Write the pages of the notices."""
        assert self._nav is not None
        # A preview has no policy, for MkDocs puts a script of its own into every page of it.
        inline = None if self.preview else self._inline
        env.globals["gongkai_preview"] = self.preview
        site = theme_bridge.make_site(self._loaded.library, env, config, self._nav, files, inline)
        with failures_explained():
            entries = self._written(site, config, files)
        theme_bridge.add_to_search(entries, config)
        return env

    def _written(self, site: Site, config: MkDocsConfig, files: Files) -> list[SearchEntry]:
        try:
            return self._write(site, config, files)
        except DamagedSegmentError:
            log.info("上次生成留下的缓存不完整，全部重新生成。")
            self._workshop.wait()
            self._reuse.forget()
            self._loaded = replace(self._loaded, pieces={})
            self._data = self._begun(config)
            return self._write(site, config, files)

    def _write(self, site: Site, config: MkDocsConfig, files: Files) -> list[SearchEntry]:
        return write_site(
            self._loaded,
            site,
            self._means,
            search=search_of(config),
            feeds=theme_bridge.publishing(config).feeds,
            others=other_outputs(
                self._loaded.library,
                site,
                config,
                files,
                preview=self.preview,
                makes_data=self._makes_data(config),
            ),
            data=self._data,
        )

    @event_priority(-100)
    def on_post_build(self, config: MkDocsConfig) -> None:
        """Write the manifest, when every file is there, and let the workers go."""
        self._end()
        log.info(reporting.REMINDERS)
        phases, reuse = self.order.phases, self._reuse
        self._sealed = None
        if not self.preview:
            assert self._chosen is not None
            folder = Path(config.site_dir)
            self._sealed = sealed(folder, self._chosen, self._hidden, reuse, phases)
        with phases.phase("manifest"):
            reuse.files.remove_leftovers()
            reuse.leave()

    def on_shutdown(self) -> None:
        """Remove what was put beside the folder that MkDocs served from."""
        if self._served:
            self._served.remove()
            self._served = None

    def on_build_error(self, error: Exception) -> None:
        """Let the workers go after a failure too, and with them what they left."""
        self._end()
        if self._cache:
            self._cache.remove_unfinished()

    def _end(self) -> None:
        self._workshop.close()
        self._stack.close()
        # Otherwise all that is there would be looked through at once.
        gc.freeze()
        gc.enable()

    def on_serve(
        self, server: LiveReloadServer, config: MkDocsConfig, builder: object
    ) -> LiveReloadServer:
        """Rebuild when a notice changes."""
        server.watch(str(root_of(config) / self.config.notices_dir))
        server.builder = going_on(server.builder, config_file_of(config), self._served)
        return server
