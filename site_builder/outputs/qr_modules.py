"""Bytes → the modules of a QR code (ISO/IEC 18004), as segno makes them, a hundred times as fast.

Error correction M stands a fold in the paper. The mask is always the same: every one can be read,
and to weigh all eight against each other takes five times as long. What all codes of
a size share is taken from segno, which also serves for more than 180 bytes.

Codes are linear: a byte of the data turns over the same modules, whatever the others are. So what
it does in its place is worked out once, and a code is put together of that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial, reduce
from itertools import product, zip_longest
from operator import getitem, xor
from typing import NamedTuple

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


class Modules(NamedTuple):
    """The modules of a code of `side` a side, in `bits` a bit each, 1 where it is dark.

    The first row is in the lowest bits. Each begins with its highest bit, and is filled up to
    `width`, a multiple of 32.
    """

    side: int
    bits: int

    @property
    def width(self) -> int:
        """How many bits a row has."""
        return _width(self.side)


def modules(data: bytes) -> Modules:
    """Return the QR code of some bytes."""
    version = _version(len(data))
    if version is None:
        return _of_segno(_by_segno(data))
    side, blank, places = _layout(version)
    return Modules(side, reduce(xor, map(getitem, places, _encoded(data, version)), blank))


def _version(size: int) -> int | None:
    fitting = (v for v, (_, blocks) in _VERSIONS.items() if size + _OVERHEAD <= sum(blocks))
    return next(fitting, None)


def _by_segno(data: bytes, version: int | None = None) -> segno.QRCode:
    return segno.make_qr(
        data, error="m", version=version, mode="byte", mask=_MASK, boost_error=False
    )


def _of_segno(code: segno.QRCode) -> Modules:
    side = len(code.matrix)
    places = product(range(side), repeat=2)
    return Modules(side, sum(_bit(y, x, side) for y, x in places if code.matrix[y][x]))


def _width(side: int) -> int:
    return -(-side // 32) * 32


def _bit(y: int, x: int, side: int) -> int:
    return 1 << _width(side) * (y + 1) - 1 - x


def _encoded(data: bytes, version: int) -> bytes:
    """Return what is said of the data, the data, and padding."""
    whole = (0x4 << 8 | len(data)) << 8 * len(data) | int.from_bytes(data)
    encoded = (whole << 4).to_bytes(len(data) + _OVERHEAD)
    return encoded + _PADDING[: sum(_VERSIONS[version][1]) - len(encoded)]


class _Sums(dict[int, int]):
    """Something linear of a byte, by its value: the sum (xor) of what its bits have.

    That of a single bit `of_bit` knows, and is asked once.
    """

    def __init__(self, of_bit: Callable[[int], int]) -> None:
        super().__init__({0: 0})
        self._of_bit = of_bit

    def __missing__(self, value: int) -> int:
        bit = value & -value
        self[value] = found = self._of_bit(bit) if value == bit else self[value ^ bit] ^ self[bit]
        return found


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
def _multiples(length: int) -> _Sums:
    """Return the multiples of the generator polynomial, without its first coefficient."""
    generator, root = [1], 1
    for _ in range(length):
        shifted = zip([*generator, 0], [0, *generator], strict=True)
        generator = [here ^ _times(root, before) for here, before in shifted]
        root = _times(root, 2)
    rest = generator[1:]
    return _Sums(lambda bit: int.from_bytes(bytes(_times(bit, one) for one in rest)))


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


class _Layout(NamedTuple):
    """A version: its side, the code of nothing but zeros, and what each byte of data turns over."""

    side: int
    blank: int
    places: list[_Sums]


@cache
def _layout(version: int) -> _Layout:
    of_segno = _by_segno(b"", version)
    side, blank = _of_segno(of_segno)
    taken = _taken(side, version)
    bits = []
    for y, x in (place for place in _zigzag(side) if place not in taken):
        bits.append(bit := _bit(y, x, side))
        masked = (y // 2 + x // 3) % 2 == 0
        blank = blank | bit if masked else blank & ~bit
    return _Layout(side, blank, list(_places(bits, *_VERSIONS[version])))


def _places(bits: Sequence[int], length: int, sizes: Sequence[int]) -> Iterator[_Sums]:
    """Yield what each byte of data turns over, of the modules that are the bits of codewords."""
    numbers, count = range(sum(sizes)), len(sizes)
    blocks = [numbers[sum(sizes[:one]) : sum(sizes[: one + 1])] for one in range(count)]
    # The first byte of every block, then the second; the first blocks may be a byte shorter.
    in_turn = [one for row in zip_longest(*blocks) for one in row if one is not None]
    for first, block in enumerate(blocks):
        corrections = [8 * (len(numbers) + first + one * count) for one in range(length)]
        digits = [
            _of_digits(bits[at : at + 4]) for start in corrections for at in (start, start + 4)
        ]
        for behind, number in zip(range(len(block) - 1, -1, -1), block, strict=True):
            at = 8 * in_turn.index(number)
            own = {128 >> one: bit for one, bit in enumerate(bits[at : at + 8])}
            yield _Sums(partial(_turned, own, digits, behind))


def _of_digits(bits: Sequence[int]) -> dict[str, int]:
    """Return what each hexadecimal digit turns over, of what its four bits do."""
    return {
        f"{digit:x}": sum(bit for one, bit in enumerate(bits) if digit & 8 >> one)
        for digit in range(16)
    }


def _turned(own: dict[int, int], digits: list[dict[str, int]], behind: int, byte: int) -> int:
    """Return what a byte turns over, its correction too; so many are `behind` it in its block."""
    correction = _correction(bytes([byte]) + bytes(behind), len(digits) // 2)
    return reduce(xor, map(getitem, digits, correction.hex()), own[byte])


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
