"""All that is known of Material and of MkDocs' files: frames, virtual files, whole builds."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import jinja2
from mkdocs.commands.build import build, get_context
from mkdocs.config import config_options, load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import ConfigurationError, MkDocsException
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents

from site_builder.library import HeldBack, Library
from site_builder.open_data.publish import Publishing
from site_builder.outputs.frame import POLICY, SLOTS, Frame
from site_builder.outputs.metadata import column_head
from site_builder.outputs.pages import Output, Site, environment, frame_kind
from site_builder.outputs.search_entries import SearchEntry
from site_builder.outputs.security.inline import NOTHING, Inline, inline_of, united
from site_builder.outputs.security.policy import page_policy
from site_builder.outputs.sitemap import robots_output, sitemap_outputs
from site_builder.swapping import BusyError, made_beside
from site_builder.views import urls
from site_builder.views.data import License, data_addresses
from site_builder.views.feeds import has_feed
from site_builder.views.lifecycle import last_change, redirect_addresses
from site_builder.views.lists import list_addresses
from site_builder.views.metadata import HOME, Column, site_tags

THEME_DIR = Path(__file__).parent / "theme" / "mkdocs"
ASSETS = "assets/gongkai"
STYLESHEETS = ("site", "notice", "lists", "print")
SCRIPTS = ("site", "notice")
# dom.js is no later than the others, which build on it, and so do those of the search page.
SEARCH_SCRIPTS = ("dom", "suggest", "arrival")
_MATERIAL_SEARCH = ("material/search", "search")
_FRAME_TEMPLATE = "gongkai-frame.html"


class BuildFailed(Exception):  # noqa: N818 - an outcome, told to the user as it is
    """MkDocs could not build the site; the words say why. `unusable` if it could not even start."""

    def __init__(self, reason: str, *, unusable: bool) -> None:
        super().__init__(reason)
        self.unusable = unusable


class GeneratedPage(File):
    """A page that the pipeline writes. MkDocs only has to know that it exists, for links to it."""

    def copy_file(self, dirty: bool = False) -> None:
        """Leave the writing to the pipeline."""


def add_theme(config: MkDocsConfig) -> None:
    """Put our templates and styles behind the user's own and before Material's."""
    config.theme.dirs.insert(1 if config.theme.custom_dir else 0, str(THEME_DIR))
    # Otherwise a cell that is aligned gets a style attribute, which a strict policy refuses.
    config.mdx_configs.setdefault("tables", {}).setdefault("use_align_attribute", True)
    own_search = has_own_search(config)
    styles = [*STYLESHEETS, *(["search"] if own_search else [])]
    config.extra_css[:0] = [f"{ASSETS}/{name}.css" for name in styles]
    scripts = [*SCRIPTS, *(f"search/ui/{name}" for name in SEARCH_SCRIPTS if own_search)]
    for name in scripts:
        script = config_options.ExtraScriptValue(f"{ASSETS}/{name}.js")
        script.defer = name != "search/ui/dom"
        config.extra_javascript.append(script)


def generated_pages(library: Library, config: MkDocsConfig) -> Iterator[GeneratedPage]:
    """Yield a virtual file for every page that the pipeline will write."""
    for url in _addresses(library, config):
        yield _generated(url, None, (), config)
    for url in redirect_addresses(library):
        yield _generated(url, None, (), config)
    for entry in library.listed:
        anchors = [urls.issue_anchor(index + 1) for index in range(len(entry.statuses))]
        yield _generated(
            urls.notice(entry.id), entry.title, ["contact", "notice", *anchors], config
        )


def _addresses(library: Library, config: MkDocsConfig) -> Iterator[str]:
    yield from list_addresses(library, own_search=has_own_search(config))
    if publishing(config).data:
        yield from data_addresses()


def publishing(config: MkDocsConfig) -> Publishing:
    """Return what of its data the site gives away, as mkdocs.yml says."""
    options: Any = config.plugins["gongkai"].config
    name, url = (config.extra.get(key) for key in ("data_license", "data_license_url"))
    terms = License(str(name), str(url or "")) if name else None
    return Publishing(options.open_data, options.feeds, terms)


def _generated(
    url: str, title: str | None, anchors: Iterable[str], config: MkDocsConfig
) -> GeneratedPage:
    file = GeneratedPage(
        urls.file_of(url),
        None,
        config.site_dir,
        config.use_directory_urls,
        inclusion=InclusionLevel.INCLUDED,
    )
    if title:
        Page(title, file, config).present_anchor_ids = set(anchors)
    return file


def make_site(
    library: Library,
    env: jinja2.Environment,
    config: MkDocsConfig,
    nav: Navigation,
    files: Files,
    hand_written: Mapping[str, Inline] | None = None,
) -> Site:
    """Render the theme's frame once for each kind of page.

    With `hand_written`, what the pages of `content/` hold by their paths, every page gets a policy.
    """
    site_url = config.site_url or ""
    tags = site_tags(config.site_name, site_url, config.extra.get("site_id_code"))
    env.globals["gongkai_site_tags"] = tags.pairs
    env.globals["gongkai_page_metadata"] = lambda page: _page_head(page, config)
    env.globals["gongkai_feeds"] = publishing(config).feeds and has_feed(library)
    env.globals["gongkai_data"] = publishing(config).data
    env.globals["gongkai_policy"] = lambda page: POLICY if hand_written is not None else ""
    addresses = _addresses(library, config)
    one_a_kind = {frame_kind(url): url for url in (*addresses, urls.notice("x"))}
    rendered = {
        kind: _frame(url, site_url, env, config, nav, files) for kind, url in one_a_kind.items()
    }
    of_theme = {kind: inline_of(html) for kind, html in rendered.items()}
    outside: Sequence[str] = getattr(config.plugins["gongkai"].config, "allowed_sources", ())
    frames = {
        kind: Frame.cut(html.replace(POLICY, page_policy(of_theme[kind], outside)))
        for kind, html in rendered.items()
    }
    if hand_written is not None:
        of_all = united(of_theme.values())
        env.globals["gongkai_policy"] = lambda page: page_policy(
            of_all | hand_written.get(page.file.src_uri if page else "", NOTHING), outside
        )
    return Site(config.site_name, site_url, frames, feeds=publishing(config).feeds)


def _frame(
    url: str,
    site_url: str,
    env: jinja2.Environment,
    config: MkDocsConfig,
    nav: Navigation,
    files: Files,
) -> str:
    file = File.generated(config, urls.file_of(url), content="")
    page = Page(SLOTS["title"], file, config)
    page.content, page.toc = "", TableOfContents([])
    page.canonical_url = SLOTS["url"] if site_url else None
    page.meta = {
        "title": SLOTS["title"],
        "description": SLOTS["description"],
        "hide": ["navigation", "toc"],
    }
    active = _part_page(nav, url)
    if active:
        active.active = True
    try:
        context = get_context(nav, files, config, page)
        return env.get_template(_FRAME_TEMPLATE).render(context)
    finally:
        if active:
            active.active = False


def _page_head(page: Page, config: MkDocsConfig) -> str:
    """Render what a hand-written page says of itself; its front matter may say more than we can."""
    meta = page.meta
    words = meta.get("keywords") or ()
    keywords = words.split(",") if isinstance(words, str) else words
    column = Column(
        str(page.title or ""),
        str(meta.get("column_type") or (HOME if page.is_homepage else "")),
        str(meta.get("description") or (page.is_homepage and config.site_description) or ""),
        tuple(str(word).strip() for word in keywords),
    )
    return column_head(column, environment())


def for_search_engines(
    library: Library, config: MkDocsConfig, files: Files, *, preview: bool = False
) -> Iterator[Output]:
    """Yield the sitemap and robots.txt; of these the project may have its own.

    A sitemap holds addresses in full, so there is none where the site's is not known. To a preview
    no robot may come.
    """
    if preview:
        yield robots_output("", closed=True)
        return
    own = {file.dest_uri for file in files if not isinstance(file, GeneratedPage)}
    site_url = config.site_url or ""
    if urls.ROBOTS not in own:
        yield robots_output(site_url)
    if site_url:
        days = {urls.notice(entry.id): last_change(entry) for entry in library.listed}
        moved = set(redirect_addresses(library))
        generated = (file for file in files if isinstance(file, GeneratedPage))
        pages = [file.url for file in (*files.documentation_pages(), *generated)]
        yield from sitemap_outputs(
            (
                ("" if url == "./" else url, day.isoformat() if (day := days.get(url)) else "")
                for url in pages
                if url.endswith(("/", ".html")) and url != urls.SEARCH and url not in moved
            ),
            site_url,
        )


def _part_page(nav: Navigation, url: str) -> Page | None:
    """Return the first page of the part of the site that an address is in, if navigation has it."""
    wanted = urls.file_of(url.partition("/")[0] + "/")
    return next((page for page in nav.pages if page.file.src_uri == wanted), None)


def has_own_search(config: MkDocsConfig) -> bool:
    """Tell whether the site's own search serves: it does where Material's is not in use."""
    return not any(name in config.plugins for name in _MATERIAL_SEARCH)


def add_to_search(entries: Iterable[SearchEntry], config: MkDocsConfig) -> None:
    """Put notices into the index of Material's search, if that is in use."""
    for name in _MATERIAL_SEARCH:
        index: Any = getattr(config.plugins.get(name), "search_index", None)
        if isinstance(getattr(index, "entries", None), list):
            index.entries.extend(entries)
            return


