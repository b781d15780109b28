"""What the README shows is true: its questions give its answers on the sample warehouse."""

import csv
import io
import re

import duckdb
import pytest

from dagster_project.settings import PROJECT_DIR

README = (PROJECT_DIR / "README.md").read_text(encoding="utf-8")
QUESTIONS = re.findall(r"```sql\n(.*?)```\n```csv\n(.*?)```", README, flags=re.DOTALL)


def test_there_are_five_questions():
    assert len(QUESTIONS) == 5


@pytest.mark.parametrize(("question", "answer"), QUESTIONS, ids=[f"question {i + 1}" for i in range(len(QUESTIONS))])
def test_a_question_gives_its_answer(question, answer, built_sample):
    with duckdb.connect(str(built_sample.published_warehouse), read_only=True) as connection:
        cursor = connection.execute(question)
        shown = [[column[0] for column in cursor.description or []]]
        shown += [
            ["" if v is None else f"{v:f}".rstrip("0").rstrip(".") if hasattr(v, "quantize") else str(v) for v in row]
            for row in cursor.fetchall()
        ]
    assert shown == list(csv.reader(io.StringIO(answer)))


def test_places_named_exist():
    for place in re.findall(r"^\| `((?:dagster_project|dbt|expectations|docs)/[\w/.]*)", README, flags=re.MULTILINE):
        assert (PROJECT_DIR / place).exists(), place
