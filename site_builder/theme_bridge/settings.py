"""What mkdocs.yml and its plugins say of the site, and what the theme gets of ours."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import ConfigurationError

from site_builder.open_data.publish import Publishing
from site_builder.outputs.search_entries import SearchEntry
from site_builder.theme_bridge.templates import LeanTheme
from site_builder.views.data import License

log = logging.getLogger("mkdocs.plugins.gongkai")
THEME_DIR = Path(__file__).parents[1] / "theme" / "mkdocs"
_MATERIAL_SEARCH = ("material/search", "search")


def add_theme(config: MkDocsConfig) -> None:
    """Put our templates behind the user's own and before Material's.

    Raises:
        ConfigurationError: the user's would take the place of the one that all pages are made of.
    """
    if config.theme.custom_dir and (own := Path(config.theme.custom_dir, "main.html")).exists():
        raise ConfigurationError(
            f"{own} 会代替全部网页的框架，网站就没有了公开的样式、检索和安全设置。"
            "删去或者改名；要改的部分，照 Material 的说明放在 partials/ 里，样式写在 extra_css 里。"
        )
    config.theme = LeanTheme.of(config.theme)
    config.theme.dirs.insert(1 if config.theme.custom_dir else 0, str(THEME_DIR))
    # Otherwise a cell that is aligned gets a style attribute, which a strict policy refuses.
    config.mdx_configs.setdefault("tables", {}).setdefault("use_align_attribute", True)
    for setting, why in _without_effect(config):
        log.warning("mkdocs.yml 里的 %s 不起作用，请删去：%s。", setting, why)


def _without_effect(config: MkDocsConfig) -> Iterator[tuple[str, str]]:
    """Yield the settings of Material that our pages do not heed, and why."""
    if not has_own_search(config):
        return
    # Where nothing is set Material has fonts of its own, so what was written is asked.
    written = [theme for one in config.user_configs if isinstance(theme := one.get("theme"), dict)]
    if any(theme.get("font") for theme in written):
        yield "theme.font", "网页不从别的网站取字体，用读者设备上的"
    if config.extra.get("polyfills"):
        yield "extra.polyfills", "网页的脚本不需要它"
    if config.extra.get("alternate"):
        yield "extra.alternate", "网页没有切换语言的地方"


def publishing(config: MkDocsConfig) -> Publishing:
    """Return what of its data the site gives away, as mkdocs.yml says."""
    options: Any = config.plugins["gongkai"].config
    name, url = (config.extra.get(key) for key in ("data_license", "data_license_url"))
    terms = License(str(name), str(url or "")) if name else None
    return Publishing(options.open_data, options.feeds, terms)


def has_own_search(config: MkDocsConfig) -> bool:
    """Tell whether the site's own search serves: it does where Material's is not in use."""
    return not any(name in config.plugins for name in _MATERIAL_SEARCH)


def add_to_search(entries: Iterable[SearchEntry], config: MkDocsConfig) -> None:
    """Put notices into the index of Material's search, if that is in use."""
    if index := _material_index(config):
        index.entries.extend(entries)


def has_material_search(config: MkDocsConfig) -> bool:
    """Tell whether Material's search is in use: it may be listed and not enabled."""
    return _material_index(config) is not None


def _material_index(config: MkDocsConfig) -> Any:
    for name in _MATERIAL_SEARCH:
        plugin: Any = config.plugins.get(name)
        # One that is not enabled may have an index left of another build of this process.
        if plugin is None or not plugin.config.get("enabled", True):
            continue
        index = getattr(plugin, "search_index", None)
        if isinstance(getattr(index, "entries", None), list):
            return index
    return None
