"""Runs a suite of Great Expectations on the audit of a gate and turns what comes back into results.

The library takes seconds to import, so it is imported when a suite really runs.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dagster_project.checks.results import ExpectationResult
from dagster_project.settings import EXPECTATIONS_DIR

if TYPE_CHECKING:
    import pandas as pd

EXAMPLES = 5


class SuiteError(ValueError):
    """A suite file that is missing or malformed; the message names it and what to do."""


def suite_path(gate: str) -> Path:
    """The suite of a gate: expectations/<gate>.json, or in $OGI_EXPECTATIONS where a deployment keeps its own."""
    return Path(os.environ.get("OGI_EXPECTATIONS") or EXPECTATIONS_DIR) / f"{gate}.json"


def load_suite(gate: str) -> dict[str, Any]:
    """The suite as data; SuiteError when it cannot be read."""
    path = suite_path(gate)
    try:
        suite = json.loads(path.read_text(encoding="utf-8"))
        expectations = suite["expectations"]
        assert expectations and all({"type", "kwargs", "severity", "meta"} <= set(e) for e in expectations)
    except (OSError, ValueError, KeyError, TypeError, AssertionError) as error:
        why = error or "each expectation needs type, kwargs, severity and meta"
        raise SuiteError(f"expectation suite {path}: {why}; restore the file from version control") from error
    return suite


def suite_hash(gate: str) -> str:
    """Changes when the suite does: a gate that was passed under other expectations has not been passed."""
    return hashlib.sha256(json.dumps(load_suite(gate), sort_keys=True).encode()).hexdigest()


def run_suite(gate: str, frame: pd.DataFrame, key: Sequence[str]) -> list[ExpectationResult]:
    """One result for each expectation, in the order of the file. `key` names the columns that an example shows."""
    expectations = load_suite(gate)["expectations"]
    results = [_blank(expectation) for expectation in expectations]
    for position, outcome in _validate(expectations, frame, key):
        _fill(results[position], outcome)
    return results


def _blank(expectation: dict[str, Any]) -> ExpectationResult:
    kwargs, meta = expectation["kwargs"], expectation["meta"]
    columns = [str(kwargs[k]) for k in ("column", "column_A", "column_B") if k in kwargs] + [str(c) for c in kwargs.get("column_list", [])]
    return ExpectationResult(
        expectation=expectation["type"],
        about=meta.get("about") or " and ".join(columns) or "table",
        severity=expectation["severity"],
        reason=meta.get("reason", ""),
        remedy=meta.get("remedy", ""),
        expected=_expected(expectation["type"], kwargs),
    )


def _expected(kind: str, kwargs: dict[str, Any]) -> str:
    """What is expected, in words: of the measures of an audit in plain ones, of anything else in those of the library."""
    column, least, most = kwargs.get("column"), kwargs.get("min_value"), kwargs.get("max_value")
    where = kwargs.get("row_condition")
    values = "".join(f", for {part['parameter']}" for part in (where or {}).get("conditions", [])[1:])
    if column == "rows" and where:
        return ("none" if most == 0 else f"at least {least}" if most is None else f"at most {most}") + values
    if column == "share" and where:
        return " and ".join(f"at {word} {limit:.1%}" for word, limit in (("least", least), ("most", most)) if limit is not None) + values
    if column == "value" and where:
        return "only " + ", ".join(str(value) for value in kwargs["value_set"])
    limits = {k: v for k, v in kwargs.items() if k not in {"column", "column_A", "column_B", "column_list", "row_condition"}}
    words = kind.removeprefix("expect_").replace("_", " ") + (" " + ", ".join(f"{k} {v}" for k, v in limits.items()) if limits else "")
    return words + (f" where {_condition(where)}" if where else "")


def _condition(where: dict[str, Any]) -> str:
    if where["type"] == "and":
        return " and ".join(_condition(part) for part in where["conditions"])
    return f"{where['column']['name']} {where['operator']} {where['parameter']}"


@cache
def _context() -> Any:
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    return context, context.data_sources.add_pandas("frames").add_dataframe_asset("frame").add_batch_definition_whole_dataframe("whole")


def _validate(expectations: list[dict[str, Any]], frame: pd.DataFrame, key: Sequence[str]) -> Iterable[tuple[int, dict[str, Any]]]:
    """(position in the suite, result of Great Expectations as data); the library returns them in an order of its own."""
    _, batches = _context()
    from great_expectations import ExpectationSuite

    numbered = [
        {"type": e["type"], "kwargs": e["kwargs"], "severity": e["severity"], "meta": {"position": position}}
        for position, e in enumerate(expectations)
    ]
    batch = batches.get_batch(batch_parameters={"dataframe": frame})
    wanted = {"result_format": "SUMMARY", "unexpected_index_column_names": list(key), "partial_unexpected_count": EXAMPLES}
    for outcome in batch.validate(ExpectationSuite(name="gate", expectations=numbered), result_format=wanted).results:
        told = outcome.to_json_dict()
        yield told["expectation_config"]["meta"]["position"], told


def _fill(result: ExpectationResult, outcome: dict[str, Any]) -> None:
    """Puts what Great Expectations found into the result. A row of an audit stands for as many rows as it counts."""
    error = _error(outcome.get("exception_info") or {})
    found = outcome["result"]
    if error:
        result.error, result.success = error, False
        return
    result.success = outcome["success"]
    result.examples = [dict(example) for example in (found.get("partial_unexpected_index_list") or [])[:EXAMPLES]]
    if "unexpected_count" in found:
        result.checked = found["element_count"] - found.get("missing_count", 0)
        result.failed = sum(example.get("rows", 1) for example in result.examples)
        result.observed = "; ".join(_counted(example) for example in result.examples) or "it holds"
    else:
        result.checked, result.failed = 1, int(not outcome["success"])
        seen = [str(found[k]) for k in ("observed_value", "details") if found.get(k) is not None]
        seen += [f"missing {found['partial_missing_list']}"] if found.get("partial_missing_list") else []
        result.observed = ", ".join(seen)[:300] or ("it holds" if outcome["success"] else "it does not hold")


def _counted(example: dict[str, Any]) -> str:
    """A row of an audit in words: 3 of 59, for one value or for all."""
    if "rows" not in example:
        return ", ".join(f"{name} {value}" for name, value in example.items())
    value = f"{example['value']}: " if example.get("value") else ""
    return f"{value}{example['rows']} of {example['of']}"


def _error(info: dict[str, Any]) -> str | None:
    """The message of an expectation that raised; Great Expectations nests it by metric."""
    for part in (info, *(v for v in info.values() if isinstance(v, dict))):
        if part.get("raised_exception") or (part is not info and part.get("exception_message")):
            return str(part.get("exception_message"))[:300]
    return None
