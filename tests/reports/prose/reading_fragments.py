"""Reading a fragment as if it were a whole report."""

from dagster_project.reports.cleaning import clean
from dagster_project.reports.prose.facts import ProseFact
from dagster_project.reports.prose.ledger import Ledger
from dagster_project.reports.prose.reading import read_prose
from dagster_project.reports.prose.sentences import Sentence, running_text


def facts_of(text: str, report_year: int | None = None) -> list[ProseFact]:
    """Facts that the prose reader finds in a text without tables."""
    cleaned = clean(text).clean
    ledger = Ledger(cleaned)
    ledger.claim_shapes([])
    ledger.claim_enumerators()
    return read_prose(cleaned, [], ledger, [(0, report_year)]).facts


def figures_of(text: str, report_year: int | None = 2016) -> dict[str, str]:
    """Indicator -> value, of the reporting agency only."""
    return {f.indicator_id: format(f.value.normalize(), "f") for f in facts_of(text, report_year) if f.scope.scope == "reporting_agency"}


def one_sentence(text: str) -> Sentence:
    """The last sentence of a text."""
    running = running_text(clean(text).clean, [])
    return running.sentence_at(len(running.text) - 1)
