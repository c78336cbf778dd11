"""Keys and signatures in the formats of minisign, which can check what is signed here.

A secret key lies on the disk without a password, as `minisign -G -W` makes it. Signatures are
Ed25519 over the BLAKE2b hash of a file; the same key and file give the same signature.
Formats: https://jedisct1.github.io/minisign/ (“Signature format”, “Public key format”).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

NO_LIBRARY = (
    "签名和核对签名要用 cryptography，这里没有装。照 README 的“安装和生成”再装一遍，就有了。"
)
_ED, _HASHED = b"Ed", b"ED"
_NO_PASSWORD, _CHECKSUM = b"\0\0", b"B2"
_SALT_AND_LIMITS = 32 + 8 + 8
_ID, _SEED, _SIGNATURE, _CHECK = 8, 32, 64, 32
_SECRET = 2 + 2 + 2 + _SALT_AND_LIMITS + _ID + 2 * _SEED + _CHECK
_TRUSTED = "trusted comment: "


class BadKeyError(Exception):
    """This is no key that can be used; the words are Chinese, for the user."""


class BadSignatureError(Exception):
    """A signature is not that of this key for these bytes; the words are Chinese, for the user."""


@dataclass(frozen=True, slots=True)
class SecretKey:
    """What signs."""

    key_id: bytes
    seed: bytes

    @classmethod
    def read(cls, path: Path) -> SecretKey:
        """Read the file of a key.

        Raises:
            BadKeyError: it is none, or one with a password.
            OSError: it cannot be read.
        """
        data = _payload(path.read_bytes(), 0)
        if len(data) != _SECRET or data[:2] != _ED:
            raise BadKeyError(
                f"{path} 不是 minisign 格式的私钥。用 site-builder keygen 生成一对密钥。"
            )
        if data[2:4] != _NO_PASSWORD:
            raise BadKeyError(
                f"{path} 是加了口令的私钥，这里用不了。生成网站以后自己运行 "
                "minisign -S -s 私钥 -m site/manifest.json，或者用 site-builder keygen 另生成一对。"
            )
        own = data[6 + _SALT_AND_LIMITS : -_CHECK]
        check = hashlib.blake2b(_ED + own, digest_size=_CHECK).digest()
        if data[-_CHECK:] not in (check, bytes(_CHECK)):  # minisign writes none without a password
            raise BadKeyError(f"{path} 已经损坏，校验不对。换用备份。")
        return cls(own[:_ID], own[_ID : _ID + _SEED])

    def sign(self, data: bytes, comment: str) -> bytes:
        """Return the file with the signature of `data`; `comment` is signed too."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        key = Ed25519PrivateKey.from_private_bytes(self.seed)
        signature = key.sign(hashlib.blake2b(data).digest())
        whole = key.sign(signature + comment.encode())
        lines = (
            f"untrusted comment: signature by key {_shown(self.key_id)}",
            _encoded(_HASHED + self.key_id + signature),
            _TRUSTED + comment,
            _encoded(whole),
        )
        return ("\n".join(lines) + "\n").encode()

    def files(self) -> tuple[bytes, bytes]:
        """Return the files of this key and of the public key that belongs to it."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        public = Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw()
        own = self.key_id + self.seed + public
        check = hashlib.blake2b(_ED + own, digest_size=_CHECK).digest()
        head = _ED + _NO_PASSWORD + _CHECKSUM + bytes(_SALT_AND_LIMITS)
        shown = _shown(self.key_id)
        secret = f"untrusted comment: minisign secret key {shown}\n{_encoded(head + own + check)}\n"
        data = _encoded(_ED + self.key_id + public)
        return secret.encode(), f"untrusted comment: minisign public key {shown}\n{data}\n".encode()


@dataclass(frozen=True, slots=True)
class PublicKey:
    """What tells whether something was signed with the secret key that belongs to it."""

    key_id: bytes
    point: bytes

    @classmethod
    def read(cls, path: Path) -> PublicKey:
        """Read the file of a public key; raises as `SecretKey.read` does."""
        data = _payload(path.read_bytes(), 0)
        if len(data) != 2 + _ID + _SEED or data[:2] != _ED:
            raise BadKeyError(f"{path} 不是 minisign 格式的公钥。公钥文件的名称通常以 .pub 结尾。")
        return cls(data[2 : 2 + _ID], data[2 + _ID :])

    def check(self, data: bytes, signature: bytes) -> str:
        """Return the comment that was signed along with `data`.

        Raises:
            BadSignatureError: these bytes were not signed so, by this key.
        """
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        first, whole = _payload(signature, 0), _payload(signature, 2)
        lines = signature.decode("utf-8", "replace").split("\n")
        comment = lines[2].removesuffix("\r") if len(lines) > 2 else ""
        sound = len(first) == 2 + _ID + _SIGNATURE and len(whole) == _SIGNATURE
        if not sound or first[:2] not in (_ED, _HASHED) or not comment.startswith(_TRUSTED):
            raise BadSignatureError("签名文件的格式不对")
        if first[2 : 2 + _ID] != self.key_id:
            signer = _shown(first[2 : 2 + _ID])
            raise BadSignatureError(f"签名用的是密钥 {signer}，不是 {_shown(self.key_id)}")
        comment = comment.removeprefix(_TRUSTED)
        signed = hashlib.blake2b(data).digest() if first[:2] == _HASHED else data
        key: Ed25519PublicKey = Ed25519PublicKey.from_public_bytes(self.point)
        try:
            key.verify(first[2 + _ID :], signed)
            key.verify(whole, first[2 + _ID :] + comment.encode())
        except InvalidSignature as error:
            raise BadSignatureError("签名与内容不符") from error
        return comment


def has_library() -> bool:
    """Tell whether signatures can be made and checked here."""
    try:
        from cryptography.hazmat.primitives.asymmetric import ed25519  # noqa: F401
    except ImportError:
        return False
    return True


def _payload(file: bytes, after: int) -> bytes:
    """Return what stands in base64 on the second of the lines from `after` on, b"" if nothing."""
    lines = file.splitlines()
    try:
        return base64.b64decode(lines[after + 1], validate=True)
    except (IndexError, binascii.Error, ValueError):
        return b""


def _encoded(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _shown(key_id: bytes) -> str:
    """Return the name of a key as minisign shows it."""
    return key_id[::-1].hex().upper()
