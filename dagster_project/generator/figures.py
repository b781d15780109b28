"""What an agency did, year after year: figures that obey the identities of the catalogue's rules.

One `History` simulates an agency; each year's `Figures` hold the values under the ids of the forms (prefix `zj.`/`sh.` where a local form
groups them otherwise) and the applications by applicant type. Stocks roll forward and what one year carries over the next carries in.
Does not belong here: words (phrases.py), tables (grids.py), errors planted on purpose (planting.py).
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from dagster_project.generator.agencies import Agency
from dagster_project.generator.forms import rows_of

Value = int | Decimal

KINDS = 6
"""Applicant types without the total: natural persons and five kinds of organisations."""

ANSWERS_2014 = (
    ("answered_already_public", 20),
    ("answered_granted", 40),
    ("answered_partially_granted", 6),
    ("answered_refused", 7),
    ("answered_not_this_agency", 8),
    ("answered_not_exist", 9),
    ("answered_asked_to_amend", 4),
    ("answered_other_route", 6),
)
REFUSALS_2014 = ("state_secret", "trade_secret", "privacy", "safety_stability", "not_gov_information", "other_law")
OUTCOME_WEIGHTS = {
    "outcome_granted": 45,
    "outcome_partially_granted": 9,
    "outcome_cannot_provide_not_held": 18,
    "outcome_refused_state_secret": 0.2,
}
COMMON = 2.0
"""Weight of the other outcomes of 2019 and later."""


@dataclass(slots=True)
class Figures:
    """One agency-year. `flat` is keyed by indicator id; `applicants` maps a row of table 3 to its six columns (the total is their sum)."""

    year: int
    flat: dict[str, Value] = field(default_factory=dict)
    applicants: dict[str, list[int]] = field(default_factory=dict)

    def get(self, form: str, indicator_id: str) -> Value | None:
        """The value of a row of a form."""
        prefix = {"r2008_zj": "zj.", "r2008_sh": "sh."}.get(form)
        if prefix and prefix + indicator_id in self.flat:
            return self.flat[prefix + indicator_id]
        return self.flat.get(indicator_id)


def leaves(form: str) -> tuple[str, ...]:
    """The outcome rows of table 3 that carry figures, without their total."""
    return tuple(r.indicator_id for r in rows_of(form, "table3") if r.indicator_id.startswith("outcome_") and not r.is_header)


def split(rng: random.Random, total: int, weights: Sequence[float]) -> list[int]:
    """The total dealt out at random by weight; the parts add up."""
    parts = [0] * len(weights)
    if total > 60:
        sum_of_weights = sum(weights)
        noisy = [w * rng.uniform(0.6, 1.4) for w in weights]
        scale = total / (sum(noisy) or sum_of_weights or 1)
        parts = [int(n * scale) for n in noisy]
        total -= sum(parts)
    for chosen in rng.choices(range(len(weights)), weights=weights, k=total):
        parts[chosen] += 1
    return parts


class History:
    """The years of one agency, in order. `shape` multiplies what is disclosed and applied for in a year: a dip or a rise."""

    def __init__(self, agency: Agency, rng: random.Random, shape: Mapping[int, float] | None = None) -> None:
        self.agency, self.rng, self.shape = agency, rng, shape or {}
        self.scale = agency.scale * rng.uniform(0.4, 1.8)
        self.previous: Figures | None = None
        self.level: dict[str, float] = {}
        self.in_force = rng.randint(2, 60) if agency.kind == "government" else rng.randint(0, 9)
        self.rules_in_force = rng.randint(3, 30) if agency.level == "prefecture" and agency.kind == "government" else 0
        self.items: dict[str, int] = {}
        self.quiet = not self.shape and agency.kind != "government" and rng.random() < 0.5

    def next_year(self, year: int) -> Figures:
        figures = Figures(year)
        for key in ("disclosed", "applications"):
            if key in self.level:
                self.level[key] *= self.shape.get(year, 1.0)
        self._disclosed(figures)
        self._applications(figures)
        self._cases(figures)
        self._work(figures)
        self._documents(figures)
        self._powers(figures)
        self.previous = figures
        return figures

    def _drift(self, key: str, start: float, low: float = 0.75, high: float = 1.35) -> int:
        """A level that moves by a quarter or so a year: never by the five times that the plausibility rules look for."""
        self.level[key] = self.level.get(key, start * self.rng.uniform(0.5, 1.6)) * self.rng.uniform(low, high)
        return max(0, round(self.level[key]))

    def _disclosed(self, f: Figures) -> None:
        rng, flat = self.rng, f.flat
        total = max(8, self._drift("disclosed", 4200 * self.scale**0.8))
        website = total if rng.random() < 0.5 else int(total * rng.uniform(0.7, 0.99))
        flat["disclosed_total"] = total
        flat["disclosed_channel_website"] = website
        flat["disclosed_channel_gazette"] = min(total, rng.choice((0, rng.randint(5, 200)))) if self.agency.kind == "government" else 0
        flat["disclosed_channel_microblog"] = min(total, self._drift("microblog", 300 * self.scale**0.5)) if f.year >= 2012 else 0
        flat["disclosed_channel_wechat"] = min(total, self._drift("wechat", 400 * self.scale**0.5)) if f.year >= 2013 else 0
        others = flat["disclosed_channel_gazette"] + flat["disclosed_channel_microblog"] + flat["disclosed_channel_wechat"]
        missing = max(0, total - website - others)
        flat["disclosed_channel_other"] = max(missing, min(total, rng.randint(0, 60)))
        flat["disclosed_channel_media"] = min(total, rng.randint(0, 80))
        flat["disclosed_channel_board"] = min(total, rng.randint(0, 300))
        flat["disclosed_full_text"] = int(total * rng.uniform(0.6, 1.0))

    def _applications(self, f: Figures) -> None:
        rng = self.rng
        received = 0 if self.quiet and rng.random() < 0.7 else self._drift("applications", 26 * self.scale, 0.65, 1.6)
        legal = round(received * rng.uniform(0, 0.35))
        new = [received - legal, *split(rng, legal, (8, 1, 1, 2, 3))]
        carried_in = list(self.previous.applicants["applications_carried_over"]) if self.previous else [0] * KINDS
        if self.previous is None and f.year >= 2019 and received:
            carried_in[0] = rng.randint(0, max(1, received // 10))
        hand = [n + c for n, c in zip(new, carried_in, strict=True)]
        share = rng.choice((0.0, 0.0, 0.05, 0.12, 0.2))
        over = [int(h * share) for h in hand] if f.year >= 2018 else [0] * KINDS
        done = [h - o for h, o in zip(hand, over, strict=True)]
        f.applicants = {"applications_received_new": new, "applications_carried_in": carried_in}
        f.applicants |= self._outcomes(f.year, done)
        f.applicants["applications_concluded_total"] = done
        f.applicants["applications_carried_over"] = over
        self._application_sums(f)

    def _outcomes(self, year: int, done: list[int]) -> dict[str, list[int]]:
        """Each column dealt out over the leaves; at most one state secret, as a rule of the catalogue expects."""
        ids = leaves("r2021" if year >= 2021 else "r2019")
        weights = [OUTCOME_WEIGHTS.get(i, COMMON) for i in ids]
        columns = [split(self.rng, d, weights) for d in done]
        rows = {i: [c[n] for c in columns] for n, i in enumerate(ids)}
        secret, granted = rows["outcome_refused_state_secret"], rows["outcome_granted"]
        for kind, count in enumerate(secret):
            keep = 1 if kind == 0 and count else 0
            granted[kind] += count - keep
            secret[kind] = keep
        return rows

    def _application_sums(self, f: Figures) -> None:
        rng, flat = self.rng, f.flat
        received, done = sum(f.applicants["applications_received_new"]), sum(f.applicants["applications_concluded_total"])
        flat["applications_received"] = flat["zj.applications_total"] = flat["applications_accepted"] = received
        flat["applications_concluded"] = flat["applications_answered"] = done
        flat["applications_carried_in"] = sum(f.applicants["applications_carried_in"])
        flat["applications_carried_over"] = sum(f.applicants["applications_carried_over"])
        modes = ("in_person", "fax", "online", "letter")
        for mode, n in zip(modes, split(rng, received, (3, 0.5, 6, 3)), strict=True):
            flat[f"applications_mode_{mode}"] = n
        flat["applications_mode_email"] = flat["applications_mode_other"] = 0
        if f.year >= 2019:
            email = flat["applications_mode_online"] // rng.randint(2, 6)
            flat["applications_mode_email"] = email
            flat["applications_mode_online"] -= email
        extended = int(done * rng.choice((0, 0, 0.05, 0.1)))
        flat["applications_concluded_extended"], flat["applications_concluded_on_time"] = extended, done - extended
        for group in ("outcome_refused", "outcome_cannot_provide", "outcome_not_processed", "outcome_other"):
            flat[group] = sum(sum(v) for k, v in f.applicants.items() if k == group or k.startswith(group + "_"))
        for single in ("outcome_granted", "outcome_partially_granted"):
            flat[single] = sum(f.applicants[single])
        self._old_answers(f, received, done)

    def _old_answers(self, f: Figures, received: int, done: int) -> None:
        """The same cases as the forms before 2019 sorted them; r2008 forms answer exactly what they received."""
        rng, flat = self.rng, f.flat
        names = [n for n, _ in ANSWERS_2014]
        flat.update(zip(names, split(rng, done, [w for _, w in ANSWERS_2014]), strict=True))
        reasons = split(rng, int(flat["answered_refused"]), (1, 4, 6, 3, 5, 3))
        flat.update({f"answered_refused_{r}": n for r, n in zip(REFUSALS_2014, reasons, strict=True)})
        zj = split(rng, received, (60, 6, 5, 8, 6, 3))
        zj_names = ("granted", "partially_granted", "refused", "not_this_agency_or_not_exist", "unclear_or_other_route", "other")
        flat.update({f"zj.answered_{n}": v for n, v in zip(zj_names, zj, strict=True)})
        flat.update({f"zj.answered_refused_{r}": n for r, n in zip(REFUSALS_2014[:4], split(rng, zj[2], (1, 3, 4, 2)), strict=True)})
        sh = split(rng, received, (60, 6, 25))
        flat.update({f"sh.answered_{n}": v for n, v in zip(("granted", "partially_granted", "refused"), sh, strict=True)})
        kinds = ("not_gov_information", "not_exist", "not_held", "unclear", *(f"scope{n}" for n in range(1, 7)), "other_reason")
        flat.update({f"sh.answered_refused_{k}": n for k, n in zip(kinds, split(rng, sh[2], [1.0] * len(kinds)), strict=True)})

    def _cases(self, f: Figures) -> None:
        rng, flat, before = self.rng, f.flat, self.previous
        old = f.year < 2019
        busy = int(flat["applications_concluded"]) + (int(before.flat["applications_concluded"]) if before else 0)
        review = min(rng.choice((0, 0, 1, 2, round(busy * 0.04))), busy) if flat["applications_concluded"] else 0
        direct = min(rng.choice((0, 0, 1, round(busy * 0.02))), busy) if review else rng.choice((0, 0, 0, 1 if busy > 10 else 0))
        after = rng.randint(0, min(review, 5))
        results = ("upheld", "corrected", "other_result", "pending")
        weights = (6, 2, 1, 0 if old else 1)
        litigation = [0, 0, 0, 0]
        for block, total in (("review", review), ("litigation_direct", direct), ("litigation_after_review", after)):
            parts = split(rng, total, weights)
            flat.update({f"{block}_{r}": n for r, n in zip(results, parts, strict=True)})
            flat[f"{block}_total"] = total
            if block != "review":
                litigation = [a + b for a, b in zip(litigation, parts, strict=True)]
        flat.update({f"litigation_{r}": n for r, n in zip(results, litigation, strict=True)})
        flat["litigation_total"] = direct + after
        flat["review_cases"], flat["litigation_cases"] = review, direct + after
        for block in ("review", "litigation"):
            flat[f"{block}_cases_upheld"] = flat[f"{block}_upheld"]
            flat[f"{block}_cases_corrected"] = flat[f"{block}_corrected"]
            flat[f"{block}_cases_other"] = flat[f"{block}_other_result"]
            flat[f"{block}_cases_confirmed_illegal"] = flat[f"{block}_corrected"]
            flat[f"{block}_cases_other_corrected"] = flat[f"{block}_other_result"]
        flat["appeals"] = rng.choice((0, 0, 0, 1))
        flat["appeals_dissatisfied_first"] = 0
        flat["complaints_reports"] = rng.choice((0, 0, 0, 1, 2))

    def _work(self, f: Figures) -> None:
        rng, flat, size = self.rng, f.flat, max(1, round(self.scale**0.5 * 4))
        flat["hot_topics_responded"] = rng.randint(0, size * 3)
        flat["press_conferences"] = rng.randint(0, size * 2) if self.agency.kind == "government" else 0
        flat["press_conferences_by_head"] = rng.randint(0, int(flat["press_conferences"]) // 2)
        flat["online_interviews"] = rng.randint(0, size * 2)
        flat["online_interviews_by_head"] = rng.randint(0, int(flat["online_interviews"]) // 2)
        flat["policy_interpretations"] = rng.randint(0, size * 14)
        flat["responses_microblog_wechat"] = rng.randint(0, size * 20)
        flat["responses_other"] = rng.randint(0, size * 6)
        flat["disclosure_offices"] = rng.randint(1, size * 5)
        flat["reading_points"] = rng.randint(1, size * 6)
        flat["staff_full_time"], flat["staff_part_time"] = rng.randint(0, size * 6), rng.randint(1, size * 20)
        flat["staff_total"] = flat["staff_full_time"] + flat["staff_part_time"]
        flat["special_funds"] = rng.choice((0, rng.randint(1, 60), Decimal(rng.randint(5, 900)) / 10))
        flat["work_meetings"] = rng.randint(1, size * 2)
        flat["training_courses"] = rng.randint(1, size * 2)
        flat["trainees"] = int(flat["training_courses"]) * rng.randint(12, 160)
        flat["enquiries"] = flat["phone_enquiries"] = rng.randint(0, 900 * size)
        flat["processing_fee"] = rng.choice((0, 0, 0, 0, rng.randint(2, 400) * 10)) if f.year >= 2021 else 0
        flat["application_fees_collected"] = flat["application_fees_waived"] = 0
        flat["proposals"] = rng.randint(1, size * 30)
        flat["mailbox_letters"] = rng.randint(3, size * 90)
        flat["public_comments"] = rng.randint(0, size * 25)
        flat["microblog_accounts"], flat["wechat_accounts"] = rng.randint(1, size * 3), rng.randint(1, size * 5)
        flat["new_media_accounts"] = flat["microblog_accounts"] + flat["wechat_accounts"]
        flat["service_information_items"], flat["page_views"] = rng.randint(0, 500 * size), rng.randint(500, 90_000 * size)
        flat["visitors_received"], flat["online_enquiries"] = rng.randint(0, 300 * size), rng.randint(0, 300 * size)
        flat["on_request_catalogue_items"] = rng.randint(0, 90)
        flat["disclosure_expenditure"], flat["litigation_expenditure"] = rng.randint(0, 60) * 1000, 0

    def _documents(self, f: Figures) -> None:
        rng, flat = self.rng, f.flat
        most = 3 if self.agency.kind != "government" else 14
        made = rng.randint(0, most)
        flat["normative_documents_made"] = flat["normative_documents_made_new"] = flat["normative_documents_issued"] = made
        flat["disclosed_normative_documents"] = flat["normative_documents_published_new"] = min(made, int(flat["disclosed_total"]))
        repealed = rng.randint(0, min(5, self.in_force))
        self.in_force += made - repealed
        flat["normative_documents_repealed"] = repealed
        flat["normative_documents_public_total"] = flat["normative_documents_in_force"] = flat["normative_documents_stock"] = self.in_force
        rules = rng.randint(0, 3) if self.rules_in_force else 0
        gone = rng.randint(0, 1) if self.rules_in_force > 5 else 0
        self.rules_in_force += rules - gone
        flat["rules_made_new"] = flat["rules_published_new"] = flat["rules_issued"] = rules
        flat["rules_repealed"] = gone
        flat["rules_public_total"] = flat["rules_in_force"] = self.rules_in_force

    def _powers(self, f: Figures) -> None:
        """Licences, penalties, coercion, fees and procurement: stocks of items that roll forward, decisions of the year."""
        rng, flat = self.rng, f.flat
        for power, size in (
            ("admin_licence", 180),
            ("other_management_service", 120),
            ("admin_penalty", 600),
            ("admin_coercion", 60),
            ("admin_fee", 12),
        ):
            stock = self.items.get(power, rng.randint(1, size))
            change = rng.choice((0, 0, 0, rng.randint(-min(4, stock - 1), 6)))
            flat[f"{power}_items_prev_year"], flat[f"{power}_items_change"] = stock, change
            self.items[power] = stock + change
            flat[f"{power}_decisions"] = self._drift(power, 1500 * self.scale if power != "admin_coercion" else 40 * self.scale)
        flat["admin_fee_amount"] = Decimal(self._drift("fee", 3_000_000 * self.scale)) / Decimal(10 ** rng.choice((2, 3, 4)))
        flat["gov_procurement_items"] = self._drift("procurement", 60 * self.scale)
        flat["gov_procurement_amount"] = flat["gov_procurement_items"] * rng.randint(20, 300) * 1000
