"""What an inspector finds wrong with a site: one kind of fault, on however many pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

INDICATORS = "《政府网站与政务新媒体检查指标》（国办秘函〔2019〕19号）"
EXAMPLES = 5
ALL_PAGES = ("全部网页",)


@dataclass(frozen=True, slots=True)
class Finding:
    """What is not as it should be, on how many pages or how often, and some examples.

    A `note` is only to be known, and leaves the site clean.
    """

    code: str
    title: str
    count: int
    examples: tuple[str, ...]
    cure: str
    basis: str = ""
    note: bool = False


def found(
    code: str,
    title: str,
    examples: Sequence[str],
    cure: str,
    basis: str = "",
    *,
    note: bool = False,
) -> Iterator[Finding]:
    """Yield the finding of which these are all examples; without any, there is none."""
    if examples:
        shown = tuple(dict.fromkeys(examples))[:EXAMPLES]
        yield Finding(code, title, len(examples), shown, cure, basis, note)
