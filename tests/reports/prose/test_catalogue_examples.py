"""Every pattern of the catalogue reads the fragment that made it necessary."""

import pytest

from dagster_project.catalogue import seed
from dagster_project.reports.prose.negations import tellings_in, told_zeros
from dagster_project.reports.prose.patterns import standard_unit
from dagster_project.reports.prose.sentences import section_kind
from tests.reports.prose.reading_fragments import facts_of, one_sentence

_HEADINGS = {
    "applications": "三、依申请公开政府信息情况",
    "review": "四、行政复议和行政诉讼情况",
    "litigation": "四、行政复议和行政诉讼情况",
    "proactive": "二、主动公开政府信息情况",
}


def _section(row: dict[str, str]) -> str:
    wanted = row["topic"].split("|")[0]
    return _HEADINGS.get(wanted, "一、政务公开工作总体情况")


@pytest.mark.parametrize("row", [r for r in seed("prose_patterns") if r["example"]], ids=lambda r: r["pattern_id"])
def test_pattern_reads_its_example(row):
    facts = facts_of(f"{_section(row)}\n{row['example']}")
    expected = (row["indicator_id"], row["example_value"], row["applicant_type"] or None)
    assert expected in {(f.indicator_id, format(f.value.normalize(), "f"), f.applicant_type) for f in facts}


@pytest.mark.parametrize("row", seed("prose_negations"), ids=lambda r: r["negation_id"])
def test_negation_reads_its_example(row):
    sentence = one_sentence(f"三、依申请公开政府信息情况\n依申请公开情况良好。{row['example']}")
    assert list(tellings_in(sentence.text))
    assert told_zeros(sentence)


@pytest.mark.parametrize("row", seed("prose_negation_nouns"), ids=lambda r: r["indicator_id"])
def test_noun_of_a_negation_reads_its_example(row):
    sentence = one_sentence(row["example"])
    assert list(tellings_in(sentence.text))
    zeros = told_zeros(sentence)
    assert row["indicator_id"] in {z.indicator_id for z in zeros}


@pytest.mark.parametrize("row", seed("section_kinds"), ids=lambda r: r["section"])
def test_heading_opens_its_kind_of_section(row):
    assert section_kind(row["example"]) == row["section"]


def test_every_indicator_of_a_pattern_exists():
    known = set(standard_unit())
    named = {r["indicator_id"] for r in (*seed("prose_patterns"), *seed("prose_negation_nouns"))}
    # A pattern without an indicator names a quantity that is known and no figure.
    assert named - known - {""} == set()
