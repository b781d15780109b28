"""Is it a report, whose, of which year and place?

`identify_all` is the whole interface, `identify` the same for one document. Inside: view (the text cut up), titles, kind (report or
not), dates and years, agency (names), divisions (codes), lookup (the tables). Does not belong here: reading figures, knowing which form
is printed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from dagster_project.reports.identifying.agency import choose
from dagster_project.reports.identifying.divisions import PlaceEvidence
from dagster_project.reports.identifying.kind import read_kind
from dagster_project.reports.identifying.place import locate
from dagster_project.reports.identifying.scope import area_scope
from dagster_project.reports.identifying.signatures import signatures
from dagster_project.reports.identifying.titles import find_title, title_of_page
from dagster_project.reports.identifying.view import View
from dagster_project.reports.identifying.years import read_years
from dagster_project.reports.model import CleanText, Identity

__all__ = ["Document", "identify", "identify_all"]


class Document(NamedTuple):
    """What is known of a document. `metadata` are what its reader knows of it (address, page title); any keys."""

    text: CleanText
    source_uri: str
    metadata: dict[str, str]


def identify(text: CleanText, source_uri: str, metadata: dict[str, str]) -> Identity:
    """Identity of one cleaned document."""
    return identify_all([Document(text, source_uri, metadata)])[0]


def identify_all(documents: Sequence[Document]) -> list[Identity]:
    """The same for many, one question after the other: the patterns that answer it are then at hand for all of them."""
    views = [View(document.text) for document in documents]
    titles = [find_title(view) or title_of_page(d.metadata.get("title", ""), view) for d, view in zip(documents, views, strict=True)]
    kinds = [read_kind(view, title) for view, title in zip(views, titles, strict=True)]
    identities = [Identity(kind.is_report, kind.reason, title.text if title else None) for kind, title in zip(kinds, titles, strict=True)]
    ours = [number for number, kind in enumerate(kinds) if kind.is_report]
    signed = {n: signatures(views[n]) for n in ours}
    when = {n: read_years(views[n], titles[n], signed[n]) for n in ours}
    chosen = {n: choose(views[n], titles[n], signed[n], documents[n].metadata) for n in ours}
    evidence = {n: PlaceEvidence(views[n], documents[n].source_uri, documents[n].metadata) for n in ours}
    located = {n: locate(*chosen[n], when[n].report_year, evidence[n], views[n]) for n in ours}
    for n in ours:
        place, years, (agency, _) = located[n], when[n], chosen[n]
        identities[n] = replace(
            identities[n],
            agency_name=place.agency_name,
            agency_own_name=place.own_name,
            agency_level=place.level,
            division_code=place.division_code,
            report_year=years.report_year,
            period_start=years.period.first if years.period else None,
            period_end=years.period.last if years.period else None,
            published_on=years.published_on,
            area_scope=area_scope(views[n], place.level),
            evidence={"agency": f"{agency.source}: {agency.passage}", "division": place.evidence, **years.evidence},
        )
    return identities
