"""All notices of a site, sorted and immutable, as much of each as other pages need."""

from site_builder.library.entry import (
    DIGEST,
    OPEN,
    Entry,
    EntryContact,
    OpenIssue,
    dated,
    entry_of,
    signed,
)
from site_builder.library.lifecycle import Lifecycle, Place
from site_builder.library.notices import Library
from site_builder.library.publicity import HeldBack, held_back, is_draft, preview, public
from site_builder.library.sharing import Sharing

__all__ = [
    "DIGEST",
    "OPEN",
    "Entry",
    "EntryContact",
    "HeldBack",
    "Library",
    "Lifecycle",
    "OpenIssue",
    "Place",
    "Sharing",
    "dated",
    "entry_of",
    "held_back",
    "is_draft",
    "preview",
    "public",
    "signed",
]
