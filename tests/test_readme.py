"""What the README shows is true: its questions give its answers on the sample warehouse."""

import re

import pytest

from dagster_project.settings import PROJECT_DIR
from tests.documented_answers import ask, questions, read_answer

README = (PROJECT_DIR / "README.md").read_text(encoding="utf-8")
QUESTIONS = questions(PROJECT_DIR / "README.md")


def test_there_are_five_questions():
    assert len(QUESTIONS) == 5


@pytest.mark.parametrize(("question", "answer"), QUESTIONS, ids=[f"question {i + 1}" for i in range(len(QUESTIONS))])
def test_a_question_gives_its_answer(question, answer, built_sample):
    assert ask(built_sample.published_warehouse, question) == read_answer(answer)


def test_places_named_exist():
    for place in re.findall(r"^\| `((?:dagster_project|dbt|expectations|docs)/[\w/.-]*)", README, flags=re.MULTILINE):
        assert (PROJECT_DIR / place).exists(), place
