"""The rule compiler: the rows of the seed `rules` become SQL. A rule is added in the catalogue, never here.

dbt's Python models call `compiled(rules, indicators)` with the seed rows and run its statements on DuckDB, so a plain `dbt build` needs
nothing else. `read_catalogue()` reads the same seeds from their files, for tests and tools.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from .catalogue import Catalogue, Rule, RuleError, build
from .compiler import RESULT_COLUMNS, findings_sql
from .expressions import ExpressionError, parse
from .wording import COMPARISON_COLUMNS, OPERAND_COLUMNS, comparisons, operands

__all__ = [
    "COMPARISON_COLUMNS",
    "OPERAND_COLUMNS",
    "RESULT_COLUMNS",
    "Catalogue",
    "CompiledRules",
    "ExpressionError",
    "Rule",
    "RuleError",
    "compiled",
    "parse",
    "read_catalogue",
]


@dataclass(frozen=True)
class CompiledRules:
    """What the warehouse needs: two statements, and the rows that put their results into words."""

    first_stage_sql: str
    second_stage_sql: str
    comparisons: list[tuple[object, ...]]
    operands: list[tuple[object, ...]]


def compiled(rule_rows: Iterable[Mapping[str, object]], indicator_rows: Iterable[Mapping[str, object]]) -> CompiledRules:
    """Everything the compiler makes of the catalogue; RuleError names the rule that is wrong."""
    catalogue = build(rule_rows, indicator_rows)
    return CompiledRules(
        first_stage_sql=findings_sql(catalogue, first_stage=True),
        second_stage_sql=findings_sql(catalogue, first_stage=False),
        comparisons=comparisons(catalogue),
        operands=operands(catalogue),
    )


def read_catalogue(seeds: Path) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """The rows of rules.csv and indicators.csv below a seeds folder."""
    return _rows(seeds / "rules.csv"), _rows(seeds / "indicators.csv")


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
