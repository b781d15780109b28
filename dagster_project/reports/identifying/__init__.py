"""Is it a report, whose, of which year and place?

`identify` is the whole interface. Inside: view (the text cut up), titles, kind (report or not), dates and years, agency
(names), divisions (codes), lookup (the tables). Does not belong here: reading figures, knowing which form is printed.
"""

from __future__ import annotations

from dagster_project.reports.identifying import agency as agencies
from dagster_project.reports.identifying import divisions, kind, titles, years
from dagster_project.reports.identifying.place import locate
from dagster_project.reports.identifying.scope import area_scope
from dagster_project.reports.identifying.signatures import signatures
from dagster_project.reports.identifying.view import View
from dagster_project.reports.model import CleanText, Identity

__all__ = ["identify"]


def identify(text: CleanText, source_uri: str, metadata: dict[str, str]) -> Identity:
    """Identity of one cleaned document. `metadata` are what the reader knows of it (address, page title); any keys."""
    seen = View(text)
    title = titles.find_title(seen) or titles.title_of_page(metadata.get("title", ""), seen)
    judged = kind.read_kind(seen, title)
    if not judged.is_report:
        return Identity(is_report=False, reason=judged.reason, title=title.text if title else None)
    signed = signatures(seen)
    when = years.read_years(seen, title, signed)
    chosen, candidates = agencies.choose(seen, title, signed)
    evidence = divisions.PlaceEvidence(seen, source_uri, metadata)
    located = locate(chosen, candidates, when.report_year, evidence, seen)
    return Identity(
        is_report=True,
        title=title.text if title else None,
        agency_name=located.agency_name,
        agency_own_name=located.own_name,
        agency_level=located.level,
        division_code=located.division_code,
        report_year=when.report_year,
        period_start=when.period.first if when.period else None,
        period_end=when.period.last if when.period else None,
        published_on=when.published_on,
        area_scope=area_scope(seen, located.level),
        evidence={"agency": f"{chosen.source}: {chosen.passage}", "division": located.evidence, **when.evidence},
    )
