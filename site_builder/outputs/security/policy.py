"""The Content-Security-Policy: that of a page, in its head, and that of the whole site, served."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from site_builder.outputs.security.inline import NOTHING, Inline

# For some browsers a page on a disk is no site of its own, so that 'self' alone would refuse its
# own scripts. Of pages from a server none gives them files of the reader's disk.
_DISK = "file:"
_BASE: Mapping[str, tuple[str, ...]] = {
    "default-src": ("'self'", _DISK),
    "script-src": ("'self'", _DISK),
    "style-src": ("'self'", _DISK),
    "img-src": ("'self'", "data:", _DISK),
    "object-src": ("'none'",),
    "base-uri": ("'none'",),
    "form-action": ("'self'", _DISK),
}
# Those fall back to another where they are not given, and do not where they are.
_FALLBACK = {"frame-src": "default-src", "media-src": "default-src"}
# What a source outside, named in mkdocs.yml, may give.
_FROM_OUTSIDE = ("default-src", "script-src", "style-src", "img-src")
# What only the answer of a server can say.
_SERVED_ONLY = ("frame-ancestors 'self'",)
# Directives and sources are written with these alone: no quote or line end can get out of them.
_SOUND = re.compile(r"[a-z-]+(?: [A-Za-z0-9'+/=:.-]+)+")
_META = re.compile(rb'<meta http-equiv="Content-Security-Policy" content="([^"<>&]*)">')


def page_policy(inline: Inline = NOTHING, outside: Sequence[str] = ()) -> str:
    """Return what a page says in its head: its own site, and what it needs beside that.

    `outside` are origins that scripts, styles and images may come from as well.
    """
    directives = {name: list(sources) for name, sources in _BASE.items()}
    for name in _FROM_OUTSIDE:
        directives[name] += outside
    for name, source in sorted(inline.sources):
        usual = directives.get(_FALLBACK.get(name, ""), [])
        sources = directives.setdefault(name, list(usual))
        if source not in sources:
            sources.append(source)
    return _written(directives)


def served_policy(policies: Iterable[str]) -> str:
    """Return one that a server may send with every page: what any of them needs, and no more.

    Where a page has its own besides, a browser minds both.

    Raises:
        ValueError: one of them is none that this program wrote.
    """
    directives: dict[str, list[str]] = {}
    for policy in {page_policy(): None, **dict.fromkeys(sorted(policies))}:
        for directive in policy.split("; "):
            if not _SOUND.fullmatch(directive):
                raise ValueError(policy)
            name, *sources = directive.split(" ")
            known = directives.setdefault(name, [])
            known += [one for one in sources if one not in known and one != _DISK]
    return "; ".join((_written(directives), *_SERVED_ONLY))


def policy_in(head: bytes) -> str | None:
    """Return the policy that the beginning of a page holds, None if it holds none."""
    match = _META.search(head)
    return match[1].decode("ascii", "replace") if match else None


def _written(directives: Mapping[str, Sequence[str]]) -> str:
    return "; ".join(" ".join((name, *sources)) for name, sources in directives.items())
