"""How figures, states and names are put on a page. A blank is never printed as a number.

Every function returns Markup that is safe to print, or plain text that the templates escape.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache

from markupsafe import Markup

UNITS = {
    "case": "cases 件",
    "count": "items 条/次/个",
    "person": "persons 人",
    "person_time": "person-times 人次",
    "10k_yuan": "10,000 yuan 万元",
    "yuan": "yuan 元",
    "percent": "%",
}

RELATIONS = {
    "exactMatch": ("", "same meaning in the form"),
    "closeMatch": ("~", "close, not the same meaning"),
    "broadMatch": ("≤", "the form counts more: an upper bound"),
    "narrowMatch": ("≥", "the form counts less: a lower bound"),
    "none": ("", "the form has no such figure"),
}
"""SKOS relation of a concept to the printed figure: (mark beside the figure, its meaning)."""

STATES = {
    "number": "reported",
    "explicit_zero": "0 reported",
    "zero_from_negation": "told by negation",
    "blank_cell": "blank",
    "dash": "dash printed",
    "unparseable": "not readable",
    "blank_read_as_zero": "blank; the sums hold with none",
    "derived": "computed from several cells",
    "derived_with_blanks": "computed; some cells were blank",
}

WITHOUT_FIGURE = {"blank_cell": "blank", "dash": "dash", "unparseable": "unreadable", "blank_read_as_zero": "blank"}
"""States that have no figure of their own, and the word that stands in its place."""

STATE_MARKS = {
    "zero_from_negation": ' <abbr class="negation" title="the text says there was none: 无, 未, 没有 …">by negation</abbr>',
    "derived": '<abbr class="mark" title="computed from several cells">Σ</abbr>',
    "derived_with_blanks": '<abbr class="mark" title="computed from several cells, some of them blank">Σ blank</abbr>',
}
"""What stands beside a figure of that state."""

SCOPES = {
    "reporting_agency": "",
    "sub_unit": "a part of the agency",
    "cumulative": "since the beginning",
    "other_year": "another year",
    "plan": "a plan",
}

SECTIONS = {
    "overview": "Overview 总体情况",
    "proactive": "Proactive disclosure 主动公开",
    "applications": "Disclosure on application 依申请公开",
    "review_litigation": "Review and litigation 复议诉讼",
    "organisation": "Organisation 机构建设",
    "fees": "Fees 收费",
    "problems_plans": "Problems and plans 问题与改进",
    "other": "Other 其他",
}

STATUSES = {
    "accepted": "accepted",
    "superseded": "superseded by a later version",
    "duplicate": "duplicate",
    "quarantined": "quarantined",
    "not_a_report": "not a report",
}

FINDING_STATUSES = {
    "fail": "fails",
    "uncertain": "uncertain",
    "pass": "holds",
    "not_assessable": "not assessable",
}

TOPICS = {
    "proactive": "Proactive disclosure 主动公开",
    "applications": "Applications 申请",
    "applicants": "Applicants 申请人",
    "application_modes": "How applications arrive 申请方式",
    "answers": "Answers 答复",
    "outcomes": "Outcomes 办理结果",
    "legal_challenges": "Review and litigation 复议诉讼",
    "complaints": "Complaints 举报申诉",
    "fees": "Fees 收费",
    "response": "Responses and interpretation 回应解读",
    "capacity": "Staff, training, money 机构人员经费",
}

LEVELS = {
    "national": "national 国家",
    "province": "province 省",
    "prefecture": "prefecture 市",
    "county": "county 县",
    "township": "township 乡镇",
    "department": "department 部门",
    "zone": "zone 开发区",
    "other": "other 其他",
}

HAN = re.compile(r"([\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]+)")
FORBIDDEN = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff"
UNPRINTABLE = re.compile(f"[{FORBIDDEN}]")
SPECIAL = re.compile(f"[&<>\"'{FORBIDDEN}]")


@lru_cache(maxsize=100_000)
def figure(value: Decimal) -> str:
    """A decimal with separators and without idle zeros: 1814000.000000 -> 1,814,000."""
    return f"{value.normalize():,f}"


def printable(text: str) -> str:
    """Text of a report without characters that HTML forbids; each is replaced by one replacement character."""
    return UNPRINTABLE.sub("\ufffd", text)


def escaped(text: str) -> str:
    """Text of a report as HTML text: markup in it is shown, never obeyed."""
    if not SPECIAL.search(text):
        return text
    text = printable(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&#34;").replace("'", "&#39;")


@lru_cache(maxsize=100_000)
def chinese(text: str | None) -> Markup:
    """Text with its Chinese parts marked as Chinese, for fonts and screen readers."""
    parts = HAN.split(escaped(text or ""))
    return Markup("".join(f'<span lang="zh">{part}</span>' if no % 2 else part for no, part in enumerate(parts)))


@lru_cache(maxsize=100_000)
def value_words(value: Decimal | None, state: str, is_approximate: bool | None = False) -> Markup:
    """A figure with what must be known about it, or the word that stands in its place."""
    if state in WITHOUT_FIGURE or value is None:
        return Markup(f'<span class="blank" title="{STATES.get(state, "blank")}">{WITHOUT_FIGURE.get(state, "blank")}</span>')
    number = figure(value)
    if is_approximate:
        number = '<abbr title="approximate in the text: 约, 余, 多 …">ca.</abbr> ' + number
    return Markup(number + STATE_MARKS.get(state, ""))


def moment(at: str | datetime) -> Markup:
    """A time (UTC where it does not say) as people write it, to the minute."""
    known = datetime.fromisoformat(at) if isinstance(at, str) else at
    known = known.astimezone(UTC) if known.tzinfo else known.replace(tzinfo=UTC)
    return Markup(f'<time datetime="{known.isoformat()}">{known:%Y-%m-%d %H:%M} UTC</time>')


def relation_mark(relation: str) -> Markup:
    mark, words = RELATIONS.get(relation, ("", relation))
    return Markup(f'<abbr class="mark" title="{relation}: {words}">{mark}</abbr>') if mark else Markup("")


def slug(name: str) -> str:
    """A name as a file name."""
    return re.sub(r"[^A-Za-z0-9_.-]", "_", name) or "_"
