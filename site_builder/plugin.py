"""The MkDocs plugin: it hands MkDocs' events to the pipeline."""

from __future__ import annotations

import gc
import logging
import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import jinja2
from mkdocs.config import base, config_options
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, ConfigurationError, PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from site_builder import reporting, theme_bridge
from site_builder.build_cache.folder import CacheFolder, CacheInMemory, cache_folder
from site_builder.checks.settings import Settings, SettingsError, read_settings
from site_builder.compressing import compress_folder
from site_builder.integrity.inventory import OWN, Sealed, UnusableNameError, seal
from site_builder.integrity.keys import project_key
from site_builder.integrity.minisign import BadKeyError, SecretKey
from site_builder.library import HeldBack, Library
from site_builder.notice.diagnostics import Severity
from site_builder.outputs.compressed import Encoding, UnusableEncodingError, encodings_of
from site_builder.outputs.pages import Site, home_content
from site_builder.outputs.search_entries import SearchEntry
from site_builder.outputs.security.inline import Inline, inline_of, origin_of
from site_builder.outputs.segment import DamagedSegmentError
from site_builder.phases import Phases
from site_builder.pipeline import (
    ChangedWhileBuildingError,
    Data,
    Loaded,
    Means,
    Reuse,
    Search,
    load,
    prepare_ahead,
    write_site,
)
from site_builder.reading.notice_file import find_notice_files
from site_builder.reporting.lines import lines_below
from site_builder.reporting.text import Look
from site_builder.views.facets import SameAddressError
from site_builder.views.home import home
from site_builder.workshop import WorkersLostError, Workshop

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer  # takes a while to import

log = logging.getLogger("mkdocs.plugins.gongkai")

_CHANGED = "{} 在生成途中被改动，请重新生成。"
# Beside the folder that MkDocs serves from: what the next round may use.
_BEFORE = ".before"
_CACHE = ".cache"


def _search(config: MkDocsConfig) -> Search:
    if theme_bridge.has_own_search(config):
        return Search.OWN
    return Search.MATERIAL if theme_bridge.has_material_search(config) else Search.NONE


