"""The options of the plugin in mkdocs.yml, and what they come to once they are found usable."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from mkdocs.config import base, config_options
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import ConfigurationError

from site_builder.checks.settings import Settings, SettingsError, read_settings
from site_builder.integrity.keys import project_key
from site_builder.integrity.minisign import BadKeyError, SecretKey
from site_builder.outputs.compressed import Encoding, UnusableEncodingError, encodings_of
from site_builder.outputs.security.inline import origin_of


class GongkaiConfig(base.Config):  # type: ignore[no-untyped-call]
    """The options of the plugin in mkdocs.yml."""

    notices_dir = config_options.Type(str, default="notices")
    """Folder of the notices, relative to mkdocs.yml."""

    open_data = config_options.Type(bool, default=True)
    """Whether there are files of all notices for other programs, and a page about them."""

    feeds = config_options.Type(bool, default=True)
    """Whether there are feeds."""

    signing_key = config_options.Optional(config_options.Type(str))
    """File of the secret key that signs manifest.json, relative to mkdocs.yml."""

    allowed_sources = config_options.ListOfItems(config_options.Type(str), default=[])
    """Other sites that scripts, styles and images may come from: `https://host`."""

    precompress = config_options.ListOfItems(config_options.Type(str), default=[])
    """As what files lie packed beside themselves too: `gz`, `br`."""

    # What follows is for the checks, which read it by themselves: `site-builder check` does
    # without MkDocs, and both have to say the same.
    words = config_options.Optional(config_options.Type(str))
    """Word list of the project (易错词、规范表述), relative to mkdocs.yml."""

    official_mail = config_options.Type(bool, default=False)
    """Whether a public mailbox has to be an official one."""

    require_review = config_options.Type(int, default=0)
    """How many sign-offs (三审三校) a notice needs."""

    waivers = config_options.Type(list, default=[])
    """Rules set aside: `{rule: N301, notice: id or '*', reason: …}`."""


class Chosen(NamedTuple):
    """What the options come to.

    `notices` is their folder, `settings` are those of the checks. `key` signs the manifest, if it
    is to be signed, and as `encodings` files lie packed beside themselves.
    """

    notices: Path
    settings: Settings
    key: SecretKey | None
    encodings: tuple[Encoding, ...]


def root_of(config: MkDocsConfig) -> Path:
    """Return the project's folder."""
    return config_file_of(config).absolute().parent


def config_file_of(config: MkDocsConfig) -> Path:
    """Return the project's mkdocs.yml."""
    # Where there is no standard input, MkDocs does not tell which file it has read.
    return Path(config.config_file_path or "mkdocs.yml")


def chosen(
    options: GongkaiConfig, config: MkDocsConfig, public_dir: Path | None, *, sealing: bool
) -> Chosen:
    """Return what the options come to; `public_dir` is where the site will lie, if elsewhere.

    Without `sealing` there is no manifest, and nothing to sign.

    Raises:
        ConfigurationError: an option cannot be used, or there is no folder of notices; says in
            Chinese why.
    """
    notices = _notices(options, config)
    try:
        settings = read_settings(config_file_of(config))
        key = _signing_key(options, config, public_dir) if sealing else None
        _must_be_sites(options.allowed_sources)
        return Chosen(notices, settings, key, encodings_of(options.precompress))
    except (SettingsError, BadKeyError, UnusableEncodingError) as error:
        raise ConfigurationError(str(error)) from error


def _notices(options: GongkaiConfig, config: MkDocsConfig) -> Path:
    folder = root_of(config) / options.notices_dir
    if not folder.is_dir():
        raise ConfigurationError(
            f"找不到通报文件夹 {folder}。建立这个文件夹，或在 mkdocs.yml 中改 notices_dir。"
        )
    return folder


def _signing_key(
    options: GongkaiConfig, config: MkDocsConfig, public_dir: Path | None
) -> SecretKey | None:
    """Return the key, which must lie in no folder that is or becomes public."""
    if not options.signing_key:
        return None
    root = root_of(config)
    public = [config.site_dir, config.docs_dir, config.theme.custom_dir, public_dir]
    folders = [root / options.notices_dir, *(Path(one) for one in public if one)]
    return project_key(root / options.signing_key, folders)


def _must_be_sites(sources: list[str]) -> None:
    for source in sources:
        if origin_of(source) != source:
            raise ConfigurationError(
                f"mkdocs.yml 的 allowed_sources 里，“{source}”不是网站的地址。"
                "只写到域名，小写，如 https://dcs.conac.cn。"
            )
