"""What the plugin tells whoever builds: faults of notices, and why there is no site."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mkdocs.exceptions import Abort, PluginError

from site_builder import reporting, theme_bridge
from site_builder.notice.diagnostics import Severity
from site_builder.outputs.security.inline import Inline
from site_builder.pipeline import ChangedWhileBuildingError, Loaded
from site_builder.reporting.lines import lines_below
from site_builder.reporting.text import Look
from site_builder.workshop import WorkersLostError

log = logging.getLogger("mkdocs.plugins.gongkai")


@contextmanager
def failures_explained() -> Iterator[None]:
    """Raise as what MkDocs shows its user that notices were changed, or workers lost, meanwhile."""
    try:
        yield
    except ChangedWhileBuildingError as error:
        raise PluginError(f"{error} 在生成途中被改动，请重新生成。") from error
    except WorkersLostError as error:
        raise PluginError(str(error)) from error


def tell_of_notices(loaded: Loaded, root: Path, *, errors_only: bool) -> None:
    """Show the diagnostics, and tell of what is not published.

    Raises:
        Abort: with these errors nothing may be published.
    """
    shown = [
        diagnostic
        for diagnostic in loaded.diagnostics
        if diagnostic.severity is Severity.ERROR or not errors_only
    ]
    if shown:
        look = Look.of(sys.stderr)
        print(reporting.as_text(shown, lines_below(root), look), file=sys.stderr)
    if loaded.blocking:
        raise Abort(
            f"通报有 {reporting.counts(loaded.diagnostics)}，没有生成网站，原有的网站没有改动。"
        )
    if loaded.in_drafts:
        log.info("草稿有 %s，不影响发布。", reporting.counts(loaded.in_drafts))
    if held := theme_bridge.not_published(loaded.held):
        log.info(held)


def warn_of_inline(uri: str, found: Inline) -> None:
    """Warn of what stands in a hand-written page and no browser will run."""
    for attribute in found.refused:
        log.warning(
            "content/%s 里有 %s，网页的安全策略不允许，浏览器不会执行。"
            "把代码写进 content/ 里的 .js 文件，列在 mkdocs.yml 的 extra_javascript 里。",
            uri,
            attribute,
        )
