"""What is said of rules in general, for formats that describe them once."""

from __future__ import annotations

from collections.abc import Mapping

from site_builder.checks import rules
from site_builder.checks.rule import LIBRARY_RULES, RULES, LibraryRule, Rule
from site_builder.reporting.report import Words

__all__ = ["rule_words", "rules"]


def rule_words() -> Mapping[str, Words]:
    """Return the words of every rule, by code."""
    every: list[Rule | LibraryRule] = [*RULES.values(), *LIBRARY_RULES.values()]
    return {rule.code: Words(rule.title, rule.why, rule.cure, rule.severity) for rule in every}
