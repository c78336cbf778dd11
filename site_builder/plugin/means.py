"""By what a build is done: what the one before left, who does the work, where pieces of it lie."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import ConfigurationError

from site_builder.build_cache.folder import CacheFolder, cache_folder
from site_builder.pipeline import Search
from site_builder.plugin.options import root_of
from site_builder.plugin.serving import Served
from site_builder.theme_bridge import has_material_search, has_own_search
from site_builder.workshop import Workshop


def search_of(config: MkDocsConfig) -> Search:
    """Return which search the site has."""
    if has_own_search(config):
        return Search.OWN
    return Search.MATERIAL if has_material_search(config) else Search.NONE


def opened_cache(
    config: MkDocsConfig, served: Served | None, public_dir: Path | None
) -> CacheFolder | None:
    """Return where the build before left what this one may use.

    There is none for MkDocs' own build, which has no place for a site but the one it empties.
    """
    if served:
        return served.cache
    if public_dir is None:
        return None
    return CacheFolder.usable(cache_folder(root_of(config), public_dir))


def opened_workshop(
    count: int, notices: Path, config: MkDocsConfig, executor: str | None, workers: int | None
) -> Workshop:
    """Return who works at `count` notices: so many processes of this machine, or a cluster.

    Raises:
        ConfigurationError: the cluster cannot be used; says in Chinese why.
    """
    if executor:
        return _cluster(executor, notices, config)
    if search_of(config) is Search.OWN:
        # NumPy brings threads for algebra, which is not done here, and they take a tenth of a short
        # build to wait for it.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        # It takes a while to import: workers that are forked now have it already.
        import site_builder.pipeline.search  # noqa: F401
    return Workshop.for_items(count, workers)


def _cluster(address: str, notices: Path, config: MkDocsConfig) -> Workshop:
    # These take a while to import.
    from site_builder.executors.cluster import UnusableClusterError, connect
    from site_builder.executors.sight import Places

    config_file = Path(config.config_file_path).absolute()
    try:
        return connect(address, Places(config_file, notices, Path(config.site_dir)))
    except UnusableClusterError as error:
        raise ConfigurationError(str(error)) from error


@contextmanager
def segments_folder(cache: CacheFolder | None, site_dir: Path) -> Iterator[Path]:
    """Yield a folder for what is made of chunks of notices."""
    if cache:
        yield cache.segments
        return
    # Not where the system keeps what is temporary: that may be in memory, and this is large.
    site_dir.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".spilled-", dir=site_dir) as name:
        yield Path(name)
