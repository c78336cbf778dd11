"""How large a notice may be. Far beyond any real one: what exceeds a limit is a slip or an attack.

| what | limit |
| --- | --- |
| bytes of a file | `notice_file.MAX_BYTES` |
| levels of nesting | `yaml_limits.NESTING` |
| keys, texts, lists and list items of a file | `yaml_limits.MAX_VALUES` |
| keys side by side | `yaml_limits.MAX_KEYS` |
| characters of one text | `MAX_TEXT` |
| issues of a notice | `MAX_ISSUES` |
| faults told of one file | `MAX_FAULTS` |

Aliases, which could multiply what is small, are refused altogether. Attachments are not part of a
notice: the only files that a notice leads to are pages made from its id.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

import yaml

from site_builder.notice.model import Notice
from site_builder.reading.fault import Fault
from site_builder.reading.nodes import place_of
from site_builder.reading.yaml_limits import TOO_MUCH

MAX_TEXT = 100_000
MAX_ISSUES = 5_000
MAX_FAULTS = 200


def beyond_limits(text: str, notice: Notice, root: yaml.Node) -> Iterator[Fault]:
    """Yield what of a notice that is sound otherwise is too long or too many."""
    if len(text) > MAX_TEXT:
        for node in _scalars_below(root):
            if len(node.value) > MAX_TEXT:
                yield Fault(
                    TOO_MUCH,
                    *place_of(node),
                    f"一段文字有 {len(node.value):,} 字，超过上限 {MAX_TEXT:,}",
                    "分成几段；多半是漏了换行，或者粘贴了不是文字的内容。",
                )
    if next(islice(notice.issues(), MAX_ISSUES, None), None):
        yield Fault(TOO_MUCH, 1, 1, f"一份通报有 {MAX_ISSUES:,} 个以上的问题", "拆成几份通报。")


def _scalars_below(root: yaml.Node) -> Iterator[yaml.ScalarNode]:
    """Yield every text of a tree without aliases, keys among them."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, yaml.ScalarNode):
            yield node
        elif isinstance(node, yaml.MappingNode):
            waiting += [each for pair in node.value for each in pair]
        else:
            waiting += node.value


def not_all(faults: Sequence[Fault]) -> Sequence[Fault]:
    """Return the first faults, and one that says how many more there are."""
    if len(faults) <= MAX_FAULTS:
        return faults
    more = f"这份文件还有 {len(faults) - MAX_FAULTS:,} 处写错的地方，没有列出"
    return [*faults[:MAX_FAULTS], Fault(TOO_MUCH, 1, 1, more, "先改好列出的，再检查一次。")]
