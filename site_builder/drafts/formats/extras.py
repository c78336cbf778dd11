"""What a reader says when the library it wants is not installed."""

from __future__ import annotations

from site_builder.drafts.doubts import Doubts


def missing(doubts: Doubts, library: str) -> None:
    """Raise a doubt of severity error (D910) that names the library, such as pypdfium2.

    A reader imports its library inside `read`, never at the top:

        try:
            import pypdfium2
        except ImportError:
            missing(doubts, "pypdfium2")
            return None
    """
    doubts.add_at("D910", 1, 1, library=library)
