"""The rule compiler: the rows of the seed `rules` become SQL. A rule is added in the catalogue, never here.

dbt's Python models call `compiled_from(rules, indicators, concepts)` with the seed relations and run its statements on DuckDB, so a plain
`dbt build` needs nothing else. From Python: `compiled(seed("rules"), seed("indicators"), seed("concepts"))`
with `dagster_project.catalogue.seed`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from .compiler import RESULT_COLUMNS, findings_sql
from .expressions import ExpressionError, parse
from .rulebook import Rows, Rule, RuleError, build
from .wording import comparisons_sql, operands_sql

if TYPE_CHECKING:
    import duckdb

__all__ = ["RESULT_COLUMNS", "CompiledRules", "ExpressionError", "Rule", "RuleError", "compiled", "compiled_from", "parse"]


@dataclass(frozen=True)
class CompiledRules:
    """What the warehouse needs, as SQL: the results of the three stages, and the tables that put them into words."""

    first_stage_sql: str
    second_stage_sql: str
    third_stage_sql: str
    comparisons_sql: str
    operands_sql: str


def compiled(rule_rows: Rows, indicator_rows: Rows, concept_rows: Rows = ()) -> CompiledRules:
    """Everything the compiler makes of the catalogue; RuleError names the rule that is wrong."""
    catalogue = build(rule_rows, indicator_rows, concept_rows)
    return CompiledRules(
        first_stage_sql=findings_sql(catalogue, stage=1),
        second_stage_sql=findings_sql(catalogue, stage=2),
        third_stage_sql=findings_sql(catalogue, stage=3),
        comparisons_sql=comparisons_sql(catalogue),
        operands_sql=operands_sql(catalogue),
    )


Table = tuple[tuple[tuple[str, object], ...], ...]


def compiled_from(rules: duckdb.DuckDBPyRelation, indicators: duckdb.DuckDBPyRelation, concepts: duckdb.DuckDBPyRelation) -> CompiledRules:
    """The same from relations, as dbt's Python models have them."""
    seeds = (tuple(tuple(zip(r.columns, row, strict=True)) for row in r.fetchall()) for r in (rules, indicators, concepts))
    return _compiled_once(*seeds)


@lru_cache(maxsize=2)
def _compiled_once(rules: Table, indicators: Table, concepts: Table) -> CompiledRules:
    """Five models of one build ask for the same."""
    return compiled(*([dict(row) for row in table] for table in (rules, indicators, concepts)))
