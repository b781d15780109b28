"""A whole report as a model: title, preface, chapters, tables, signature, and the page around it.

A `Document` is medium-free: blocks of text and grids, each with its truth. Layouts and media turn it into bytes.
Does not belong here: sentences (data/phrases.csv), tables (grids.py), bytes (media.py), damage (damage.py).
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from dagster_project.generator.agencies import DATA_DIR, STREETS, Agency, read_csv
from dagster_project.generator.figures import Figures, Value
from dagster_project.generator.forms import APPLICANT_TYPES
from dagster_project.generator.grids import Grid, Printer, Printing, form_tables, list_form
from dagster_project.generator.phrases import Story, phrases, tell, usable
from dagster_project.generator.text import Text

TOLD = read_csv(DATA_DIR / "told.csv")
TABLE_TITLES = {"table2": "主动公开政府信息情况", "table3": "收到和处理政府信息公开申请情况", "table4": "政府信息公开行政复议、行政诉讼情况"}
CHINESE = "一二三四五六七八九十"


@dataclass(slots=True)
class Block:
    """One piece of a document. `kind`: title | paragraph | heading | table | signature | chrome_top | chrome_bottom."""

    kind: str
    text: Text = field(default_factory=Text)
    grid: Grid | None = None


@dataclass(slots=True)
class Document:
    """A report before it becomes bytes, with what is true of it as a whole."""

    agency: Agency
    year: int
    form: str | None
    published_on: date
    blocks: list[Block] = field(default_factory=list)
    date_shown: bool = False
    period: tuple[date, date] | None = None

    @property
    def regime(self) -> str:
        return regime_of(self.year)


@dataclass(slots=True)
class Wording:
    """The choices of one report: what is told, how long it is, what surrounds it."""

    filler: int = 9
    noise: int = 4
    chrome: bool = False
    title_style: int = 0
    signature: str = "end"
    lost_digits: bool = False
    stub_year: int | None = None
    """A wrong year in the stated period: an error planted on purpose."""
    told_overrides: dict[str, Value] = field(default_factory=dict)


def regime_of(year: int) -> str:
    return "r2008" if year <= 2013 else "r2014" if year <= 2018 else "r2019" if year <= 2020 else "r2021"


def told_figures(figures: Figures) -> dict[str, Value]:
    """The figures of an agency-year under the ids they have in prose."""
    column = "key_to_2018" if figures.year <= 2018 else "key_from_2019"
    told = {r["told"]: figures.flat[r[column]] for r in TOLD if r[column] and r[column] in figures.flat}
    if told.get("n_applications_answered"):
        told["n_conclusion_rate"] = Decimal(100)
    if told["n_applications_received"] == 0 and any(any(v) for v in figures.applicants.values()):
        del told["n_applications_received"]
    return told


def by_applicant(figures: Figures) -> dict[str, Value]:
    values = figures.applicants["applications_received_new"]
    return {f"n_applications_received/{a}": v for a, v in zip(APPLICANT_TYPES, values, strict=False) if v}


def publication_date(agency: Agency, year: int, rng: random.Random) -> date:
    """Within the statutory term, now and then a little after it."""
    last = date(year + 1, 3, 31) if year < 2019 or agency.kind == "government" else date(year + 1, 1, 31)
    first = date(year + 1, 1, 5)
    return first + timedelta(days=rng.randint(0, (last - first).days + (12 if rng.random() < 0.05 else 0)))


class Writer:
    """Writes one report."""

    def __init__(self, agency: Agency, figures: Figures, before: Figures | None, form: str | None, printing: Printing, wording: Wording, rng: random.Random) -> None:
        self.agency, self.figures, self.form, self.printing, self.wording, self.rng = agency, figures, form, printing, wording, rng
        self.year = figures.year
        self.story = Story(
            agency,
            self.year,
            told_figures(figures) | wording.told_overrides,
            told_figures(before) if before else {},
            by_applicant(figures),
            rng,
        )
        self.document = Document(agency, self.year, form, publication_date(agency, self.year, rng), period=(date(self.year, 1, 1), date(self.year, 12, 31)))
        self.fillers = {t: rng.sample(p, len(p)) for t, p in phrases().items() if t in ("overview", "manage", "platform", "supervise", "problem", "improve", "noise", "law")}

    def write(self) -> Document:
        if self.wording.chrome:
            self._chrome_top()
        self._add("title", self._title())
        if self.wording.signature == "top":
            self._signature()
        self._preface()
        self._new_chapters() if self.year >= 2019 else self._old_chapters()
        if self.wording.signature == "end":
            self._signature()
        if self.form in ("r2008_zj", "r2008_sh", "r2014"):
            self._annex()
        if self.wording.chrome:
            self._chrome_bottom()
        return self.document

    def _add(self, kind: str, text: Text | None = None, grid: Grid | None = None) -> None:
        self.document.blocks.append(Block(kind, text or Text(), grid))

    def _title(self) -> Text:
        text, style = Text(), self.wording.title_style
        if style == 1:
            text.number(str(self.year), "year")
            text.plain(f"年{self.agency.name}政府信息公开工作年度报告")
            return text
        text.plain(self.agency.name + ("关于" if style == 2 else ""))
        text.number(str(self.year), "year")
        text.plain({0: "年政府信息公开工作年度报告", 2: "年度政府信息公开工作情况的年度报告", 3: "年度政府信息公开工作年度报告"}[style])
        return text

    def _preface(self) -> None:
        rng, agency, year = self.rng, self.agency, self.year
        text = Text(rng.choice(("根据", "按照", "依据")) + "《中华人民共和国政府信息公开条例》（以下简称《条例》）")
        if year >= 2019:
            text.plain("和《国务院办公厅政府信息与政务公开办公室关于" + ("政府信息公开工作年度报告有关事项的通知》" if year < 2021 else "印发〈中华人民共和国政府信息公开工作年度报告格式〉的通知》"))
            text.plain("（")
            self._document_number(text, "国办公开办函", "2019" if year < 2021 else "2021", "60" if year < 2021 else "30")
            text.plain("）")
        text.plain(rng.choice(("的要求，现公布", "的规定，特向社会公布", "要求，编制")) + agency.name)
        text.number(str(year), "year")
        text.plain("年政府信息公开工作年度报告。")
        if agency.kind == "government":
            text.plain(rng.choice(("", "本报告综合各乡镇、街道和政府各部门的政府信息公开数据编制而成。")))
        self._period(text)
        self._contact(text)
        self._add("paragraph", text)

    def _document_number(self, text: Text, prefix: str, year: str, number: str) -> None:
        """The number of a document; in some copies digits and brackets are lost so that it reads 〔202130."""
        text.plain(prefix + "〔")
        if self.wording.lost_digits:
            text.number(year + number, "doc_number")
            return
        text.number(year, "doc_number")
        text.plain("〕")
        text.number(number, "doc_number")
        text.plain("号")

    def _period(self, text: Text) -> None:
        year = str(self.wording.stub_year or self.year)
        text.plain(self.rng.choice(("本报告中所列数据的统计期限自", "报告所列数据的统计期限从", "统计数据期限为")))
        text.classed(f"{year}年1月1日", "date")
        text.plain(self.rng.choice(("起至", "至", "开始，至")))
        text.classed(f"{year}年12月31日", "date")
        text.plain(self.rng.choice(("止。", "。")))

    def _contact(self, text: Text) -> None:
        rng, agency = self.rng, self.agency
        if rng.random() < 0.2:
            return
        text.plain("本报告电子版可在政府门户网站（")
        text.classed(f"http://www.{agency.pinyin}{agency.division_code[:4] if rng.random() < 0.2 else ''}.gov.cn", "url_or_email")
        text.plain(f"）查阅和下载。如对本报告有疑问，请与{agency.office}联系（地址：{agency.division}{rng.choice(STREETS)}")
        text.number(str(rng.randint(1, 399)), "address")
        text.plain("号，电话：")
        phone = f"{rng.randint(2, 8)}{rng.randint(100000, 999999)}"
        text.classed(f"{agency.area_code}-{phone}" if agency.area_code else phone, "phone")
        if agency.postcode:
            text.plain("，邮编：")
            text.number(agency.postcode + f"{rng.randint(0, 9999):04d}", "postcode")
        if rng.random() < 0.3:
            text.plain("，电子邮箱：")
            text.classed(f"{agency.pinyin}xxgk{rng.randint(10, 999)}@163.com", "url_or_email")
        text.plain("）。")

    def _heading(self, number: int, title: str) -> None:
        text = Text()
        text.number(CHINESE[number - 1], "enumerator")
        text.plain("、" + title)
        self._add("heading", text)

    def _sub_heading(self, number: int, title: str) -> Text:
        text = Text("（")
        text.number(CHINESE[number - 1], "enumerator")
        text.plain("）" + title)
        return text

    def _paragraph(self, topics: Sequence[str], filler: Mapping[str, int] | None = None, lead: Text | None = None) -> None:
        """Sentences of the topics that can be told, with filler sentences between them."""
        sentences = [s for s in (self._sentence(t) for t in topics) if s]
        for topic, count in (filler or {}).items():
            for _ in range(count):
                if self.fillers[topic]:
                    at = self.rng.randint(0, len(sentences))
                    sentences.insert(at, tell(self.fillers[topic].pop(), self.story))
        if not sentences and lead is None:
            return
        text = lead or Text()
        for sentence in sentences:
            text.append(sentence)
        self._add("paragraph", text)

    def _sentence(self, topic: str) -> Text | None:
        options = [p for p in phrases()[topic] if usable(p, self.story)]
        return tell(self.rng.choice(options), self.story) if options else None

    def _share(self, filler: float) -> int:
        return round(self.wording.filler * filler)

    def _maybe(self, *topics: str, share: float = 0.7) -> list[str]:
        return [t for t in topics if self.rng.random() < share]

    def _old_chapters(self) -> None:
        """2008-2018: headings are free, the usual order."""
        noise = self.wording.noise
        self._heading(1, self.rng.choice(("概述", "基本情况", "工作概况")))
        self._paragraph((), {"overview": self._share(0.4)})
        self._paragraph((), {"overview": self._share(0.3), "noise": noise // 2, "law": 1})
        self._heading(2, "主动公开政府信息情况")
        self._paragraph(["disclosed", *self._maybe("channels", "website", "normative", share=0.6), *self._maybe("cumulative", "sub_unit", share=0.15)])
        self._paragraph((), {"noise": noise - noise // 2, "platform": 1})
        if self.year >= 2014:
            self._paragraph(self._maybe("interpretations", "press", "hot", "comments", "proposals"))
        self._heading(3, "依申请公开政府信息情况")
        self._paragraph(["received", *self._maybe("modes", "answered", "outcomes_old"), *self._maybe("other_year", share=0.15), *self._maybe("complaints", "enquiries", share=0.3)])
        self._heading(4, "政府信息公开的收费及减免情况")
        self._paragraph(["fee"], {"manage": 1})
        self._heading(5, "因政府信息公开申请行政复议、提起行政诉讼的情况")
        self._paragraph(["cases", *self._maybe("cases", share=0.2)])
        self._heading(6, "机构建设和保障情况")
        self._paragraph(self._maybe("staff", "meetings", "training", "reading", "funds", "accounts"), {"supervise": 1})
        self._heading(7, "存在的主要问题和改进措施")
        self._closing()

    def _new_chapters(self) -> None:
        """2019 and later: the six chapters of the prescribed format."""
        noise, rng = self.wording.noise, self.rng
        self._heading(1, "总体情况")
        self._paragraph((), {"overview": self._share(0.3)})
        self._paragraph(
            ["disclosed", *self._maybe("channels", "interpretations", "press", "hot", "normative", share=0.5), *self._maybe("cumulative", "sub_unit", share=0.1)],
            {"noise": noise // 2},
            self._sub_heading(1, "主动公开。"),
        )
        self._paragraph(
            [*self._maybe("received", share=0.8), *self._maybe("modes", "applicants", "answered", "outcomes", "carried", "cases", share=0.5), *self._maybe("other_year", share=0.1)],
            {"overview": 1},
            self._sub_heading(2, "依申请公开。"),
        )
        self._paragraph([], {"manage": self._share(0.2), "law": 1}, self._sub_heading(3, "政府信息管理。"))
        self._paragraph(self._maybe("accounts", "website", "reading", share=0.4), {"platform": self._share(0.2), "noise": noise - noise // 2}, self._sub_heading(4, "平台建设。"))
        self._paragraph(self._maybe("training", "meetings", "staff", "proposals", "mailbox", share=0.5), {"supervise": 2}, self._sub_heading(5, "监督保障。"))
        self._tables()
        self._heading(5, rng.choice(("存在的主要问题及改进情况", "存在问题及改进措施")))
        self._closing()
        self._heading(6, "其他需要报告的事项")
        self._paragraph(["fee", *self._maybe("proposals", "complaints", share=0.3)] if self.year >= 2021 else self._maybe("proposals", "complaints", "fee"), {"law": 1})

    def _closing(self) -> None:
        self._paragraph((), {"problem": 2 + self.wording.filler // 6})
        self._paragraph(self._maybe("plan", share=0.3), {"improve": 2 + self.wording.filler // 6})

    def _tables(self) -> None:
        if not self.form:
            for number, title in enumerate(TABLE_TITLES.values(), 2):
                self._heading(number, title)
                self._paragraph((), {"manage": 1})
            return
        printer = Printer(self.form, self.figures, self.printing, self.rng)
        for number, (name, build) in enumerate(form_tables(self.form).items(), 2):
            self._heading(number, TABLE_TITLES[name])
            self._add("table", grid=build(self.form, printer))

    def _annex(self) -> None:
        assert self.form
        printer = Printer(self.form, self.figures, self.printing, self.rng)
        self._add("table", grid=list_form(self.form, f"{self.year}年政府信息公开情况统计表", self.agency.short, printer))

    def _signature(self) -> None:
        self.document.date_shown = True
        self._add("signature", Text(self.agency.name if self.wording.signature == "top" else self.agency.office))
        day = Text()
        on = self.document.published_on
        day.classed(f"{on.year}年{on.month}月{on.day}日", "date")
        self._add("signature", day)

    def _chrome_top(self) -> None:
        rng, on = self.rng, self.document.published_on
        site = f"{self.agency.division}人民政府"
        lines = rng.sample(
            (
                f"您当前所在位置：首页 > 政务公开 > 政府信息公开年报 > {self.agency.short}",
                "登录 | 注册 | 无障碍 | 关怀版 | 简体 | 繁体",
                f"发布时间：{on.isoformat()} {rng.randint(8, 17):02d}:{rng.randint(10, 59)} 信息来源：{site} 字体：[大 中 小]",
                f"浏览次数：{rng.randint(3, 4000)} 打印 收藏",
                f"索引号：{rng.randint(100000000, 999999999)}/{on.year}-{rng.randint(1, 99999):05d} 发布机构：{site}",
                f"【字体：大 中 小】 点击数：{rng.randint(3, 900)}",
            ),
            rng.randint(1, 4),
        )
        self.document.date_shown |= any("发布时间" in line for line in lines)
        self._chrome("chrome_top", lines)

    def _chrome_bottom(self) -> None:
        rng = self.rng
        lines = rng.sample(
            (
                "扫一扫在手机打开当前页",
                "分享到：微信 微博",
                "【打印本页】 【关闭窗口】",
                f"主办单位：{self.agency.division}人民政府办公室 技术支持：信息中心",
                f"网站标识码：{self.agency.division_code}{rng.randint(1, 9999):04d} ICP备{rng.randint(10, 23)}{rng.randint(1, 999999):06d}号",
                "您访问的链接即将离开本网站，是否继续？",
                "姓 名： 联系方式： *内 容： *验 证 码：",
                "相关链接：中国政府网 省政府网站",
                "您的浏览器版本太低，建议升级到IE10以上版本",
            ),
            rng.randint(1, 4),
        )
        self._chrome("chrome_bottom", lines)

    def _chrome(self, kind: str, lines: Sequence[str]) -> None:
        for line in lines:
            text = Text()
            text.classed(line, "page_chrome")
            self._add(kind, text)

