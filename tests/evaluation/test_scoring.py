"""How a document is compared with its labels, rule by rule."""

from __future__ import annotations

from typing import Any

import pytest

from dagster_project.evaluation.labels import LabelledDocument, LabelledFact, LabelledNumber
from dagster_project.evaluation.readings import Reading
from dagster_project.evaluation.scoring import DocumentScore, score_document
from dagster_project.evaluation.summary import evaluate

TEXT = "2020年收到申请12件,答复11件。"
DOCUMENT = {"status": "accepted", "report_year": 2020, "division_code": "330327", "agency_level": "county", "regime_by_year": "r2019"}


def label(indicators: str = "n_applications_received", value: str = "12", **changed: Any) -> LabelledFact:
    usual: dict[str, Any] = {
        "applicant": "",
        "is_own": True,
        "is_strict": True,
        "form": "narrative",
        "source_kind": "prose",
        "evidence": "",
    }
    return LabelledFact(indicators=tuple(indicators.split("|")), value=value, **(usual | changed))


def value(indicator: str = "n_applications_received", number: int | None = 12, **changed: Any) -> dict[str, Any]:
    usual = {
        "indicator_id": indicator,
        "value": number,
        "value_state": "number",
        "applicant_type": None,
        "scope": "reporting_agency",
        "period_year": 2020,
        "form": "narrative",
        "source_kind": "prose",
        "evidence_text": "收到申请12件",
        "evidence_start": 5,
        "evidence_end": 12,
        "value_start": 9,
        "value_end": 11,
    }
    return usual | changed


def scored(labels: list[LabelledFact], values: list[dict[str, Any]], numbers: list[dict] | None = None, **document: Any) -> DocumentScore:
    labelled = LabelledDocument("a.txt", facts=labels, numbers=[LabelledNumber("12", 9, "indicator")])
    return score_document(labelled, Reading("a.txt", DOCUMENT | document, TEXT, values, numbers or []))


def counts(score: DocumentScore) -> tuple[int, int, int, int]:
    """Hits, missed, right, invented."""
    return len(score.hits), len(score.missed), len(score.found_right), len(score.invented)


@pytest.mark.parametrize(
    ("labels", "values", "expected"),
    [
        pytest.param([label()], [value()], (1, 0, 1, 0), id="the figure is read"),
        pytest.param([label()], [], (0, 1, 0, 0), id="the figure is missed"),
        pytest.param([], [value()], (0, 0, 0, 1), id="the figure is invented"),
        pytest.param([label()], [value(number=13)], (0, 1, 0, 1), id="another number is a miss and an invention"),
        pytest.param([label(), label()], [value(), value()], (1, 0, 1, 0), id="told twice counts once"),
        pytest.param([label("applications_received|n_applications_received")], [value()], (1, 0, 1, 0), id="each of several ids is right"),
        pytest.param([label(applicant="total")], [value()], (1, 0, 1, 0), id="no applicant type is the total"),
        pytest.param([label(applicant="natural_person")], [value()], (0, 1, 0, 1), id="one applicant type is not the total"),
        pytest.param([label(is_strict=False)], [value()], (0, 0, 1, 0), id="not strict: reading it is no invention"),
        pytest.param([label(is_strict=False)], [], (0, 0, 0, 0), id="not strict: missing it is no miss"),
        pytest.param([label(is_own=False)], [value()], (0, 0, 1, 0), id="labelled for another scope: no invention"),
        pytest.param([label(is_own=False)], [], (0, 0, 0, 0), id="labelled for another scope: no miss"),
        pytest.param([label()], [value(scope="cumulative")], (0, 1, 0, 0), id="read for another scope: a miss, no invention"),
        pytest.param([label()], [value(period_year=2019)], (0, 1, 0, 0), id="read for another year: a miss, no invention"),
        pytest.param([label()], [value(period_year=None)], (1, 0, 1, 0), id="read without a year: the report's"),
        pytest.param([label(value="blank")], [value(number=None, value_state="blank_cell")], (1, 0, 1, 0), id="a blank is a blank"),
        pytest.param([label(value="0")], [value(number=None, value_state="blank_cell")], (0, 1, 0, 1), id="a blank is no zero"),
        pytest.param([label(value="0")], [value(number=0, value_state="zero_from_negation")], (1, 0, 1, 0), id="a negation is a zero"),
    ],
)
def test_figures(labels: list[LabelledFact], values: list[dict[str, Any]], expected: tuple[int, int, int, int]) -> None:
    assert counts(scored(labels, values)) == expected


@pytest.mark.parametrize(
    ("given", "right"),
    [("indicator", True), ("table_cell", True), ("percentage", True), ("year", False), (None, False)],
)
def test_number_classes(given: str | None, right: bool) -> None:
    numbers = [{"token_start": 9, "token_end": 11, "number_class": given}] if given else []
    score = scored([], [], numbers)
    assert score.classes == {("indicator", given or "nothing"): 1}
    assert (not score.class_errors) == right


def test_evidence_and_digits() -> None:
    numbers = [
        {"token_start": 0, "token_end": 4, "number_class": "year"},
        {"token_start": 9, "token_end": 11, "number_class": "indicator"},
        {"token_start": 9, "token_end": 11, "number_class": "indicator"},
    ]
    score = scored([], [value(), value(evidence_text="收到申请13件"), value(value_start=4)], numbers)
    assert score.evidence == (1, 3)
    assert score.digits == (4, 8), "two digits lie in two rows, two in none"


def test_a_document_that_was_not_read_is_missed_whole() -> None:
    labels = {"a.txt": LabelledDocument("a.txt", facts=[label(), label("n_fee", "0")], identity={"report_year": "2020"})}
    summary = evaluate(labels, []).summary()
    assert (summary["documents"], summary["documents_found"]) == (1, 0)
    assert (summary["recall"], summary["precision"], summary["metadata"], summary["reports_accepted"]) == (0.0, 1.0, 0.0, 0.0)


def test_what_is_no_report_should_not_be_accepted() -> None:
    labels = {name: LabelledDocument(name, is_report=False) for name in ("news.txt", "template.txt")}
    readings = [
        Reading("news.txt", {"status": "accepted", "report_year": 2020}),
        Reading("template.txt", {"status": "not_a_report", "report_year": None}),
    ]
    assert evaluate(labels, readings).summary()["negatives_kept_out"] == 0.5


def test_slices_add_up() -> None:
    slices = {"regime": ("r2019",), "contamination": ("chrome", "pinyin")}
    labels = {
        "a.txt": LabelledDocument("a.txt", slices=slices, facts=[label(), label("review_total", "3", form="r2019", source_kind="table")])
    }
    found = [value(), value("review_total", 4, form="r2019", source_kind="table")]
    evaluation = evaluate(labels, [Reading("a.txt", DOCUMENT, TEXT, found)])
    assert {k: (s.targets, s.hits, s.found, s.right) for k, s in evaluation.slices["contamination"].items()} == {
        "chrome": (2, 1, 2, 1),
        "pinyin": (2, 1, 2, 1),
    }
    assert {k: s.recall for k, s in evaluation.slices["source kind"].items()} == {"prose": 1.0, "table": 0.0}
    assert {k: s.precision for k, s in evaluation.slices["form"].items()} == {"narrative": 1.0, "r2019": 0.0}
    assert evaluation.slices["indicator group"]["table4_review_litigation"].targets == 1
    assert [s.label.doc for s in evaluation.worst(5)] == ["a.txt"]
