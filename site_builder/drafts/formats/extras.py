"""What a reader says when the library it wants is not installed."""

from __future__ import annotations

from site_builder.drafts.doubts import Doubts


def missing(doubts: Doubts, library: str, extra: str) -> None:
    """Raise a doubt of severity error (D910) that names the command which installs `library`.

    `library` is the name on the package index, such as python-docx; `extra` is the extra of this
    package that brings it. A reader imports its library inside `read`, never at the top:

        try:
            import docx
        except ImportError:
            missing(doubts, "python-docx", "docx")
            return None
    """
    doubts.add_at("D910", 1, 1, library=library, extra=extra)