class GongkaiConfig(base.Config):  # type: ignore[no-untyped-call]
    """The options of the plugin in mkdocs.yml."""

    notices_dir = config_options.Type(str, default="notices")
    """Folder of the notices, relative to mkdocs.yml."""

    open_data = config_options.Type(bool, default=True)
    """Whether there are files of all notices for other programs, and a page about them."""

    feeds = config_options.Type(bool, default=True)
    """Whether there are feeds."""

    signing_key = config_options.Optional(config_options.Type(str))
    """File of the secret key that signs manifest.json, relative to mkdocs.yml."""

    allowed_sources = config_options.ListOfItems(config_options.Type(str), default=[])
    """Other sites that scripts, styles and images may come from: `https://host`."""

    precompress = config_options.ListOfItems(config_options.Type(str), default=[])
    """As what files lie packed beside themselves too: `gz`, `br`."""

    # What follows is for the checks, which read it by themselves: `site-builder check` does
    # without MkDocs, and both have to say the same.
    words = config_options.Optional(config_options.Type(str))
    """Word list of the project (易错词、规范表述), relative to mkdocs.yml."""

    official_mail = config_options.Type(bool, default=False)
    """Whether a public mailbox has to be an official one."""

    require_review = config_options.Type(int, default=0)
    """How many sign-offs (三审三校) a notice needs."""

    waivers = config_options.Type(list, default=[])
    """Rules set aside: `{rule: N301, notice: id or '*', reason: …}`."""


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
        self._key: SecretKey | None = None
        self._hidden: frozenset[str] = frozenset()
        self._sealing = True
        self._serving = False
        self._served: Path | None = None
        self._inline: dict[str, Inline] = {}
        self.public_dir: Path | None = None
        """Where the site will lie, if not where MkDocs writes it."""
        self.now: datetime | None = None
        """The moment of the build, by which it is told what is to be published; None: read it."""
        self.preview = False
        """Whether drafts are shown too, and the site is not for the public."""
        self.phases = Phases()
        """Who is told how far the build is."""
        self.workers: int | None = None
        """In how many processes notices are worked at; None: one a core."""
        self.executor: str | None = None
        """Address of the cluster that does the work; None: this machine."""
        self.sealed: Sealed | None = None
        """What the manifest of the last build tells; None of a preview."""
        self.errors_only = False
        """Whether of all diagnostics only the errors are shown."""
        self._encodings: tuple[Encoding, ...] = ()

    @property
    def library(self) -> Library:
        """The notices that the last build published."""
        return self._loaded.library

    @property
    def held(self) -> HeldBack:
        """What the last build did not publish."""
        return self._loaded.held

    @property
    def published(self) -> int:
        """How many notices the site has."""
        return len(self.library.listed)

    @property
    def reused(self) -> int | None:
        """How many of these were taken of the site before as they were; None if there was none."""
        return None if self._reuse.is_empty else self._reuse.notices_taken

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Note whether the site is to be published; a preview has no manifest."""
        self.preview = self.preview or command == "serve"
        self._sealing = not self.preview
        self._serving = command == "serve"
        self._cache = self._served = None

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Load and check all notices, before MkDocs cleans the site's folder."""
        # Nearly all that is made from here on is needed to the end, so that to look for garbage in
        # it again and again would take a tenth of the time.
        gc.disable()
        root = Path(config.config_file_path or ".").absolute().parent
        folder = root / self.config.notices_dir
        if not folder.is_dir():
            raise Abort(
                f"找不到通报文件夹 {folder}。建立这个文件夹，或在 mkdocs.yml 中改 notices_dir。"
            )
        try:
            settings = read_settings(Path(config.config_file_path))
        except SettingsError as error:
            raise ConfigurationError(str(error)) from error
        self._key = self._signing_key(config, root) if self._sealing else None
        for source in self.config.allowed_sources:
            if origin_of(source) != source:
                raise ConfigurationError(
                    f"mkdocs.yml 的 allowed_sources 里，“{source}”不是网站的地址。"
                    "只写到域名，小写，如 https://dcs.conac.cn。"
                )
        try:
            self._encodings = encodings_of(self.config.precompress)
        except UnusableEncodingError as error:
            raise ConfigurationError(str(error)) from error
        paths = find_notice_files(folder)
        self._reuse = self._reused(config, root, settings)
        self._workshop = self._opened(len(paths), folder, config)
        try:
            # The clock is read here and nowhere else; all that is made follows from this moment.
            now = self.now or datetime.now(UTC)
            with self.phases.phase("read", len(paths)) as advance:
                self._loaded = loaded = load(
                    paths,
                    root,
                    self._workshop,
                    settings,
                    memory=self._reuse,
                    blocking=True,
                    now=now,
                    preview=self.preview,
                    advance=advance,
                )
        except WorkersLostError as error:
            raise Abort(f"没有生成网站：{error}") from error
        self._show(loaded, root)
        if loaded.blocking:
            raise Abort(
                f"通报有 {reporting.counts(loaded.diagnostics)}，没有生成网站，原有的网站没有改动。"
            )
        if loaded.in_drafts:
            log.info("草稿有 %s，不影响发布。", reporting.counts(loaded.in_drafts))
        if held := theme_bridge.not_published(loaded.held):
            log.info(held)
        theme_bridge.add_theme(config)
        return config

    def _reused(self, config: MkDocsConfig, root: Path, settings: Settings) -> Reuse:
        """Return what the build before left; MkDocs' own command has no use for it."""
        site, basis = Path(config.site_dir), repr(settings)
        if self._serving:
            # An edit is to be seen at once, and these take longer than all the rest.
            self.config.open_data = False
            self._served = site
            self._cache = self._cache or CacheInMemory(Path(f"{site}{_CACHE}"))
            self._cache.begin(basis)
            return Reuse(site, self._cache, site)
        if self.public_dir is None:
            return Reuse(site)
        self._cache = CacheFolder.usable(cache_folder(root, self.public_dir))
        if self._cache:
            self._cache.begin(basis)
        return Reuse(site, self._cache, self.public_dir)

    def _opened(self, count: int, notices: Path, config: MkDocsConfig) -> Workshop:
        """Return who does the work: this machine, or the cluster."""
        if self.executor is None:
            # To start processes takes longer than what little changes while somebody looks.
            again = self._serving and not self._reuse.is_empty
            return Workshop.for_items(count, 1 if again else self.workers)
        # These take a while to import.
        from site_builder.executors.cluster import UnusableClusterError, connect
        from site_builder.executors.sight import Places

        config_file = Path(config.config_file_path).absolute()
        try:
            return connect(self.executor, Places(config_file, notices, Path(config.site_dir)))
        except UnusableClusterError as error:
            raise ConfigurationError(str(error)) from error

    def _show(self, loaded: Loaded, root: Path) -> None:
        shown = [
            diagnostic
            for diagnostic in loaded.diagnostics
            if diagnostic.severity is Severity.ERROR or not self.errors_only
        ]
        if shown:
            look = Look.of(sys.stderr)
            print(reporting.as_text(shown, lines_below(root), look), file=sys.stderr)

    def on_pre_build(self, config: MkDocsConfig) -> None:
        """Put the site that is served aside before MkDocs empties its folder."""
        if self._served:
            self._served.mkdir(parents=True, exist_ok=True)
            before = Path(f"{self._served}{_BEFORE}")
            shutil.rmtree(before, ignore_errors=True)
            before.mkdir()
            for part in self._served.iterdir():
                part.rename(before / part.name)

    def _put_back(self, files: Files) -> None:
        """Put back what is served and is not MkDocs': an edit is to be seen at once."""
        if self._served:
            others = {file.dest_uri.partition("/")[0] for file in files}
            for part in Path(f"{self._served}{_BEFORE}").iterdir():
                if part.is_dir() and part.name not in others:
                    part.rename(self._served / part.name)

    def _signing_key(self, config: MkDocsConfig, root: Path) -> SecretKey | None:
        if not self.config.signing_key:
            return None
        public = [config.site_dir, config.docs_dir, config.theme.custom_dir, self.public_dir]
        folders = [root / self.config.notices_dir, *(Path(one) for one in public if one)]
        try:
            return project_key(root / self.config.signing_key, folders)
        except BadKeyError as error:
            raise ConfigurationError(str(error)) from error

    @event_priority(-100)  # after all that may add files, or put others in the place of these
    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Let MkDocs know the pages to come, so that links to them are checked."""
        self._hidden = frozenset(file.dest_uri for file in files if file.dest_uri.startswith("."))
        for file in files:
            if file.dest_uri in OWN:
                raise PluginError(f"content/{file.dest_uri} 与生成的网站清单同名，请给它改名。")
        try:
            known = theme_bridge.KnownFiles(files, self.library, config)
        except SameAddressError as error:
            raise PluginError(f"{error}。请改动其中一个名称。") from error
        if taken := next(known.taken(), None):
            raise PluginError(
                f"content/{taken.src_uri} 的网址与生成的页面 {taken.url} 相同，请给它改名。"
            )
        self._put_back(files)
        self._means = Means(
            self._workshop,
            self._reuse,
            self._stack.enter_context(self._segments(Path(config.site_dir))),
            self.phases,
        )
        self._data = self._begun(config)
        prepare_ahead(self.library, self._workshop)
        return known

    def _begun(self, config: MkDocsConfig) -> Data | None:
        """Have the open data begun, while MkDocs is at its own pages."""
        publishing = theme_bridge.publishing(config)
        if not publishing.data:
            return None
        data = Data(self._loaded, self._means, publishing, config.site_name, config.site_url or "")
        try:
            data.begin()
        except ChangedWhileBuildingError as error:
            raise PluginError(_CHANGED.format(error)) from error
        except WorkersLostError as error:
            raise PluginError(f"没有生成网站：{error}") from error
        return data

    def on_nav(self, nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
        """Keep the navigation, which the frame shows."""
        self._nav = nav
        return nav

    def on_page_content(self, html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Show figures and the newest notices on the home page, below its own words."""
        found = self._inline[page.file.src_uri] = inline_of(html)
        for attribute in found.refused:
            log.warning(
                "content/%s 里有 %s，网页的安全策略不允许，浏览器不会执行。"
                "把代码写进 content/ 里的 .js 文件，列在 mkdocs.yml 的 extra_javascript 里。",
                page.file.src_uri,
                attribute,
            )
        if not page.is_homepage:
            return html
        own_search = theme_bridge.has_own_search(config)
        return html + home_content(home(self.library, own_search=own_search))

    def on_env(
        self, env: jinja2.Environment, config: MkDocsConfig, files: Files
    ) -> jinja2.Environment:
        """Write the pages of the notices."""
        assert self._nav is not None
        # A preview has no policy, for MkDocs puts a script of its own into every page of it.
        inline = self._inline if self._sealing else None
        env.globals["gongkai_preview"] = self.preview
        site = theme_bridge.make_site(self.library, env, config, self._nav, files, inline)
        try:
            entries = self._written(site, config, files)
        except ChangedWhileBuildingError as error:
            raise PluginError(_CHANGED.format(error)) from error
        except WorkersLostError as error:
            raise PluginError(f"没有生成网站：{error}") from error
        theme_bridge.add_to_search(entries, config)
        return env

    def _written(self, site: Site, config: MkDocsConfig, files: Files) -> list[SearchEntry]:
        try:
            return self._write(site, config, files)
        except DamagedSegmentError as error:
            log.info("上次生成留下的缓存不完整（%s），全部重新生成。", error)
            self._reuse.forget()
            self._data = self._begun(config)
            return self._write(site, config, files)

    def _write(self, site: Site, config: MkDocsConfig, files: Files) -> list[SearchEntry]:
        return write_site(
            self._loaded,
            site,
            self._means,
            search=_search(config),
            feeds=theme_bridge.publishing(config).feeds,
            others=theme_bridge.for_search_engines(
                self.library, config, files, preview=self.preview
            ),
            data=self._data,
        )

    @contextmanager
    def _segments(self, site_dir: Path) -> Iterator[Path]:
        """Yield a folder for what is made of chunks of notices."""
        if self._cache:
            yield self._cache.segments
            return
        # Not where the system keeps what is temporary: that may be in memory, and this is large.
        site_dir.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".spilled-", dir=site_dir) as name:
            yield Path(name)

    @event_priority(-100)
    def on_post_build(self, config: MkDocsConfig) -> None:
        """Write the manifest, when every file is there, and let the workers go."""
        self._end()
        log.info(reporting.REMINDERS)
        folder = Path(config.site_dir)
        self.sealed = None
        if self._sealing:
            with self.phases.phase("compress") as advance:
                there = self._reuse.take_packed(self._encodings)
                packed = compress_folder(folder, self._encodings, there, advance)
                self._reuse.keep_packed(packed)
            try:
                with self.phases.phase("manifest"):
                    known = [*self._reuse.listed, *packed]
                    self.sealed = seal(folder, known, self._hidden, self._key)
            except UnusableNameError as error:
                raise PluginError(
                    f"{error} 的文件名里有不能用的字符（\\、:、控制字符等），请给它改名。"
                ) from error
        with self.phases.phase("manifest"):
            self._reuse.remove_leftovers()
            self._reuse.leave(self.sealed.hashes if self.sealed else {})

    def on_shutdown(self) -> None:
        """Remove what was put beside the folder that MkDocs served from."""
        if self._served:
            for name in (_BEFORE, _CACHE):
                shutil.rmtree(f"{self._served}{name}", ignore_errors=True)
            self._served = None

    def on_build_error(self, error: Exception) -> None:
        """Let the workers go after a failure too."""
        self._end()

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
        root = Path(config.config_file_path or ".").absolute().parent
        server.watch(str(root / self.config.notices_dir))
        return server
