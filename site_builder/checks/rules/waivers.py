"""Rules about waivers: what sets a rule aside has to be real, reasoned and of use."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.checks.rule import Finding, rule
from site_builder.checks.subject import Subject
from site_builder.checks.waiving import is_rule, is_waivable
from site_builder.notice.diagnostics import Severity


@rule(
    "N130",
    Severity.WARNING,
    title="豁免了不存在的规则",
    why="代码写错的豁免不起作用，要豁免的那一处照样会报，或者根本没有这回事。",
    cure="核对代码；全部规则见 docs/rules.md。读文件时的错误（N100 到 N111、N113、N114）不能豁免。",
)
def rule_exists(subject: Subject) -> Iterator[Finding]:
    """Find waivers of rules that there are not."""
    for index, waiver in enumerate(subject.notice.waivers):
        if not is_rule(waiver.rule):
            path = ("waivers", index, "rule")
            yield Finding(path, 0, len(waiver.rule), f"没有“{waiver.rule}”这条规则")


@rule(
    "N131",
    Severity.WARNING,
    title="豁免没有写理由",
    why="豁免是留给复核的人看的：为什么这里可以不按规则来。没有理由的豁免不起作用。",
    cure="补上一行“理由: …”，写明依据；没有理由就删去豁免，把指出的地方改正。",
)
def reason_is_given(subject: Subject) -> Iterator[Finding]:
    """Find waivers without a reason."""
    for index, waiver in enumerate(subject.notice.waivers):
        if waiver.reason is None:
            path = ("waivers", index, "rule")
            yield Finding(path, 0, len(waiver.rule), f"对 {waiver.rule} 的豁免没有写理由")


@rule(
    "N132",
    Severity.WARNING,
    title="豁免没有用上",
    why="要豁免的地方已经改掉，豁免却还留着，以后同样的错误就会被它放过去。",
    cure="删去这条豁免；只豁免几个字的，核对“文字”是否与正文一致。",
)
def is_of_use(subject: Subject) -> Iterator[Finding]:
    """Find waivers that set nothing aside; runs when all others have run."""
    for index in subject.idle_waivers:
        waiver = subject.notice.waivers[index]
        path = ("waivers", index, "rule")
        yield Finding(path, 0, len(waiver.rule), f"对 {waiver.rule} 的豁免没有用上")


@rule(
    "N133",
    Severity.WARNING,
    title="这条规则不能豁免",
    why="编号相同会让两份通报挤在一个网址上，豁免本身的毛病也不能再豁免；"
    "审核环节不全（N701）和审核后有改动（N702）只能由 mkdocs.yml 豁免，不能由通报自己免去。",
    cure="删去这条豁免，把指出的地方改正。",
)
def may_be_waived(subject: Subject) -> Iterator[Finding]:
    """Find waivers of rules that no notice may set aside."""
    for index, waiver in enumerate(subject.notice.waivers):
        if is_rule(waiver.rule) and not is_waivable(waiver.rule, by_project=False):
            path = ("waivers", index, "rule")
            yield Finding(path, 0, len(waiver.rule), f"{waiver.rule} 不能在通报里豁免")
