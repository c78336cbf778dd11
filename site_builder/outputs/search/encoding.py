"""Numbers → bytes, and bytes → the scripts that carry them.

Numbers are LEB128: seven bits a byte, the lowest first. A carrier is a script that hands a
deflated payload to the page, since a page opened from a disk may load scripts and nothing else.
"""

from __future__ import annotations

import base64
import hashlib
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

HASH_BYTES = 3


def varints(numbers: NDArray[np.uint64]) -> tuple[bytes, NDArray[np.int64]]:
    """Return the bytes of all numbers in a row, and where each of them ends."""
    lengths = np.ones(len(numbers), dtype=np.int64)
    rest = numbers >> np.uint64(7)
    while rest.any():
        lengths += rest > 0
        rest >>= np.uint64(7)
    ends = np.cumsum(lengths)
    data = np.zeros(int(ends[-1]) if len(ends) else 0, dtype=np.uint8)
    starts = ends - lengths
    for step in range(int(lengths.max(initial=0))):
        has = lengths > step
        part = (numbers[has] >> np.uint64(7 * step)) & np.uint64(0x7F)
        more = (lengths[has] > step + 1).astype(np.uint64) << np.uint64(7)
        data[starts[has] + step] = part | more
    return data.tobytes(), ends


def varint(number: int) -> bytes:
    """Return the bytes of one number."""
    data = bytearray()
    while number > 0x7F:
        data.append(number & 0x7F | 0x80)
        number >>= 7
    data.append(number)
    return bytes(data)


@dataclass(frozen=True, slots=True)
class Carrier:
    """A script that hands a payload over: its name, the hash of the payload, and its text."""

    name: str
    hash: int
    data: bytes

    @property
    def file(self) -> str:
        """The name of its file, which changes with what it carries."""
        return f"{self.name}-{self.hash:06x}.js"


def carrier(name: str, payload: bytes) -> Carrier:
    """Make the script that hands over a payload under `name`."""
    squeezer = zlib.compressobj(6, zlib.DEFLATED, -15)
    squeezed = squeezer.compress(payload) + squeezer.flush()
    text = base64.b64encode(squeezed).decode()
    digest = hashlib.sha256(payload).digest()
    return Carrier(
        name,
        int.from_bytes(digest[:HASH_BYTES], "big"),
        f'Gongkai.take("{name}","{text}")\n'.encode(),
    )


def hashes(carriers: Iterable[Carrier]) -> str:
    """Return the hashes of files in a row, as base64 of three bytes each."""
    row = b"".join(one.hash.to_bytes(HASH_BYTES, "big") for one in carriers)
    return base64.b64encode(row).decode()
