"""Zeros told in words: whose they are, and what is none."""

import pytest

from tests.reports.prose.reading_fragments import facts_of, figures_of


@pytest.mark.parametrize(
    ("sentence", "indicators"),
    [
        ("三、依申请公开情况\n我局未收到依申请公开政府信息申请。", {"n_applications_received"}),
        ("三、依申请公开情况\n本年度没有接到群众要求公开政府信息的申请。", {"n_applications_received"}),
        ("四、复议情况\n未发生针对政府信息公开事务的行政复议、诉讼和申诉。", {"n_review_cases", "n_litigation_cases", "n_complaints"}),
        ("没有发生因政府信息公开申请行政复议和提起行政诉讼的情况。", {"n_review_cases", "n_litigation_cases"}),
        ("没有向依申请公开对象收取复印、邮寄等任何费用,也无减免情况。", {"n_processing_fee"}),
        ("政府信息公开行政复议、行政诉讼均为0件。", {"n_review_cases", "n_litigation_cases"}),
        ("因政府信息公开被申请行政复议和提起行政诉讼0件。", {"n_review_cases", "n_litigation_cases"}),
        ("政府信息公开收费为零。", {"n_processing_fee"}),
        ("本年度未发布政策解读稿件。", {"n_policy_interpretations"}),
        ("2016年,我局未共收到依申请公开申请。", {"n_applications_received"}),
        ("三、依申请公开\n本年度我局未收申请要求。", {"n_applications_received"}),
        ("全年未发生电话及当面咨询。", {"n_enquiries"}),
        ("三、依申请公开\n我局全年未接到一起要求公开政府信息的申请。", {"n_applications_received"}),
        ("三、依申请公开\n2016年度,依申请公开政府信息数为0。", {"n_applications_received"}),
        ("没有单位或个人向我局提出申请信息公开事项。", {"n_applications_received"}),
        ("对申请人提出的申请暂不收取任何费用。", {"n_processing_fee"}),
        ("三、依申请公开\n我局2008年度受理信息公开申请:无。", {"n_applications_received"}),
        ("(二)与行政复议、行政诉讼有关的费用支出:无。", set()),
        ("未发生因公开不及时而产生的上访事件。", set()),
        ("未发生因政府信息公开申请引发的行政诉讼。", {"n_litigation_cases"}),
        ("没有产生与行政诉讼(行政复议)有关的各类费用。", set()),
        (
            "三、依申请公开\n未收到信函申请的政府信息公开申请,也未发生行政复议。",
            {"n_applications_received", "n_review_cases"},
        ),
    ],
)
def test_one_negation_governs_its_nouns_and_no_others(sentence, indicators):
    facts = facts_of(sentence, 2016)
    assert {f.indicator_id for f in facts} == indicators
    assert all(f.value == 0 for f in facts)


def test_a_negation_with_a_number_is_no_zero():
    assert figures_of("未办结的行政复议2件。") == {"n_review_cases": "2"}


def test_what_a_section_counts_did_happen_whatever_else_it_says_did_not():
    text = "三、依申请公开\n2016年,我局接到依申请公开事项5项,未产生依申请公开典型案例。"
    assert figures_of(text) == {"n_applications_received": "5"}
