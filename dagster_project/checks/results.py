"""What a gate found: one result for each expectation, and what a reader is told about it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

CRITICAL = "critical"


@dataclass
class ExpectationResult:
    """One expectation on all frames of a gate. `error` is set when it could not be evaluated: our fault, not the data's."""

    expectation: str
    about: str
    severity: str
    reason: str
    remedy: str
    expected: str
    success: bool = True
    error: str | None = None
    observed: str = ""
    checked: int = 0
    failed: int = 0
    examples: list[dict[str, Any]] = field(default_factory=list)

    @property
    def blocks(self) -> bool:
        return not self.success and self.severity == CRITICAL

    def sentence(self) -> str:
        """What failed, in one plain sentence."""
        if self.error:
            return f"{self.about}: {self.expectation} could not be evaluated ({self.error}); the expectation is wrong, not the data"
        return f"{self.about}: expected {self.expected}, observed {self.observed}"


@dataclass
class GateResult:
    """The outcome of one gate. `fingerprint` names the exact data and suite that were judged."""

    gate: str
    fingerprint: str
    results: list[ExpectationResult]

    @property
    def passed(self) -> bool:
        return not any(result.blocks for result in self.results)

    @property
    def failures(self) -> list[ExpectationResult]:
        """What did not hold, what blocks first."""
        return sorted((r for r in self.results if not r.success), key=lambda r: not r.blocks)

    @property
    def errored(self) -> bool:
        return any(result.error for result in self.results)

    def line(self) -> str:
        """One line a gate: the form that `ogi check` prints."""
        held = sum(result.success for result in self.results)
        if self.passed and not self.failures:
            return f"{self.gate}: passed, {held} of {len(self.results)} expectations hold"
        word = "passed with warnings" if self.passed else "blocked"
        return f"{self.gate}: {word}, {held} of {len(self.results)} expectations hold; {self.failures[0].sentence()}"

    def save(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{self.gate}.json").write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path, gate: str) -> GateResult | None:
        """The stored result, or None when the gate has not run or its file is damaged."""
        try:
            stored = json.loads((folder / f"{gate}.json").read_text(encoding="utf-8"))
            return cls(stored["gate"], stored["fingerprint"], [ExpectationResult(**row) for row in stored["results"]])
        except (OSError, ValueError, KeyError, TypeError):
            return None


def told_failures(results: list[ExpectationResult]) -> list[dict[str, Any]]:
    """What an alert needs to know of each failure."""
    return [
        {
            "expectation": result.expectation,
            "about": result.about,
            "severity": result.severity,
            "sentence": result.sentence(),
            "remedy": result.remedy,
            "error": result.error,
            "failed": result.failed,
            "examples": [_told(example) for example in result.examples[:2]],
        }
        for result in results
    ]


def _told(example: dict[str, Any]) -> str:
    """An example in words; a row of an audit brings its own."""
    if example.get("examples"):
        return f"{example['value']}: {example['examples']}" if example.get("value") else str(example["examples"])
    return ", ".join(f"{k}={str(v)[:200]}" for k, v in example.items())


def markdown_table(results: list[ExpectationResult]) -> str:
    """Observed against expected, for the UI."""
    lines = ["| holds | severity | what | expected | observed | remedy |", "|---|---|---|---|---|---|"]
    for result in results:
        mark = "yes" if result.success else "ERROR" if result.error else "**no**"
        cells = [
            mark,
            result.severity,
            f"{result.about} ({result.reason})",
            result.expected,
            result.error or result.observed,
            result.remedy,
        ]
        lines.append("| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |")
    return "\n".join(lines)


def markdown_examples(results: list[ExpectationResult]) -> str:
    """Examples of the rows that fail, for the UI."""
    parts = []
    for result in results:
        if result.examples:
            columns = list(result.examples[0])
            rows = ["| " + " | ".join(_cell(example.get(c)) for c in columns) + " |" for example in result.examples]
            parts.append(f"**{result.about}**\n\n| {' | '.join(columns)} |\n|{'---|' * len(columns)}\n" + "\n".join(rows))
    return "\n\n".join(parts) or "none"


def _cell(value: Any) -> str:
    return str(value).replace("|", "\\|").replace("\n", " ")[:200]
