"""Entries of zip files that depend on nothing but what is packed: no clock, no machine."""

from __future__ import annotations

from zipfile import ZIP_DEFLATED, ZipInfo

# The first day that a zip file can name.
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_PLAIN_FILE = 0o100644


def entry(name: str, *, method: int = ZIP_DEFLATED) -> ZipInfo:
    """Return an entry for a file that everyone may read, the same on every system."""
    info = ZipInfo(name, _LONG_AGO)
    info.compress_type = method
    info.create_system = _UNIX
    info.external_attr = _PLAIN_FILE << 16
    return info
