"""The rule compiler: the rows of the seed `rules` become SQL. A rule is added in the catalogue, never here.

dbt's Python models call `compiled_from(rules, indicators)` with the seed relations and run its statements on DuckDB, so a plain
`dbt build` needs nothing else. From Python: `compiled(seed("rules"), seed("indicators"))` with `dagster_project.catalogue.seed`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .compiler import RESULT_COLUMNS, findings_sql
from .expressions import ExpressionError, parse
from .rulebook import Rule, RuleError, build
from .wording import comparisons_sql, operands_sql

if TYPE_CHECKING:
    import duckdb

__all__ = ["RESULT_COLUMNS", "CompiledRules", "ExpressionError", "Rule", "RuleError", "compiled", "compiled_from", "parse"]


@dataclass(frozen=True)
class CompiledRules:
    """What the warehouse needs, as SQL: the results of both stages, and the tables that put them into words."""

    first_stage_sql: str
    second_stage_sql: str
    comparisons_sql: str
    operands_sql: str


def compiled(rule_rows: Iterable[Mapping[str, object]], indicator_rows: Iterable[Mapping[str, object]]) -> CompiledRules:
    """Everything the compiler makes of the catalogue; RuleError names the rule that is wrong."""
    catalogue = build(rule_rows, indicator_rows)
    return CompiledRules(
        first_stage_sql=findings_sql(catalogue, first_stage=True),
        second_stage_sql=findings_sql(catalogue, first_stage=False),
        comparisons_sql=comparisons_sql(catalogue),
        operands_sql=operands_sql(catalogue),
    )


def compiled_from(rules: duckdb.DuckDBPyRelation, indicators: duckdb.DuckDBPyRelation) -> CompiledRules:
    """The same from relations, as dbt's Python models have them."""
    return compiled(*([dict(zip(r.columns, row, strict=True)) for row in r.fetchall()] for r in (rules, indicators)))
