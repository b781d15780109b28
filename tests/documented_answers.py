"""Questions in a document (```sql) with their answers (```csv): asked of a warehouse, compared, or written anew.

python -m tests.documented_answers docs/sql.md HOME     writes the answers that the warehouse of HOME gives
"""

from __future__ import annotations

import csv
import io
import re
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb

QUESTION = re.compile(r"```sql\n(?P<query>.*?)```\n```csv\n(?P<answer>.*?)```", flags=re.DOTALL)


def questions(document: Path) -> list[tuple[str, str]]:
    return [(m["query"], m["answer"]) for m in QUESTION.finditer(document.read_text(encoding="utf-8"))]


def ask(warehouse: Path, query: str) -> list[list[str]]:
    """Header and rows as a CSV shows them: decimals without trailing zeros, lists separated by blanks, nothing for null."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        cursor = connection.execute(query)
        header = [column[0] for column in cursor.description or []]
        return [header, *([_shown(value) for value in row] for row in cursor.fetchall())]


def _shown(value: object) -> str:
    match value:
        case None:
            return ""
        case Decimal():
            return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"
        case list():
            return " ".join(map(str, value))
        case date():
            return value.isoformat()
        case _:
            return str(value)


def read_answer(answer: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer)))


def answered(document: str, warehouse: Path) -> str:
    """The document with the answers of this warehouse."""

    def replace(match: re.Match[str]) -> str:
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows(ask(warehouse, match["query"]))
        return f"```sql\n{match['query']}```\n```csv\n{out.getvalue()}```"

    return QUESTION.sub(replace, document)


if __name__ == "__main__":
    path, home = Path(sys.argv[1]), Path(sys.argv[2])
    path.write_text(answered(path.read_text(encoding="utf-8"), home / "published" / "warehouse.duckdb"), encoding="utf-8")
