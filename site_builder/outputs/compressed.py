"""`.gz` and `.br` beside the files of a site, for servers that send them as they are."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from enum import StrEnum
from importlib.util import find_spec
from pathlib import PurePosixPath

from site_builder.outputs.pages import Output


class Encoding(StrEnum):
    """How a file is packed; the value is the ending of its name and the word in mkdocs.yml."""

    GZ = "gz"
    BR = "br"


class UnusableEncodingError(ValueError):
    """mkdocs.yml asks for what cannot be done; the words are Chinese, with the cure."""


# Texts. Fonts, pictures and workbooks are packed already; of the database nobody but programs
# fetches the whole, and few of these ask for it packed.
_TEXTS = frozenset((".css", ".csv", ".html", ".js", ".json", ".mjs", ".svg", ".txt", ".xml"))
# What is smaller travels in one packet anyhow.
_LEAST = 512
# For a page of a notice 9 takes 5 % longer than 6, and packs it 0.5 % smaller.
_GZIP_LEVEL = 9
# Higher qualities of brotli bring little: 7 takes an eighth longer to make pages 1 % smaller, 9
# sixteen times as long for no more, and 11 seventy times to make them 8 % smaller.
_BROTLI_QUALITY = 6
_GZIP = 31  # what zlib calls a window of 15 bits in a gzip file
_SYSTEM, _UNKNOWN_SYSTEM = 9, b"\xff"


def encodings_of(names: Sequence[object]) -> tuple[Encoding, ...]:
    """Return the encodings that mkdocs.yml names, each once.

    Raises:
        UnusableEncodingError: there is none of this name, or its library is not installed.
    """
    known = {str(encoding): encoding for encoding in Encoding}
    for name in names:
        if name not in known:
            raise UnusableEncodingError(
                f"mkdocs.yml 的 precompress 里，“{name}”不是压缩的名称。可以写 {'、'.join(known)}。"
            )
    if Encoding.BR in names and find_spec("brotli") is None:
        raise UnusableEncodingError(
            "mkdocs.yml 的 precompress 里有 br，而没有装 brotli。"
            "照 README 的“安装和生成”再装一遍，就有了；或者只写 gz。"
        )
    return tuple(known[str(name)] for name in dict.fromkeys(names))


def compressible(path: str) -> bool:
    """Tell by its name whether a file is worth packing."""
    return PurePosixPath(path).suffix.lower() in _TEXTS


def unpacked_name(path: str) -> str:
    """Return the name of the file that one was packed from; its own if it is none of ours."""
    name, _, ending = path.rpartition(".")
    return name if ending in set(Encoding) and compressible(name) else path


def variants(path: str, data: bytes, encodings: Sequence[Encoding]) -> Iterator[Output]:
    """Yield a file packed in each way that makes it smaller: nothing for what is packed or tiny."""
    if len(data) < _LEAST or not compressible(path):
        return
    for encoding in encodings:
        packed = _gzipped(data) if encoding is Encoding.GZ else _brotli(data)
        if len(packed) < len(data):
            yield Output(f"{path}.{encoding}", packed)


def _gzipped(data: bytes) -> bytes:
    """Pack without a time or a name; zlib would say on which system, so that is taken out."""
    packed = zlib.compress(data, _GZIP_LEVEL, _GZIP)
    return packed[:_SYSTEM] + _UNKNOWN_SYSTEM + packed[_SYSTEM + 1 :]


def _brotli(data: bytes) -> bytes:
    import brotli  # optional

    packed: bytes = brotli.compress(data, mode=brotli.MODE_TEXT, quality=_BROTLI_QUALITY)
    return packed
