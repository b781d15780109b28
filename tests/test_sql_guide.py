"""docs/sql.md is true: each question gives its answer on the sample warehouse, from DuckDB and from the Parquet files alike."""

import duckdb
import polars as pl
import pytest

from dagster_project.settings import PROJECT_DIR
from tests.documented_answers import ask, questions, read_answer

GUIDE = PROJECT_DIR / "docs" / "sql.md"
QUESTIONS = questions(GUIDE)


def test_there_are_enough_questions_and_each_has_an_answer():
    assert len(QUESTIONS) >= 25
    assert GUIDE.read_text(encoding="utf-8").count("```sql") == len(QUESTIONS)


@pytest.mark.parametrize(("question", "answer"), QUESTIONS, ids=[f"question {i + 1}" for i in range(len(QUESTIONS))])
def test_a_question_gives_its_answer(question, answer, built_sample):
    shown = ask(built_sample.published_warehouse, question)
    assert shown == read_answer(answer), "if the change is meant: python -m tests.documented_answers docs/sql.md HOME"


def test_parquet_files_hold_the_same_tables(built_sample):
    folder = built_sample.published / "parquet"
    with duckdb.connect(str(built_sample.published_warehouse), read_only=True) as connection:
        tables = [name for (name,) in connection.execute("select table_name from duckdb_tables() where schema_name = 'marts'").fetchall()]
        counts = {name: connection.execute(f"select count(*) from marts.{name}").fetchall()[0][0] for name in tables}
    assert {path.stem for path in folder.glob("*.parquet")} == set(tables)
    assert {path.stem: pl.scan_parquet(path).select(pl.len()).collect().item() for path in folder.glob("*.parquet")} == counts
