"""The layers of the dbt project point one way, and every table of the contract is there and described."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from dagster_project.settings import DBT_DIR

LAYERS = ("staging", "intermediate", "marts")
PREFIXES = {
    "staging": ("stg_",),
    "intermediate": ("int_",),
    "marts": ("dim_", "fct_", "bridge_", "mart_", "report_text", "data_dictionary", "dictionary_label"),
}
PROMISED = {
    "dim_report", "report_text", "fct_reported_value", "fct_number", "dim_indicator", "dim_concept", "dim_regime", "dim_applicant_type",
    "dim_agency", "dim_division", "dim_year", "dim_rule", "bridge_concept_indicator", "fct_concept_value", "fct_application",
    "fct_legal_challenge", "fct_proactive_disclosure", "fct_finding", "fct_coverage", "mart_series", "mart_agency_year", "mart_province_year",
    "fct_concept_value_history", "fct_timeliness", "fct_text_similarity", "dim_correction", "bridge_division_change", "bridge_lineage",
    "data_dictionary", "dictionary_label", "fct_evaluation",
}  # fmt: skip
_REF = re.compile(r"""(ref|source)\(\s*['"]([\w]+)['"]""")


def model_files() -> list[Path]:
    return sorted(p for p in (DBT_DIR / "models").rglob("*") if p.suffix in {".sql", ".py"})


def layer(path: Path) -> str:
    return path.relative_to(DBT_DIR / "models").parts[0]


def wrong_references(layers: dict[str, str], model: str, text: str) -> list[str]:
    """References of a model to a later layer, or to sources from anywhere but staging. Seeds are open to all."""
    here = LAYERS.index(layers[model])
    wrong = [name for kind, name in _REF.findall(text) if kind == "ref" and name in layers and LAYERS.index(layers[name]) > here]
    return wrong + [name for kind, name in _REF.findall(text) if kind == "source" and layers[model] != "staging"]


def test_references_point_one_way():
    layers = {p.stem: layer(p) for p in model_files()}
    assert set(layers.values()) == set(LAYERS)
    found = {p.stem: wrong_references(layers, p.stem, p.read_text(encoding="utf-8")) for p in model_files()}
    assert {model: names for model, names in found.items() if names} == {}


def test_the_lint_sees_a_reference_that_points_back():
    layers = {"stg_a": "staging", "fct_b": "marts"}
    assert wrong_references(layers, "stg_a", "select * from {{ ref('fct_b') }}") == ["fct_b"]
    assert wrong_references(layers, "fct_b", "select * from {{ source('lake', 'documents') }}") == ["lake"]
    assert wrong_references(layers, "fct_b", "select * from {{ ref('stg_a') }}") == []


@pytest.mark.parametrize("path", model_files(), ids=lambda p: p.stem)
def test_names_tell_the_layer(path):
    assert path.stem.startswith(PREFIXES[layer(path)])


def test_every_promised_table_is_a_mart():
    assert {p.stem for p in model_files() if layer(p) == "marts"} >= PROMISED


def test_every_model_and_column_is_described():
    described = {}
    for path in (DBT_DIR / "models").rglob("*.yml"):
        for model in yaml.safe_load(path.read_text(encoding="utf-8")).get("models", []):
            described[model["name"]] = model
    assert set(described) == {p.stem for p in model_files()}
    missing = [
        f"{name}.{column.get('name', '')}"
        for name, model in described.items()
        for column in [model, *model.get("columns", [])]
        if not column.get("description")
    ]
    assert missing == []


def test_descriptions_travel_with_the_tables(warehouse):
    bare = warehouse.rows("select table_name, column_name from duckdb_columns() where schema_name = 'marts' and comment is null")
    assert bare == []
    assert warehouse.one("select count(*) > 200 from duckdb_columns() where schema_name = 'marts'") == (True,)
