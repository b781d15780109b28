"""`ogi sql`: read-only SQL on the published warehouse, as a table, CSV or JSON."""

from __future__ import annotations

import csv
import json
import sys
from decimal import Decimal
from typing import Any

import duckdb
from rich.console import Console
from rich.table import Table

from dagster_project.commands.homes import WrongUse
from dagster_project.settings import Home

NO_TERMINAL_WIDTH = 10_000


def run_sql(query: str, home: Home, how: str) -> None:
    """Prints the answer; WrongUse with what the database says when the query is wrong."""
    con = duckdb.connect(str(home.published_warehouse), read_only=True)
    try:
        con.execute("set search_path = 'marts'")
        answer = con.execute(query)
        names = [column[0] for column in answer.description or []]
        rows = answer.fetchall()
    except duckdb.Error as error:
        raise WrongUse(f"query: {error}") from error
    finally:
        con.close()
    print_rows(names, rows, how)


def print_rows(names: list[str], rows: list[tuple], how: str) -> None:
    """Rows as a table, CSV or JSON on standard output."""
    {"csv": _csv, "json": _json, "table": _table}[how](names, rows)


def _csv(names: list[str], rows: list[tuple]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([_plain(value) for value in row] for row in rows)


def _json(names: list[str], rows: list[tuple]) -> None:
    json.dump([dict(zip(names, row, strict=True)) for row in rows], sys.stdout, ensure_ascii=False, indent=1, default=_number_or_text)
    print()


def _table(names: list[str], rows: list[tuple]) -> None:
    table = Table(*names)
    for row in rows:
        table.add_row(*("" if value is None else str(_plain(value)) for value in row))
    wide_console().print(table)


def wide_console() -> Console:
    """Standard output; where it is no terminal nothing is cut to the width of one."""
    return Console() if sys.stdout.isatty() else Console(width=NO_TERMINAL_WIDTH)


def _number_or_text(value: Any) -> Any:
    """Decimals as JSON numbers, whole ones without a point; dates and the like as text."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return str(value)


def _plain(value: Any) -> Any:
    """Decimals without trailing zeros and without an exponent; a whole number stays whole."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}" if value else "0"
    return value if isinstance(value, int | float | list | dict | type(None)) else str(value)
