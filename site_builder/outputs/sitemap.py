"""What search engines look for first: sitemap.xml, in parts where it is long, and robots.txt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from markupsafe import escape

from site_builder.outputs.pages import Output, environment
from site_builder.views import urls
from site_builder.views.absolute_urls import absolute

# What sitemaps.org allows a file to have; the bytes leave room for what stands around a page.
MOST_PAGES = 50_000
MOST_BYTES = 45_000_000
_AROUND = 80


class Listed(NamedTuple):
    """A page of the sitemap: its address in full, and its day (ISO) where a notice states one."""

    url: str
    day: str


def sitemap_outputs(pages: Iterable[tuple[str, str]], site_url: str) -> Iterator[Output]:
    """Write the sitemap of (address below the site's root, day or "") pairs; none without any."""
    listed = [Listed(absolute(site_url, url), day) for url, day in pages]
    parts = list(_parts(listed))
    if len(parts) == 1:
        yield _sitemap(urls.SITEMAP, parts[0])
    elif parts:
        names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
        yield from map(_sitemap, names, parts)
        yield _rendered(
            "sitemap_index.xml", urls.SITEMAP, urls=[absolute(site_url, n) for n in names]
        )


def robots_output(site_url: str, *, closed: bool = False) -> Output:
    """Write what robots may do, and where the sitemap is, if its address is known.

    They may do everything, and where a site is `closed` nothing.
    """
    sitemap = absolute(site_url, urls.SITEMAP) if site_url else ""
    return _rendered("robots.txt", urls.ROBOTS, sitemap=sitemap, closed=closed)


def _parts(listed: Sequence[Listed]) -> Iterator[Sequence[Listed]]:
    start = size = 0
    for number, page in enumerate(listed):
        more = len(escape(page.url)) + _AROUND
        if number - start == MOST_PAGES or size + more > MOST_BYTES:
            yield listed[start:number]
            start, size = number, 0
        size += more
    if listed:
        yield listed[start:]


def _sitemap(path: str, pages: Sequence[Listed]) -> Output:
    return _rendered("sitemap.xml", path, pages=pages)


def _rendered(template: str, path: str, **values: object) -> Output:
    return Output(path, environment().get_template(template).render(values).encode())