@dataclass(frozen=True, slots=True)
class Built:
    """A site that was built: its folder, and in Chinese what was not published, "" if nothing."""

    folder: Path
    held: str


def not_published(held: HeldBack) -> str:
    """Say what is not public, "" if everything is."""
    said = [f"{held.drafts} 份草稿"] if held.drafts else []
    if held.scheduled:
        first = [f"{moment:%Y-%m-%d %H:%M}" for moment in held.scheduled[:_MOST_MOMENTS]]
        more = " 等" if len(held.scheduled) > len(first) else ""
        said.append(f"{len(held.scheduled)} 份定时（{'、'.join(first)}{more}）")
    return f"{'、'.join(said)}没有发布" if said else ""


_MOST_MOMENTS = 3
PREVIEW_DIR = "preview"


def build_site(
    config_file: Path,
    notices_dir: Path | None,
    site_dir: Path | None,
    *,
    now: datetime | None = None,
    preview: bool = False,
) -> Built:
    """Build the whole site beside the public folder, then swap the two; return the folder.

    What is scheduled for later than `now`, by default the present, is not published. A `preview`
    has it all, and lies in another folder.

    Raises:
        BuildFailed: what is in the public folder was not touched.
    """
    with _warnings_shown():
        config = _config(config_file, notices_dir)
        public_dir = Path(config.site_dir).absolute()
        usual = public_dir.with_name(PREVIEW_DIR) if preview else public_dir
        target = (site_dir or usual).absolute()
        if preview:
            _must_not_be_public(target, public_dir)
        _must_hold_no_source(target, config)
        plugin: Any = config.plugins["gongkai"]
        plugin.public_dir = target
        plugin.now, plugin.preview = now, preview
        try:
            with made_beside(target) as fresh:
                config.site_dir = str(fresh)
                config.plugins.on_startup(command="build", dirty=False)
                build(config)
        except MkDocsException as error:
            unusable = isinstance(error, ConfigurationError)
            raise BuildFailed(error.format_message(), unusable=unusable) from error
        except BusyError as error:
            raise BuildFailed(
                f"另一个程序正在生成或发布 {target}，这一次没有生成。等它结束后重试。",
                unusable=True,
            ) from error
        finally:
            config.plugins.on_shutdown()
    return Built(target, not_published(plugin.held))


