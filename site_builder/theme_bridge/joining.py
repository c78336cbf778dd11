"""The theme's style sheets and scripts, joined: a page asks for one of each.

In the theme they are small files, each for one thing. The name of what is made of them tells what
is in it, so that no browser shows an old style on a new page.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence

from mkdocs.config import config_options
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from site_builder.theme_bridge.settings import has_own_search

_ASSETS = "assets/gongkai"
_STYLES = tuple(f"{_ASSETS}/{name}.css" for name in ("site", "notice", "lists", "print"))
_SEARCH_STYLES = (f"{_ASSETS}/search.css",)
_SCRIPTS = tuple(f"{_ASSETS}/{name}.js" for name in ("site", "notice"))
# The others build on dom.js, and so do those that the search page loads.
_SEARCH_SCRIPTS = tuple(f"{_ASSETS}/search/ui/{name}.js" for name in ("dom", "suggest", "arrival"))
_OF_MATERIAL = re.compile(r"assets/stylesheets/(main|palette)\.[0-9a-f]+\.min\.css")


def with_joined(files: Files, config: MkDocsConfig) -> list[File]:
    """Return the files with ours joined, and let the pages ask for these.

    Where Material's search serves, and with it Material's base, that asks for Material's style
    sheets itself.
    """
    styles, scripts = _STYLES, _SCRIPTS
    below: tuple[str, ...] = ()
    if has_own_search(config):
        styles, scripts = styles + _SEARCH_STYLES, scripts + _SEARCH_SCRIPTS
        below = _styles_of_material(files, config)
    css, js = _joined(files, (*below, *styles)), _joined(files, scripts)
    name = f"{_ASSETS}/site.{hashlib.sha256(css + js).hexdigest()[:8]}"
    config.extra_css.insert(0, f"{name}.css")
    script = config_options.ExtraScriptValue(f"{name}.js")
    script.defer = True
    config.extra_javascript.append(script)
    parts = {*styles, *scripts}
    return [
        *(file for file in files if file.src_uri not in parts),
        File.generated(config, f"{name}.css", content=css),
        File.generated(config, f"{name}.js", content=js),
    ]


def _styles_of_material(files: Iterable[File], config: MkDocsConfig) -> tuple[str, ...]:
    """Return the style sheets that all of ours lie on, whose names change with its versions."""
    found = sorted(file.src_uri for file in files if _OF_MATERIAL.fullmatch(file.src_uri))
    return tuple(uri for uri in found if "/main." in uri or config.theme.get("palette"))


def _joined(files: Files, uris: Sequence[str]) -> bytes:
    """Lay files one after another, whoever gave them: the theme, the project's own, `content/`."""
    found = (files.get_file_from_path(uri) for uri in uris)
    return b"\n".join(file.content_bytes for file in found if file)
