"""The key that a project signs with: where it may not lie, and what it takes to use it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from site_builder.integrity.minisign import NO_LIBRARY, BadKeyError, SecretKey, has_library
from site_builder.reading.disk import reason


def project_key(path: Path, public: Iterable[Path]) -> SecretKey:
    """Return the secret key of a project; `public` are the folders that end up on the site.

    Raises:
        BadKeyError: it lies in one of these, cannot be read, or there is no library to sign with.
    """
    must_be_private(path, public)
    if not has_library():
        raise BadKeyError(NO_LIBRARY)
    try:
        return SecretKey.read(path)
    except OSError as error:
        raise BadKeyError(
            f"读不了私钥 {path}：{reason(error)}。改正 mkdocs.yml 里的 signing_key，"
            "或者用 site-builder keygen 生成一对密钥。"
        ) from error


def must_be_private(path: Path, public: Iterable[Path]) -> None:
    """Raise `BadKeyError` where a key lies, or would lie, in a folder that is made public."""
    for folder in public:
        if path.resolve().is_relative_to(folder.resolve()):
            raise BadKeyError(
                f"私钥 {path} 放在会公开或者打包的文件夹 {folder} 里。移到项目以外的地方，"
                "换一对新的密钥，再改 signing_key。"
            )
