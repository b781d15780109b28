"""The score may not fall: on the labelled real reports where they are at hand, and on a fixed generated corpus everywhere.

A change that raises the score raises the level here; a change that lowers it needs a better reason than a new level.
"""

from __future__ import annotations

import importlib.util
import json
import secrets
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from types import ModuleType

import pytest

from dagster_project.commands.evaluate import Source, run_evaluation
from dagster_project.evaluation.summary import Evaluation
from dagster_project.settings import Home

GENERATED = 150
FIXED_SEED = 11
LEVELS_REAL = {
    "recall": 1.0,
    "precision": 1.0,
    "evidence_exact": 1.0,
    "digits_accounted": 1.0,
    "number_classes": 0.99,
    "metadata": 1.0,
    "reports_accepted": 1.0,
}
"""What was reached on the labelled real reports stays reached."""
LEVELS_ANY_SEED = {
    "cell_recall": 0.995,
    "cell_precision": 0.995,
    "prose_recall": 0.97,
    "prose_precision": 0.97,
    "evidence_exact": 1.0,
    "digits_accounted": 1.0,
    "number_classes": 0.98,
    "metadata": 0.99,
    "report_year": 0.99,
    "regime": 0.99,
    "agency_name": 0.99,
    "reports_accepted": 0.99,
    "negatives_kept_out": 0.99,
}
"""What the project promises of reports that nobody has seen."""
LEVELS_FIXED = LEVELS_ANY_SEED | {"cell_recall": 0.999, "prose_recall": 0.995, "number_classes": 0.999, "agency_name": 1.0}
"""What was reached once on the fixed corpus stays reached."""


def below(evaluation: Evaluation, levels: dict[str, float]) -> dict[str, float]:
    summary = evaluation.summary()
    return {name: summary[name] for name, level in levels.items() if summary[name] < level}


@pytest.fixture(scope="module")
def real(shared: Path) -> Evaluation:
    return run_evaluation(Source(gold=shared / "gold", reports=shared / "reports"), workers=1)


def test_real_reports(real: Evaluation) -> None:
    assert sum(len(s.hits) + len(s.missed) for s in real.scores) > 250
    assert not below(real, LEVELS_REAL)


@pytest.mark.parametrize(
    ("seed", "levels"),
    [
        pytest.param(FIXED_SEED, LEVELS_FIXED, id="fixed corpus"),
        pytest.param(secrets.randbelow(1_000_000), LEVELS_ANY_SEED, id="corpus chosen now"),
    ],
)
def test_generated_reports_of_every_medium(seed: int, levels: dict[str, float]) -> None:
    evaluation = run_evaluation(Source(generated=GENERATED, seed=seed), workers=2)
    assert len(evaluation.scores) == GENERATED
    assert sum(len(s.hits) + len(s.missed) for s in evaluation.scores) > 5_000
    media = set(evaluation.slices["medium"])
    assert media <= {"txt", "md", "html", "docx", "pdf"}
    assert seed != FIXED_SEED or len(media) == 5
    assert not below(evaluation, levels), f"see ogi evaluate --generated {GENERATED} --seed {seed}"


def test_the_figures_are_those_of_the_independent_scorer(shared: Path, real: Evaluation) -> None:
    """The scorer beside the labels was written by other people, and counts the same things."""
    scorer = _scorer(shared / "tools" / "score.py")
    gold, _ = scorer.read_gold(shared / "gold")
    compared = 0
    for score in real.scores:
        assert score.reading
        mine = [row for row in gold if row["doc"] == score.label.doc]
        theirs = scorer.score_document(mine, score.reading.values, score.reading.document["report_year"])
        assert (len(score.hits), len(score.hits) + len(score.missed)) == (theirs["hits"], theirs["targets"])
        assert (len(score.invented), len(score.found_right) + len(score.invented)) == (theirs["wrong"], theirs["found"])
        assert score.evidence == scorer.evidence_exact(score.reading.values, score.reading.text)
        assert score.digits == scorer.ledger_coverage(score.reading.numbers, score.reading.text)[:2]
        compared += 1
    assert compared == 5


def test_a_warehouse_gives_the_figures_of_its_reports(built_sample: Home, sample_inbox: Path) -> None:
    published = run_evaluation(Source(gold=sample_inbox, home=built_sample.root))
    read_now = run_evaluation(Source(gold=sample_inbox))
    assert published.summary() == read_now.summary()
    assert published.slices == read_now.slices


def _scorer(path: Path) -> ModuleType:
    if not path.exists():
        pytest.skip(f"the independent scorer is not here ({path})")
    spec = importlib.util.spec_from_file_location("independent_scorer", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_command_compares_a_sample_with_its_truth(ogi: Callable[..., CompletedProcess[str]], tmp_path: Path) -> None:
    assert ogi("sample", "--out", tmp_path / "sample", "--reports", "4", "--seed", "3").returncode == 0
    page = tmp_path / "accuracy.md"
    answer = ogi("evaluate", "--gold", tmp_path / "sample", "--json", "--write", page, "--workers", "1")
    assert answer.returncode == 0, answer.stderr
    result = json.loads(answer.stdout)
    assert result["summary"]["documents"] == result["summary"]["documents_found"] == 4
    assert {"regime", "form", "layout", "medium", "contamination", "source kind", "indicator group"} <= set(result["slices"])
    assert "## By layout" in page.read_text(encoding="utf-8")


def test_the_command_fails_below_a_threshold_and_names_it(ogi: Callable[..., CompletedProcess[str]], tmp_path: Path) -> None:
    gold, reports = tmp_path / "gold", tmp_path / "reports"
    gold.mkdir()
    reports.mkdir()
    (reports / "a.txt").write_text("番茄炒蛋的做法：鸡蛋3个，番茄2个。", encoding="utf-8")
    header = "doc,indicator_id,applicant_type,value,value_state,scope,strict"
    (gold / "reported_values.csv").write_text(f"{header}\na.txt,n_meetings,,3,number,reporting_agency,1\n", encoding="utf-8")
    answer = ogi("evaluate", "--gold", gold, "--reports", reports, "--min-recall", "0.9")
    assert answer.returncode == 1
    assert "recall is 0.0000, below 0.9" in answer.stderr
    assert "missed" in answer.stdout and "n_meetings = 3" in answer.stdout


@pytest.mark.parametrize("arguments", [(), ("--gold", "nowhere"), ("--gold", "{gold}", "--home", "nowhere")])
def test_the_command_says_what_it_lacks(arguments: tuple[str, ...], ogi: Callable[..., CompletedProcess[str]], tmp_path: Path) -> None:
    (tmp_path / "reported_values.csv").write_text("doc,indicator_id,applicant_type,value,value_state,scope,strict\n", encoding="utf-8")
    answer = ogi("evaluate", *(a.format(gold=tmp_path) for a in arguments))
    assert answer.returncode == 2
    assert answer.stderr.startswith("ogi: ")