def _must_not_be_public(target: Path, public_dir: Path) -> None:
    """Refuse to put a preview where the public reads, or what would take that in."""
    target, public_dir = target.resolve(), public_dir.resolve()
    if target.is_relative_to(public_dir) or public_dir.is_relative_to(target):
        raise BuildFailed(
            f"预览稿不能写到 {target}：公开的网站在 {public_dir}。用 --site-dir 另写一个文件夹。",
            unusable=True,
        )


def _must_hold_no_source(target: Path, config: MkDocsConfig) -> None:
    """Refuse a folder that what the site is made of lies in, for it would be replaced whole."""
    plugin: Any = config.plugins["gongkai"]
    root = Path(config.config_file_path).parent
    for source in (config.config_file_path, config.docs_dir, root / plugin.config.notices_dir):
        if Path(source).resolve().is_relative_to(target.resolve()):
            raise BuildFailed(
                f"网站不能写到 {target}：{source} 在里面，整体替换时会丢失。换一个文件夹。",
                unusable=True,
            )


def _config(config_file: Path, notices_dir: Path | None) -> MkDocsConfig:
    try:
        config = load_config(str(config_file))
    except MkDocsException as error:
        raise BuildFailed(error.format_message(), unusable=True) from error
    plugin: Any = config.plugins.get("gongkai")
    if plugin is None:
        raise BuildFailed(
            f"{config_file} 的 plugins 里没有 gongkai；补上一行“  - gongkai”。", unusable=True
        )
    if notices_dir:
        plugin.config.notices_dir = str(notices_dir.absolute())
    return config


@contextmanager
def _warnings_shown() -> Iterator[None]:
    """Show what MkDocs warns of, and none of its news: the command line has its own."""
    logger = logging.getLogger("mkdocs")
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("MkDocs：%(message)s"))
    level = logger.level
    logger.setLevel(logging.WARNING)
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
