"""Errors planted on purpose, each with the rules of the catalogue that must find it.

A planted report prints (or tells) one figure otherwise than it is. Only what the rule looks at changes; what else could contradict it is
left untold, so that nothing but the planted rules can fire. Planted years are the last of their agency, so no later year is drawn in.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

from dagster_project.generator.choices import Choice
from dagster_project.generator.figures import Figures, Value

Plant = Callable[[Choice, Figures, random.Random], tuple[str, ...]]
"""Changes the choice in place and returns the ids of the rules it breaks; an empty tuple if the report offers no occasion."""


def plant(choice: Choice, figures: Figures, rng: random.Random) -> Choice:
    """The choice with one planted error, if one fits; its tables are then printed in full so that the rules can be applied."""
    full = "0"
    printing = replace(choice.printing, zero=full, unreported_share=0.0, dropped_rows=0.0, overrides={})
    layout = "pipe" if choice.dress.layout == "filled_only" else choice.dress.layout
    changed = replace(choice, printing=printing, wording=replace(choice.wording, told={}), dress=replace(choice.dress, layout=layout))
    for attempt in rng.sample(PLANTS[choice.form], len(PLANTS[choice.form])):
        rules = attempt(changed, figures, rng)
        if rules:
            return replace(changed, planted=rules)
    return choice


def _print(choice: Choice, indicator_id: str, value: Value, applicant: str | None = None) -> None:
    choice.printing.overrides[indicator_id, applicant] = value


def _untold(choice: Choice, *ids: str) -> None:
    choice.wording.told.update(dict.fromkeys(ids))


def _prefix(choice: Choice) -> str:
    return "R19" if choice.form == "r2019" else "R21"


def row_total(choice: Choice, figures: Figures, rng: random.Random) -> tuple[str, ...]:
    """The total of an outcome row is one too many, so neither the row nor the total column adds up."""
    row = rng.choice(("outcome_granted", "outcome_cannot_provide_not_held", "outcome_refused_process_information"))
    _print(choice, row, sum(figures.applicants[row]) + 1, "total")
    return f"{_prefix(choice)}-APP-02", f"{_prefix(choice)}-APP-03"


def balance(choice: Choice, figures: Figures, rng: random.Random) -> tuple[str, ...]:
    """More is carried over than was on hand less what was concluded; the row itself adds up."""
    person, over = figures.applicants["applications_concluded_total"][0], figures.applicants["applications_carried_over"]
    if person < 5 or figures.flat["applications_received"] >= 20:
        return ()
    _print(choice, "applications_carried_over", over[0] + 1, "natural_person")
    _print(choice, "applications_carried_over", sum(over) + 1, "total")
    _untold(choice, "n_carried_over")
    return (f"{_prefix(choice)}-APP-01",)


def _block_total(block: str, told: tuple[str, ...]) -> Plant:
    def planted(choice: Choice, figures: Figures, rng: random.Random) -> tuple[str, ...]:
        if not figures.flat["applications_concluded"]:
            return ()
        _print(choice, f"{block}_total", int(figures.flat[f"{block}_total"]) + 1)
        _untold(choice, *told)
        return (f"{_prefix(choice)}-REV-{block}",)

    return planted


def told_received(choice: Choice, figures: Figures, rng: random.Random) -> tuple[str, ...]:
    """The text tells another number of applications than the table."""
    received = int(figures.flat["applications_received"])
    if not received:
        return ()
    wrong = received + int(figures.flat["applications_carried_in"]) + rng.randint(1, 4)
    choice.wording.told["n_applications_received"] = wrong
    choice.wording.forced = ("received",)
    return (f"{_prefix(choice)}-TXT-01",)


def told_normative(choice: Choice, figures: Figures, rng: random.Random) -> tuple[str, ...]:
    """The text tells another number of normative documents than the table."""
    choice.wording.told["n_normative_documents_made"] = int(figures.flat["normative_documents_made"]) + rng.randint(1, 3)
    choice.wording.forced = ("normative",)
    return (f"{_prefix(choice)}-TXT-07",)


def fewer_public_than_new(choice: Choice, figures: Figures, rng: random.Random) -> tuple[str, ...]:
    new = int(figures.flat["normative_documents_published_new"])
    if not new:
        return ()
    _print(choice, "normative_documents_public_total", new - 1)
    _untold(choice, "n_normative_documents_in_force")
    return ("R19-DOC-normative_documents-1",)


def wrong_period(choice: Choice, figures: Figures, rng: random.Random) -> tuple[str, ...]:
    """The stated period is that of the year before: the preface was copied."""
    choice.wording.period_year = figures.year - 1
    return ("REP-YEAR-01",)


def _one_more(indicator_id: str, rules: tuple[str, ...], told: tuple[str, ...]) -> Plant:
    """A figure of a list form is one too many."""

    def planted(choice: Choice, figures: Figures, rng: random.Random) -> tuple[str, ...]:
        _print(choice, indicator_id, (figures.get(choice.form or "", indicator_id) or 0) + 1)
        _untold(choice, *told)
        return rules

    return planted


def _above_total(indicator_id: str, rules: tuple[str, ...], told: tuple[str, ...]) -> Plant:
    """A part of all disclosed information is larger than all of it."""

    def planted(choice: Choice, figures: Figures, rng: random.Random) -> tuple[str, ...]:
        _print(choice, indicator_id, int(figures.flat["disclosed_total"]) + rng.randint(3, 40))
        _untold(choice, *told)
        return rules

    return planted


def told_disclosed(choice: Choice, figures: Figures, rng: random.Random) -> tuple[str, ...]:
    """The text tells far more disclosed items than the annexed form."""
    total = int(figures.flat["disclosed_total"])
    choice.wording.told["n_disclosed_total"] = total + total // 4 + 3
    return ("R14-17",)


STAFF = ("n_staff", "n_staff_full_time", "n_staff_part_time")
MODES = ("n_mode_in_person", "n_mode_fax", "n_mode_online", "n_mode_letter")
NEW_FORM = (
    row_total,
    balance,
    _block_total("review", ("n_review_cases", "n_review_upheld", "n_review_corrected")),
    _block_total("litigation_direct", ("n_litigation_cases", "n_litigation_upheld", "n_litigation_corrected")),
    _block_total("litigation_after_review", ("n_litigation_cases", "n_litigation_upheld", "n_litigation_corrected")),
    told_received,
    told_normative,
    wrong_period,
)
PLANTS: dict[str | None, tuple[Plant, ...]] = {
    None: (wrong_period,),
    "r2019": (*NEW_FORM, fewer_public_than_new),
    "r2021": NEW_FORM,
    "r2014": (
        _one_more("staff_total", ("R14-12",), STAFF),
        _one_more("applications_concluded_on_time", ("R14-05",), ("n_concluded_on_time",)),
        _one_more("applications_mode_online", ("R14-04",), MODES),
        _one_more("answered_granted", ("R14-06",), ("n_outcome_granted",)),
        _one_more("review_cases_upheld", ("R14-10",), ("n_review_upheld",)),
        _above_total("disclosed_normative_documents", ("R14-01", "R14-16"), ("n_normative_documents_disclosed",)),
        told_disclosed,
        wrong_period,
    ),
    "r2008_zj": (
        _above_total("disclosed_channel_website", ("R08-01",), ("n_disclosed_website",)),
        _one_more("staff_total", ("R08-08",), STAFF),
        _one_more("applications_mode_online", ("R08-02",), MODES),
        _one_more("answered_granted", ("R08-04",), ("n_outcome_granted",)),
        wrong_period,
    ),
    "r2008_sh": (
        _one_more("applications_mode_online", ("R08-10",), MODES),
        _one_more("answered_granted", ("R08-11",), ("n_outcome_granted",)),
        _above_total("disclosed_full_text", ("R08-12",), ()),
        wrong_period,
    ),
}
