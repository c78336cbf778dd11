"""What a survey of a built site amounts to: the table of evidence, and the findings."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import chain

from site_builder.selfcheck.finding import Finding
from site_builder.selfcheck.freshness import column_findings, freshness_findings
from site_builder.selfcheck.page_findings import footer_findings, link_findings, markup_findings
from site_builder.selfcheck.scan import Kind
from site_builder.selfcheck.sitemap import sitemap_findings
from site_builder.selfcheck.survey import Survey
from site_builder.selfcheck.tag_table import Row, tag_findings, tag_table


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a self-check on one day."""

    site: str
    url: str
    today: date
    kinds: dict[Kind, int]
    rows: tuple[Row, ...]
    findings: tuple[Finding, ...]

    @property
    def clean(self) -> bool:
        """Whether nothing is to be mended."""
        return all(finding.note for finding in self.findings)


def report_of(survey: Survey, site: str, today: date) -> Report:
    """Judge a site as it stands on a day."""
    kinds = Counter(page.kind for page in survey.pages)
    rows = tag_table(survey.pages)
    findings = chain(
        tag_findings(rows, survey.pages),
        link_findings(survey),
        markup_findings(survey),
        sitemap_findings(survey),
        freshness_findings(survey.pages, today),
        column_findings(survey),
        footer_findings(survey.pages),
    )
    return Report(
        site,
        survey.url,
        today,
        {kind: kinds[kind] for kind in Kind if kinds[kind]},
        rows,
        tuple(findings),
    )
