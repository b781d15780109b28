"""Writing a report: its chapters in the order of its time, the sentences it tells, its tables.

Sentences come from data/phrases.csv; before 2019 chapters were free and the table an annex, since 2019 the format prescribes six chapters
with the tables inside. Does not belong here: title, contact and web page (surroundings.py).
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from decimal import Decimal

from dagster_project.catalogue import APPLICANT_TYPES
from dagster_project.generator import surroundings
from dagster_project.generator.agencies import DATA_DIR, Agency, read_csv
from dagster_project.generator.documents import Document, Wording, publication_date
from dagster_project.generator.enumerations import ENUMERATIONS
from dagster_project.generator.figures import Figures, Value
from dagster_project.generator.grids import form_tables, list_form
from dagster_project.generator.phrases import Story, phrases, tell, usable
from dagster_project.generator.printing import Printer, Printing
from dagster_project.generator.text import Text

TOLD = read_csv(DATA_DIR / "told.csv")
FILLERS = ("overview", "manage", "platform", "supervise", "problem", "improve", "noise", "law")
TABLE_TITLES = {
    "table2": "主动公开政府信息情况",
    "table3": "收到和处理政府信息公开申请情况",
    "table4": "政府信息公开行政复议、行政诉讼情况",
}
CHINESE = "一二三四五六七八九十"


def told_figures(figures: Figures, form: str | None = None) -> dict[str, Value]:
    """The figures of an agency-year under the ids they have in prose; where a form counts otherwise, the text tells what the form says."""
    column = "key_to_2018" if figures.year <= 2018 else "key_from_2019"
    told = {r["told"]: value for r in TOLD if r[column] and (value := figures.get(form or "", r[column])) is not None}
    if told.get("n_applications_answered"):
        told["n_conclusion_rate"] = Decimal(100)
    if told["n_applications_received"] == 0 and any(any(v) for v in figures.applicants.values()):
        del told["n_applications_received"]
    return told


def by_applicant(figures: Figures) -> dict[str, Value]:
    values = figures.applicants["applications_received_new"]
    return {f"n_applications_received/{a}": v for a, v in zip(APPLICANT_TYPES, values, strict=False) if v}


class Writer:
    """Writes one report; `story.told` says afterwards which figures its prose tells."""

    def __init__(
        self,
        agency: Agency,
        figures: Figures,
        *,
        before: Figures | None,
        form: str | None,
        printing: Printing,
        wording: Wording,
        rng: random.Random,
    ) -> None:
        self.before = before
        self.figures, self.form, self.printing, self.wording, self.rng = figures, form, printing, wording, rng
        self.year = figures.year
        told = {k: v for k, v in (told_figures(figures, form) | wording.told).items() if v is not None}
        self.story = Story(agency, self.year, told, told_figures(before, form) if before else {}, by_applicant(figures), rng)
        self.document = Document(agency, self.year, form, publication_date(agency, self.year, rng))
        self.fillers = {t: rng.sample(phrases()[t], len(phrases()[t])) for t in FILLERS}
        self.chapter = 0

    def write(self) -> Document:
        document, wording, rng = self.document, self.wording, self.rng
        if wording.advertising:
            surroundings.advertise(document, "chrome_top", rng)
        if wording.chrome:
            surroundings.page_top(document, rng)
        document.add("title", surroundings.title(document, wording))
        if wording.signature == "top":
            surroundings.sign(document, wording)
        document.add("paragraph", surroundings.preface(document, wording, rng))
        if self.year >= 2019:
            self._prescribed_chapters()
        else:
            self._free_chapters()
        if wording.signature == "end":
            surroundings.sign(document, wording)
        if self.form in ("r2008_zj", "r2008_sh", "r2014"):
            self._annex(self.form)
        if wording.chrome:
            surroundings.page_bottom(document, rng)
        if wording.advertising:
            surroundings.advertise(document, "chrome_bottom", rng)
        return document

    def _heading(self, title: str) -> None:
        text = Text()
        text.number(CHINESE[self.chapter], "enumerator")
        text.plain("、" + title)
        self.document.add("heading", text)
        self.chapter += 1

    def _lead(self, number: int, title: str) -> Text:
        """（一）主动公开。 at the head of a paragraph."""
        text = Text("（")
        text.number(CHINESE[number - 1], "enumerator")
        text.plain("）" + title)
        return text

    def _paragraph(self, topics: Sequence[str], filler: Mapping[str, int] | None = None, lead: Text | None = None) -> None:
        """Sentences of the topics that can be told, with filler sentences between them."""
        told = [s for s in (self._sentence(t) for t in topics) if s]
        sentences = list(told)
        for topic, count in (filler or {}).items():
            for _ in range(min(count, len(self.fillers[topic]))):
                sentences.insert(self._gap(sentences, told), tell(self.fillers[topic].pop(), self.story))
        if not sentences and lead is None:
            return
        text = lead or Text()
        for sentence in sentences:
            text.append(sentence)
        self.document.add("paragraph", text)

    def _gap(self, sentences: list[Text], told: list[Text]) -> int:
        """A place for a filler: never between two sentences that belong together, since 按申请方式分 needs what was said before."""
        if not told:
            return self.rng.randint(0, len(sentences))
        first = next(n for n, s in enumerate(sentences) if s is told[0])
        return self.rng.choice((*range(first + 1), *range(first + len(told), len(sentences) + 1)))

    def _sentence(self, topic: str) -> Text | None:
        if topic in ENUMERATIONS:
            return ENUMERATIONS[topic](self.story)
        options = [p for p in phrases()[topic] if usable(p, self.story)]
        return tell(self.rng.choice(options), self.story) if options else None

    def _share(self, share: float) -> int:
        return round(self.wording.filler * share)

    def _maybe(self, *topics: str, share: float = 0.7) -> list[str]:
        return [t for t in topics if self.rng.random() < share or t in self.wording.forced]

    def _free_chapters(self) -> None:
        """2008-2018: headings are free, the order is usual."""
        rng, noise = self.rng, self.wording.noise
        self._heading(rng.choice(("概述", "基本情况", "工作概况")))
        self._paragraph((), {"overview": self._share(0.4)})
        self._paragraph((), {"overview": self._share(0.3), "noise": noise // 2, "law": 1})
        self._heading("主动公开政府信息情况")
        others = self._maybe("categories", "units", "cumulative", "sub_unit", share=0.15)
        self._paragraph(["disclosed", *others, *self._maybe("channels", "website", "normative", "channels", share=0.55)])
        self._paragraph((), {"noise": noise - noise // 2, "platform": self._share(0.15)})
        if self.year >= 2014:
            self._paragraph(self._maybe("interpretations", "press", "hot", "hot", "press", "comments", "proposals", share=0.6))
        self._heading("依申请公开政府信息情况")
        later = [*self._maybe("other_year", share=0.15), *self._maybe("complaints", "enquiries", share=0.3)]
        self._paragraph(
            ["received", *self._maybe("modes", "answered", "outcomes_old", "answered", "outcomes_old", "modes", share=0.55), *later]
        )
        self._heading("政府信息公开的收费及减免情况")
        self._paragraph(["fee"], {"manage": self._share(0.15)})
        self._heading("因政府信息公开申请行政复议、提起行政诉讼的情况")
        self._paragraph(["cases", *self._maybe("cases", share=0.2)])
        self._heading("机构建设和保障情况")
        self._paragraph(
            self._maybe("staff", "meetings", "training", "reading", "funds", "accounts", "staff", share=0.65),
            {"supervise": self._share(0.2)},
        )
        self._heading("存在的主要问题和改进措施")
        self._closing()

    def _prescribed_chapters(self) -> None:
        """2019 and later: the six chapters of the format."""
        noise = self.wording.noise
        self._heading("总体情况")
        self._paragraph((), {"overview": self._share(0.4)})
        others = self._maybe("categories", "units", "cumulative", "sub_unit", share=0.1)
        told = self._maybe("channels", "interpretations", "press", "hot", "normative", "press", "normative", "comments", share=0.45)
        self._paragraph(["disclosed", *others, *told], {"noise": noise // 2}, self._lead(1, "主动公开。"))
        told = self._maybe("modes", "applicants", "answered", "outcomes", "outcomes", "carried", "cases", "modes", share=0.45)
        told = [*self._maybe("received", share=0.8), *told, *self._maybe("other_year", share=0.1)]
        self._paragraph(told, {"overview": self._share(0.1)}, self._lead(2, "依申请公开。"))
        self._paragraph([], {"manage": self._share(0.2), "law": 1}, self._lead(3, "政府信息管理。"))
        told = self._maybe("accounts", "website", "reading", "accounts", share=0.4)
        self._paragraph(told, {"platform": self._share(0.2), "noise": noise - noise // 2}, self._lead(4, "平台建设。"))
        told = self._maybe("training", "meetings", "staff", "mailbox", share=0.5)
        self._paragraph(told, {"supervise": self._share(0.2)}, self._lead(5, "监督保障。"))
        self._tables()
        self._heading(self.rng.choice(("存在的主要问题及改进情况", "存在问题及改进措施")))
        self._closing()
        self._heading("其他需要报告的事项")
        told = [*(["fee"] if self.year >= 2021 else self._maybe("fee")), *self._maybe("proposals", "complaints", share=0.3)]
        self._paragraph(told, {"law": 1})

    def _closing(self) -> None:
        count = 2 + self.wording.filler // 6
        self._paragraph((), {"problem": count})
        self._paragraph(self._maybe("plan", share=0.3), {"improve": count})

    def _tables(self) -> None:
        if not self.form:
            for title in TABLE_TITLES.values():
                self._heading(title)
                self._paragraph((), {"manage": 1})
            return
        printer = Printer(self.form, self.figures, self.printing, self.rng)
        for name, build in form_tables(self.form).items():
            self._heading(TABLE_TITLES[name])
            self.document.add("table", grid=build(self.form, printer))

    def _annex(self, form: str) -> None:
        printer = Printer(form, self.figures, self.printing, self.rng, self.before)
        caption = f"{self.year}年政府信息公开情况统计表"
        self.document.add("table", grid=list_form(form, caption, self.document.agency.short, printer))
