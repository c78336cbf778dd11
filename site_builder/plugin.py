"""The MkDocs plugin: it hands MkDocs' events to the pipeline."""

from __future__ import annotations

import gc
import logging
import sys
import time
from concurrent.futures import BrokenExecutor
from datetime import UTC, datetime
from pathlib import Path

import jinja2
from mkdocs.config import base, config_options
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, ConfigurationError, PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from site_builder import reporting, theme_bridge
from site_builder.checks.settings import SettingsError, read_settings
from site_builder.integrity.inventory import OWN, UnusableNameError, seal
from site_builder.integrity.keys import project_key
from site_builder.integrity.minisign import BadKeyError, SecretKey
from site_builder.library import HeldBack, Library
from site_builder.outputs.pages import home_content
from site_builder.outputs.security.inline import Inline, inline_of, origin_of
from site_builder.pipeline import ChangedWhileBuildingError, load, prepare_ahead, write_site
from site_builder.reading.notice_file import find_notice_files
from site_builder.reporting.lines import lines_below
from site_builder.reporting.text import Look
from site_builder.views.facets import SameAddressError
from site_builder.views.home import home
from site_builder.workshop import Workshop

log = logging.getLogger("mkdocs.plugins.gongkai")

_WORKER_LOST = "一个工作进程意外结束（多半是内存不够），没有生成网站。关闭别的程序后重试。"


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
        self._library = Library(())
        self._workshop = Workshop()
        self._nav: Navigation | None = None
        self._key: SecretKey | None = None
        self._hidden: frozenset[str] = frozenset()
        self._sealing = True
        self._inline: dict[str, Inline] = {}
        self.public_dir: Path | None = None
        """Where the site will lie, if not where MkDocs writes it."""
        self.now: datetime | None = None
        """The moment of the build, by which it is told what is to be published; None: read it."""
        self.preview = False
        """Whether drafts are shown too, and the site is not for the public."""
        self.held = HeldBack()
        """What the last build did not publish."""

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Note whether the site is to be published; a preview has no manifest."""
        self.preview = self.preview or command == "serve"
        self._sealing = not self.preview

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
        start = time.monotonic()
        paths = find_notice_files(folder)
        self._workshop = Workshop.for_items(len(paths))
        try:
            # The clock is read here and nowhere else; all that is made follows from this moment.
            now = self.now or datetime.now(UTC)
            loaded = load(
                paths,
                root,
                self._workshop,
                settings,
                blocking=True,
                now=now,
                preview=self.preview,
            )
        except BrokenExecutor as error:
            raise Abort(_WORKER_LOST) from error
        if loaded.diagnostics:
            look = Look.of(sys.stderr)
            print(reporting.as_text(loaded.diagnostics, lines_below(root), look), file=sys.stderr)
        if loaded.blocking:
            raise Abort(
                f"通报有 {reporting.counts(loaded.diagnostics)}，没有生成网站，原有的网站没有改动。"
            )
        if loaded.in_drafts:
            log.info("草稿有 %s，不影响发布。", reporting.counts(loaded.in_drafts))
        self._library, self.held = loaded.library, loaded.held
        if held := theme_bridge.not_published(self.held):
            log.info(held)
        prepare_ahead(self._library, self._workshop)
        log.info("读取 %d 份通报，用时 %.2f 秒", len(paths), time.monotonic() - start)
        theme_bridge.add_theme(config)
        return config

    def _signing_key(self, config: MkDocsConfig, root: Path) -> SecretKey | None:
        if not self.config.signing_key:
            return None
        public = [config.site_dir, config.docs_dir, config.theme.custom_dir, self.public_dir]
        folders = [root / self.config.notices_dir, *(Path(one) for one in public if one)]
        try:
            return project_key(root / self.config.signing_key, folders)
        except BadKeyError as error:
            raise ConfigurationError(str(error)) from error

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Let MkDocs know the pages to come, so that links to them are checked."""
        hand_written = {file.dest_uri: file for file in files}
        self._hidden = frozenset(uri for uri in hand_written if uri.startswith("."))
        for name in hand_written.keys() & OWN:
            raise PluginError(f"content/{name} 与生成的网站清单同名，请给它改名。")
        try:
            generated = list(theme_bridge.generated_pages(self._library, config))
        except SameAddressError as error:
            raise PluginError(f"{error}。请改动其中一个名称。") from error
        for file in generated:
            if taken := hand_written.get(file.dest_uri):
                raise PluginError(
                    f"content/{taken.src_uri} 的网址与生成的页面 {file.url} 相同，请给它改名。"
                )
            files.append(file)
        return files

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
        return html + home_content(home(self._library, own_search=own_search))

    def on_env(
        self, env: jinja2.Environment, config: MkDocsConfig, files: Files
    ) -> jinja2.Environment:
        """Write the pages of the notices."""
        assert self._nav is not None
        start = time.monotonic()
        # A preview has no policy, for MkDocs puts a script of its own into every page of it.
        inline = self._inline if self._sealing else None
        env.globals["gongkai_preview"] = self.preview
        site = theme_bridge.make_site(self._library, env, config, self._nav, files, inline)
        try:
            entries = write_site(
                self._library,
                site,
                Path(config.site_dir),
                self._workshop,
                index=theme_bridge.has_own_search(config),
                others=theme_bridge.for_search_engines(
                    self._library, config, files, preview=self.preview
                ),
                publishing=theme_bridge.publishing(config),
            )
        except ChangedWhileBuildingError as error:
            raise PluginError(f"{error} 在生成途中被改动，请重新生成。") from error
        except BrokenExecutor as error:
            raise PluginError(_WORKER_LOST) from error
        theme_bridge.add_to_search(entries, config)
        log.info("写出 %d 份通报，用时 %.2f 秒", len(self._library), time.monotonic() - start)
        return env

    @event_priority(-100)
    def on_post_build(self, config: MkDocsConfig) -> None:
        """Write the manifest, when every file is there, and let the workers go."""
        self._end()
        log.info(reporting.REMINDERS)
        if not self._sealing:
            return
        try:
            seal(Path(config.site_dir), self._hidden, self._key)
        except UnusableNameError as error:
            raise PluginError(
                f"{error} 的文件名里有不能用的字符（\\、:、控制字符等），请给它改名。"
            ) from error

    def on_build_error(self, error: Exception) -> None:
        """Let the workers go after a failure too."""
        self._end()

    def _end(self) -> None:
        self._workshop.close()
        gc.enable()

    def on_serve(
        self, server: LiveReloadServer, config: MkDocsConfig, builder: object
    ) -> LiveReloadServer:
        """Rebuild when a notice changes."""
        root = Path(config.config_file_path or ".").absolute().parent
        server.watch(str(root / self.config.notices_dir))
        return server
