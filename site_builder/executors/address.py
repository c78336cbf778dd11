"""Addresses as `--executor` takes them."""

from __future__ import annotations

import argparse
from urllib.parse import urlsplit

_CURE = "写成 dask://主机:端口，如 dask://10.0.0.1:8786"


def cluster_address(text: str) -> str:
    """Return host and port of `dask://HOST:PORT`, as Dask takes them.

    Without a scheme, for which one serves, with TLS or without, Dask's own settings say.

    Raises:
        argparse.ArgumentTypeError: says in Chinese how to write it.
    """
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise argparse.ArgumentTypeError(_CURE) from error
    if parts.scheme != "dask" or not (parts.hostname and port) or text != f"dask://{parts.netloc}":
        raise argparse.ArgumentTypeError(_CURE)
    if "@" in parts.netloc:
        raise argparse.ArgumentTypeError(_CURE)
    return parts.netloc
