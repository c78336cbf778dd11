"""Bytes → the modules of a QR code (ISO/IEC 18004), as segno makes them but five times as fast.

Error correction M stands a fold in the paper. The mask is always the same: every one can be read,
and to weigh all eight against each other takes five times as long. What all codes of
a size share is taken from segno, which also serves for more than 180 bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import product
from operator import itemgetter

import segno

_MASK = 4
# Of each version (size): the codewords of error correction in a block, and the data in each block.
_VERSIONS = {
    1: (10, (16,)),
    2: (16, (28,)),
    3: (26, (44,)),
    4: (18, (32, 32)),
    5: (24, (43, 43)),
    6: (16, (27, 27, 27, 27)),
    7: (18, (31, 31, 31, 31)),
    8: (22, (38, 38, 39, 39)),
    9: (22, (36, 36, 36, 37, 37)),
}
_OVERHEAD = 2  # bytes: what is encoded (4 bits), its length (8 bits), its end (4 bits)
# What is behind the end is not read. The standard begins with 0xEC; segno with a zero, and so
# must this, for a code that is printed already should not be drawn in another way.
_PADDING = b"\0" + b"\xec\x11" * 128
_LEFT_OVER = 7  # bits, at most, that a code has place for and no use
_INVERTED = str.maketrans("01", "10")


def modules(data: bytes) -> list[str]:
    """Return the rows of the QR code of some bytes, a dark module `1` and a light one `0`."""
    version = _version(len(data))
    if version is None:
        return _rows_of(_by_segno(data))
    pick, side = _layout(version)
    bits = _bits(_codewords(data, version))
    picked = "".join(pick(bits + bits.translate(_INVERTED) + "01"))
    return [picked[start : start + side] for start in range(0, side * side, side)]


def _version(size: int) -> int | None:
    fitting = (v for v, (_, blocks) in _VERSIONS.items() if size + _OVERHEAD <= sum(blocks))
    return next(fitting, None)


def _by_segno(data: bytes, version: int | None = None) -> segno.QRCode:
    return segno.make_qr(
        data, error="m", version=version, mode="byte", mask=_MASK, boost_error=False
    )


def _rows_of(code: segno.QRCode) -> list[str]:
    return ["".join(map(str, row)) for row in code.matrix]


# What is encoded


def _codewords(data: bytes, version: int) -> bytes:
    """Return the data, its padding and its error correction, with the blocks interleaved."""
    correction, sizes = _VERSIONS[version]
    whole = (0x4 << 8 | len(data)) << 8 * len(data) | int.from_bytes(data)
    encoded = (whole << 4).to_bytes(len(data) + _OVERHEAD)
    padded = encoded + _PADDING[: sum(sizes) - len(encoded)]
    starts = [sum(sizes[:number]) for number in range(len(sizes))]
    blocks = [padded[start : start + size] for start, size in zip(starts, sizes, strict=True)]
    corrections = [_correction(block, correction) for block in blocks]
    return _interleaved(blocks) + _interleaved(corrections)


def _interleaved(blocks: Sequence[bytes]) -> bytes:
    """Return the first byte of every block, then the second; the first may be a byte shorter."""
    short, count = len(blocks[0]), len(blocks)
    whole = bytearray(short * count)
    for number, block in enumerate(blocks):
        whole[number::count] = block[:short]
    return bytes(whole) + b"".join([block[short:] for block in blocks])


def _bits(codewords: bytes) -> str:
    """Return the bits of codewords, and zeros for what is left over."""
    return format(int.from_bytes(codewords), f"0{8 * len(codewords)}b") + "0" * _LEFT_OVER


# Reed-Solomon: the remainder of a division by a polynomial over GF(256)


def _correction(block: bytes, length: int) -> bytes:
    """Return the error correction of a block: the remainder, kept in one number as it is made."""
    multiples = _multiples(length)
    shift, low = 8 * (length - 1), (1 << 8 * (length - 1)) - 1
    remainder = 0
    for byte in block:
        remainder = (remainder & low) << 8 ^ multiples[remainder >> shift ^ byte]
    return remainder.to_bytes(length)


@cache
def _multiples(length: int) -> list[int]:
    """Return all 256 multiples of the generator polynomial, without its first coefficient."""
    generator, root = [1], 1
    for _ in range(length):
        shifted = zip([*generator, 0], [0, *generator], strict=True)
        generator = [here ^ _times(root, before) for here, before in shifted]
        root = _times(root, 2)
    rest = generator[1:]
    return [
        int.from_bytes(bytes(_times(factor, coefficient) for coefficient in rest))
        for factor in range(256)
    ]


def _times(one: int, other: int) -> int:
    """Multiply in GF(256) modulo x⁸ + x⁴ + x³ + x² + 1."""
    product = 0
    while other:
        if other & 1:
            product ^= one
        one = one << 1 ^ (0x11D if one & 0x80 else 0)
        other >>= 1
    return product


# Where it stands


@cache
def _layout(version: int) -> tuple[Callable[[str], tuple[str, ...]], int]:
    """Return what picks the modules of a version row by row, and how many a side has.

    It picks from the bits of the codewords, the same inverted, and `01` for what all codes share.
    """
    matrix = _by_segno(b"", version).matrix
    side = len(matrix)
    correction, sizes = _VERSIONS[version]
    count = 8 * sum(size + correction for size in sizes) + _LEFT_OVER
    taken = _taken(side, version)
    places = {(y, x): 2 * count + matrix[y][x] for y, x in product(range(side), repeat=2)}
    for number, (y, x) in enumerate(place for place in _zigzag(side) if place not in taken):
        masked = (y // 2 + x // 3) % 2 == 0
        places[y, x] = number + (count if masked else 0)
    return itemgetter(*places.values()), side


def _taken(side: int, version: int) -> set[tuple[int, int]]:
    """Return the places where every code of a version has the same."""
    first, last = range(9), range(side - 8, side)  # the three corners and what is said about it
    taken = {*product(first, first), *product(first, last), *product(last, first)}
    taken |= {place for n in range(side) for place in ((6, n), (n, 6))}
    if version >= 2:
        centres = (6, side - 7) if version < 7 else (6, side // 2, side - 7)
        corners = {(6, 6), (6, side - 7), (side - 7, 6)}
        for y, x in set(product(centres, repeat=2)) - corners:
            taken |= set(product(range(y - 2, y + 3), range(x - 2, x + 3)))
    if version >= 7:
        lines, columns = range(6), range(side - 11, side - 8)
        taken |= {*product(lines, columns), *product(columns, lines)}
    return taken


def _zigzag(side: int) -> Iterator[tuple[int, int]]:
    """Yield all places in the order of the bits: up and down in columns of two, from the right.

    The column of the timing pattern is passed over.
    """
    rights = [*range(side - 1, 6, -2), *range(5, 0, -2)]
    for number, right in enumerate(rights):
        rows = range(side) if number % 2 else range(side - 1, -1, -1)
        yield from ((y, x) for y in rows for x in (right, right - 1))
