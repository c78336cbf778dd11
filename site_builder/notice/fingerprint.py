"""The fingerprint of a notice: what was signed off, told apart from what has changed since.

SHA-256 over what the notice says and becomes public, in a canonical form: the model as JSON
with English keys, sorted, without what is a default, without white space, as UTF-8. It therefore
does not depend on how the YAML is written (styles, key language, order of keys, comments, short
forms), nor on fields that later versions add and a notice does not use. One character of the
text, an id, a tag or a status code changes it; so does a later version that reads a date or a
status which this one could not, for then other things become public.
"""

from __future__ import annotations

import hashlib
import json
import re

from site_builder.notice.model import Notice

# What stands in the file and never becomes public.
NOT_PUBLIC = frozenset({"review", "waivers", "state", "publish_at"})
# What becomes of a notice, which no document states.
LIFECYCLE = ("corrections", "withdrawn", "superseded_by", "previous", "former_ids")
# What says where and when a notice stands, not what it says: to put a draft up, to give it another
# address or to name what replaces it needs no new sign-off.
_NOT_SIGNED = NOT_PUBLIC | {"former_ids", "superseded_by"}
_FORM = re.compile(r"sha256:[0-9a-f]{64}")
_SHORT = 12


def fingerprint(notice: Notice) -> str:
    """Return the fingerprint, `sha256:` and 64 hexadecimal digits."""
    public = notice.model_dump(mode="json", exclude=set(_NOT_SIGNED), exclude_defaults=True)
    canonical = json.dumps(public, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


def is_fingerprint(text: str) -> bool:
    """Tell whether a text has the form of a fingerprint."""
    return bool(_FORM.fullmatch(text))


def short(text: str) -> str:
    """Return as much of a fingerprint as people compare by eye."""
    return text.removeprefix("sha256:")[:_SHORT]
