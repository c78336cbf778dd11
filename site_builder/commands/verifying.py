"""`site-builder verify`: whether a site is still what was built (网页防篡改). It writes nothing."""

from __future__ import annotations

import argparse
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from site_builder.commands.common import COULD_NOT_RUN, DONE, FINDINGS, print_json, say

if TYPE_CHECKING:
    from site_builder.commands.common import Commands
    from site_builder.integrity.comparing import Finding
    from site_builder.integrity.minisign import PublicKey

_FORMATS = ("text", "json")


def add_to(commands: Commands) -> None:
    """Add the command and its arguments."""
    verify = commands.add_parser("verify", help="核对网站：列出被改动、缺少、多出的文件")
    verify.add_argument("site", metavar="文件夹或网址", help="要核对的网站")
    verify.add_argument(
        "--manifest", type=Path, metavar="文件", help="按这份清单核对，默认用网站里的 manifest.json"
    )
    verify.add_argument("--key", type=Path, metavar="文件", help="用这个公钥核对清单的签名")
    verify.add_argument("--format", choices=_FORMATS, default="text", help="输出格式，默认 text")
    verify.set_defaults(run=run)


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What was compared with what, and what differs."""

    site: str
    manifest: str
    kept_apart: bool
    served: bool
    signed: bool | None
    count: int
    findings: list[Finding]


def run(options: argparse.Namespace) -> int:
    """Compare the site with its manifest; return the exit status."""
    from site_builder.integrity.comparing import Kind
    from site_builder.integrity.inventory import NoManifestError
    from site_builder.integrity.minisign import NO_LIBRARY, BadKeyError, PublicKey, has_library
    from site_builder.integrity.served import CannotFetchError
    from site_builder.reading.disk import trouble

    try:
        key = PublicKey.read(options.key) if options.key else None
        if key and not has_library():
            say(NO_LIBRARY)
            return COULD_NOT_RUN
        if re.match(r"https?://[^/]", options.site, re.IGNORECASE):
            verdict = _served(options.site, options.manifest, key)
        else:
            verdict = _folder(Path(options.site), options.manifest, key)
    except (NoManifestError, CannotFetchError, BadKeyError) as error:
        say(str(error))
        return COULD_NOT_RUN
    except OSError as error:
        say(f"{trouble(error)}。没有核对完。")
        return COULD_NOT_RUN
    if options.format == "json":
        print_json(_as_json(verdict))
    else:
        print(_as_text(verdict))
    kinds = {finding.kind for finding in verdict.findings}
    if not kinds:
        return DONE
    return COULD_NOT_RUN if kinds == {Kind.UNREAD} else FINDINGS


def _folder(folder: Path, manifest: Path | None, key: PublicKey | None) -> _Verdict:
    from site_builder.commands.progress import counting
    from site_builder.integrity.comparing import compare_folder
    from site_builder.integrity.inventory import NoManifestError, manifest_of
    from site_builder.outputs.manifest import NAME
    from site_builder.swapping import leftover

    if not folder.is_dir():
        if old := leftover(folder.absolute()):
            raise NoManifestError(
                f"{folder} 不在了：上次生成在替换的一刻中断，原有的网站完好，在 {old}。"
                "运行 site-builder build，会先把它放回去。"
            )
        raise NoManifestError(f"找不到文件夹 {folder}。网址要以 http:// 或 https:// 开头。")
    path = manifest or folder / NAME
    data, files = manifest_of(path)
    found = _signature(data, _beside(path) if key else None, key)
    signed = not found if key else None
    with counting() as begin:
        found += compare_folder(folder, files, data, begin("核对", len(files)))
    return _Verdict(str(folder), str(path), manifest is not None, False, signed, len(files), found)


def _served(url: str, manifest: Path | None, key: PublicKey | None) -> _Verdict:
    from site_builder.commands.progress import counting
    from site_builder.integrity.inventory import NoManifestError, files_of, manifest_of
    from site_builder.integrity.served import (
        MOST_MANIFEST_BYTES,
        CannotFetchError,
        Served,
        signature_of,
    )
    from site_builder.outputs.manifest import NAME

    site = Served(url)
    signature: bytes | None = None
    if manifest:
        data, files = manifest_of(manifest)
        signature = _beside(manifest) if key else None
    else:
        try:
            data = site.get(NAME, MOST_MANIFEST_BYTES)
        except CannotFetchError as error:
            raise NoManifestError(
                f"取不到 {site.url}{NAME}：{error}。"
                "网站上没有清单的，用 --manifest 指明生成时的清单。"
            ) from error
        files = files_of(data, site.url + NAME)
        if key:
            try:
                signature = signature_of(site)
            except CannotFetchError as error:
                if not error.status:
                    raise
    found = _signature(data, signature, key)
    signed = not found if key else None
    with counting() as begin:
        found += site.compare(files, data, begin("核对", len(files)))
    shown = str(manifest or site.url + NAME)
    return _Verdict(site.url, shown, manifest is not None, True, signed, len(files), found)


def _beside(manifest: Path) -> bytes | None:
    try:
        return manifest.with_name(f"{manifest.name}.minisig").read_bytes()
    except FileNotFoundError:
        return None


def _signature(data: bytes, signature: bytes | None, key: PublicKey | None) -> list[Finding]:
    from site_builder.integrity.comparing import Finding, Kind
    from site_builder.integrity.minisign import BadSignatureError
    from site_builder.outputs.manifest import SIGNATURE

    if key is None:
        return []
    if signature is None:
        return [Finding(Kind.SIGNATURE, SIGNATURE, "没有签名文件")]
    try:
        key.check(data, signature)
    except BadSignatureError as error:
        return [Finding(Kind.SIGNATURE, SIGNATURE, str(error))]
    return []


def _as_json(verdict: _Verdict) -> str:
    data = {
        "site": verdict.site,
        "manifest": verdict.manifest,
        "signed": verdict.signed,
        "count": verdict.count,
        "findings": [
            {"kind": kind.value, "path": path, "detail": detail}
            for kind, path, detail in verdict.findings
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=1)


def _as_text(verdict: _Verdict) -> str:
    from site_builder.integrity.comparing import LABELS

    lines = [
        f"{LABELS[kind]}  {_printable(path)}" + (f"（{_printable(detail)}）" if detail else "")
        for kind, path, detail in verdict.findings
    ]
    counts = {
        label: sum(finding.kind is kind for finding in verdict.findings)
        for kind, label in LABELS.items()
    }
    said = "、".join(f"{label} {count:,} 个" for label, count in counts.items() if count)
    lines.append(f"核对了 {verdict.count:,} 个文件：{said or '与清单完全一致'}。")
    lines.append(f"依据：{verdict.manifest}{'，签名有效' if verdict.signed else ''}")
    if verdict.served:
        lines.append("通过网址看不到多出来的文件；要查多出的文件，在服务器上核对文件夹。")
    if not verdict.kept_apart and verdict.signed is None:
        lines.append(
            "清单和网站放在一起，能改网页的人也能改清单。要防这一点，"
            "用 --manifest 指明另外保存的清单，或者用 --key 核对签名。"
        )
    return "\n".join(lines)


def _printable(text: str) -> str:
    """Show what a stranger may have named, without what a terminal would obey."""
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape", "replace").decode()
        for char in text.encode("utf-8", "backslashreplace").decode()
    )
