"""Addresses in full, for what is read outside a browser: tags, feeds, the sitemap."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote, urlsplit

_PLAIN = re.compile(r"[\w/.-]*", re.ASCII)
_SAFE = "/%:@!$&'()*+,;=~-._"


def absolute(site_url: str, url: str) -> str:
    """Return an address in full as ASCII, as addresses have to be where no browser reads them."""
    return _ascii_root(site_url) + (url if _PLAIN.fullmatch(url) else quote(url, safe=_SAFE))


@lru_cache(maxsize=16)
def _ascii_root(site_url: str) -> str:
    parts = urlsplit(site_url)
    host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode()
    return parts._replace(netloc=host, path=quote(parts.path, safe=_SAFE)).geturl()
