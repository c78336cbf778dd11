"""Settings for web servers: what a server has to say beside the bytes of a file."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from markupsafe import Markup

from site_builder.outputs.compressed import Encoding, compressible
from site_builder.outputs.pages import environment


@dataclass(frozen=True, slots=True)
class Server:
    """A kind of web server: its name for people, and the file that its settings go into."""

    title: str
    file: str


SERVERS = {
    "nginx": Server("nginx", "gongkai.conf"),
    "apache": Server("Apache", "gongkai.conf"),
    "caddy": Server("Caddy", "gongkai.caddy"),
}

# A page may ask for none of these, and no page put into it may.
_UNUSED = (
    *("accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer"),
    *("microphone", "midi", "payment", "usb", "xr-spatial-tracking"),
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    # For browsers that know no frame-ancestors.
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in _UNUSED),
    "Cross-Origin-Resource-Policy": "same-site",
}
# Over plain HTTP browsers ignore the first with a complaint, and the second in silence.
_HTTPS_HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000",
}
# Those whose names end in a hash of what is in them never change.
_HASHED = (
    r"/assets/(?:javascripts|stylesheets)/(?:[a-z]+/)?[a-z]+\.[0-9a-f]{8}\.min\.(?:js|css)",
    r"/search/[a-z0-9]+-[0-9a-f]{6,}\.js",
    r"/assets/gongkai/site\.[0-9a-f]{8}\.(?:js|css)",
)
_TYPES = {
    "text/html": "html",
    "text/css": "css",
    "text/javascript": "js mjs",
    "text/plain": "txt minisig",
    "text/csv": "csv",
    "application/xml": "xml",
    "application/json": "json map",
    "application/pdf": "pdf",
    "application/zip": "zip",
    "application/gzip": "gz",
    "application/x-brotli": "br",
    "application/vnd.sqlite3": "sqlite",
    "application/msword": "doc",
    "application/vnd.ms-excel": "xls",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "image/svg+xml": "svg",
    "image/png": "png",
    "image/jpeg": "jpg jpeg",
    "image/gif": "gif",
    "image/webp": "webp",
    "image/avif": "avif",
    "image/x-icon": "ico",
    "font/woff": "woff",
    "font/woff2": "woff2",
    "audio/mpeg": "mp3",
    "video/mp4": "mp4",
    "video/webm": "webm",
}
# Names whose ending does not tell what they are, as patterns of the last part of a path.
_NAMED_TYPES = {
    r"feed(?:-status)?\.xml": "application/atom+xml",
    r"feed(?:-status)?\.json": "application/feed+json",
    r"opensearch\.xml": "application/opensearchdescription+xml",
    r"SHA256SUMS": "text/plain",
}
_TEXTS = frozenset(
    (
        *("text/html", "text/css", "text/javascript", "text/plain", "text/csv"),
        *("application/xml", "application/atom+xml", "application/opensearchdescription+xml"),
        "image/svg+xml",
    )
)
# Worth packing on the way; the rest is packed already.
_PACKED_ON_THE_WAY = (
    *sorted(_TEXTS - {"text/html"}),
    *("application/json", "application/feed+json", "application/vnd.sqlite3"),
)


# What browsers and servers call an encoding; of two, the one that packs better is tried first.
_ENCODINGS = {Encoding.BR: "br", Encoding.GZ: "gzip"}


def server_settings(name: str, policy: str, base: str, packed: Collection[Encoding]) -> str:
    """Return the settings for a kind of server (`SERVERS`).

    `policy` is what is to be sent with every page, and `base` the path of the site on its server,
    with `/` at both ends. `packed` says as what the files of the site lie beside themselves.
    """
    headers = {"Content-Security-Policy": policy, **_HEADERS}
    template = environment().get_template(f"servers/{name}.conf")
    return template.render(
        file=SERVERS[name].file,
        base=Markup(base),
        headers={key: Markup(value) for key, value in headers.items()},
        https_headers={key: Markup(value) for key, value in _HTTPS_HEADERS.items()},
        hashed=Markup("|".join(_HASHED)),
        types=_TYPES,
        named_types={Markup(key): value for key, value in _NAMED_TYPES.items()},
        texts=sorted(_TEXTS - {"text/html"}),
        text_endings=[
            ending
            for kind, endings in _TYPES.items()
            if kind in _TEXTS
            for ending in endings.split()
        ],
        packed=_PACKED_ON_THE_WAY,
        encodings={str(key): value for key, value in _ENCODINGS.items() if key in packed},
        packed_types=dict(_packed_types()),
    )


def _packed_types() -> Iterator[tuple[Markup, str]]:
    """Yield patterns of paths that may lie there packed, and their types; the first one holds."""
    for pattern, kind in _NAMED_TYPES.items():
        ending = pattern.rpartition(".")[2]
        if compressible(f"x.{ending}"):
            yield Markup(f"/{pattern}"), _with_charset(kind)
    for kind, endings in _TYPES.items():
        if found := [ending for ending in endings.split() if compressible(f"x.{ending}")]:
            yield Markup(rf"\.(?:{'|'.join(found)})"), _with_charset(kind)


def _with_charset(kind: str) -> str:
    return f"{kind}; charset=utf-8" if kind in _TEXTS else kind
