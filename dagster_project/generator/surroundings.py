"""What stands around the chapters of a report: title, preface, contact, signature, and the web page it was copied from."""

from __future__ import annotations

import random
from collections.abc import Sequence

from dagster_project.generator.agencies import STREETS
from dagster_project.generator.documents import Document, Wording
from dagster_project.generator.text import Text

HIJACKED = ("威廉希尔体育", "皇冠竞彩网【官网娱乐平台】", "体育网投_手机版", "游戏平台官网")
"""What copies on sites of betting put where the name of the agency stood."""


def title(document: Document, wording: Wording) -> Text:
    text, style = Text(), wording.title_style
    name = HIJACKED[document.year % len(HIJACKED)] if wording.hijacked_name else document.agency.name
    if style == 1:
        text.number(str(document.year), "year")
        text.plain(f"年{name}政府信息公开工作年度报告")
        return text
    text.plain(name + ("关于" if style == 2 else ""))
    text.number(str(document.year), "year")
    text.plain({0: "年政府信息公开工作年度报告", 2: "年度政府信息公开工作情况的年度报告", 3: "年度政府信息公开工作年度报告"}[style])
    return text


def preface(document: Document, wording: Wording, rng: random.Random) -> Text:
    """Legal basis, period and contact in one paragraph."""
    agency, year = document.agency, document.year
    text = Text(rng.choice(("根据", "按照", "依据")) + "《中华人民共和国政府信息公开条例》（以下简称《条例》）")
    if year >= 2019:
        text.plain("和《国务院办公厅政府信息与政务公开办公室关于")
        text.plain(
            "政府信息公开工作年度报告有关事项的通知》（" if year < 2021 else "印发〈中华人民共和国政府信息公开工作年度报告格式〉的通知》（"
        )
        _document_number(text, "国办公开办函", *(("2019", "60") if year < 2021 else ("2021", "30")), wording.lost_digits)
        text.plain("）")
    text.plain(rng.choice(("的要求，现公布", "的规定，特向社会公布", "要求，编制")) + agency.name)
    text.number(str(year), "year")
    text.plain("年政府信息公开工作年度报告。")
    if agency.kind == "government":
        text.plain(rng.choice(("", "本报告综合各乡镇、街道和政府各部门的政府信息公开数据编制而成。")))
    _period(text, wording.period_year or year, wording.lost_digits and not wording.period_year, rng)
    if rng.random() < 0.8:
        _contact(text, document, rng)
    return text


def _document_number(text: Text, prefix: str, year: str, number: str, lost: bool) -> None:
    """The number of a document; in some copies digits and brackets are lost so that it reads 〔202130."""
    text.plain(prefix + "〔")
    if lost:
        text.number(year + number, "doc_number")
        return
    text.number(year, "doc_number")
    text.plain("〕")
    text.number(number, "doc_number")
    text.plain("号")


def _period(text: Text, year: int, lost: bool, rng: random.Random) -> None:
    """The stated period; in some copies the characters for year and month are lost so that it reads 201711日至20171231日."""
    text.plain(rng.choice(("本报告中所列数据的统计期限自", "报告所列数据的统计期限从", "统计数据期限为")))
    text.classed(f"{year}11日" if lost else f"{year}年1月1日", "date")
    text.plain(rng.choice(("起至", "至", "开始，至")))
    text.classed(f"{year}1231日" if lost else f"{year}年12月31日", "date")
    text.plain(rng.choice(("止。", "。")))


def _contact(text: Text, document: Document, rng: random.Random) -> None:
    agency = document.agency
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


def sign(document: Document, wording: Wording) -> None:
    """Signature and date, at the end or under the title."""
    document.date_shown = True
    document.add("signature", Text(document.agency.name if wording.signature == "top" else document.agency.office))
    day, on = Text(), document.published_on
    day.classed(f"{on.year}年{on.month}月{on.day}日", "date")
    document.add("signature", day)


def page_top(document: Document, rng: random.Random) -> None:
    """Navigation and metadata of the page above the report."""
    on, agency = document.published_on, document.agency
    site = f"{agency.division}人民政府"
    lines = rng.sample(
        (
            f"您当前所在位置：首页 > 政务公开 > 政府信息公开年报 > {agency.short}",
            "登录 | 注册 | 无障碍 | 关怀版 | 简体 | 繁体",
            f"发布时间：{on.isoformat()} {rng.randint(8, 17):02d}:{rng.randint(10, 59)} 信息来源：{site} 字体：[大 中 小]",
            f"浏览次数：{rng.randint(3, 4000)} 打印 收藏",
            f"索引号：{rng.randint(100000000, 999999999)}/{on.year}-{rng.randint(1, 99999):05d} 发布机构：{site}",
            f"【字体：大 中 小】 点击数：{rng.randint(3, 900)}",
            "网站支持IPv6",
        ),
        rng.randint(1, 4),
    )
    document.date_shown |= any("发布时间" in line for line in lines)
    _chrome(document, "chrome_top", lines)


def page_bottom(document: Document, rng: random.Random) -> None:
    """Sharing, forms and the imprint of the page below the report."""
    agency = document.agency
    lines = rng.sample(
        (
            "扫一扫在手机打开当前页",
            "分享到：微信 微博",
            "【打印本页】 【关闭窗口】",
            f"主办单位：{agency.division}人民政府办公室 技术支持：信息中心",
            f"网站标识码：{agency.division_code}{rng.randint(1, 9999):04d} ICP备{rng.randint(10, 23)}{rng.randint(1, 999999):06d}号",
            "您访问的链接即将离开本网站，是否继续？",
            "姓 名： 联系方式： *内 容： *验 证 码：",
            "相关链接：中国政府网 省政府网站",
            "您的浏览器版本太低，建议升级到IE10以上版本",
            "用户登录",
            "正在更新中...",
        ),
        rng.randint(1, 4),
    )
    _chrome(document, "chrome_bottom", lines)


def advertise(document: Document, kind: str, rng: random.Random) -> None:
    """What a hijacked domain puts before and behind a real report."""
    lines = (
        f"bet{rng.randint(100, 999)}体育在线投注_手机版下载",
        "电子游戏官方网站 真人娱乐 彩票走势图",
        f"最新网址导航{rng.randint(1, 99)} 注册送{rng.randint(8, 88)}元",
        "友情链接 足球比分直播 篮球比分直播 网上购彩大厅",
    )
    _chrome(document, kind, rng.sample(lines, 2))


def _chrome(document: Document, kind: str, lines: Sequence[str]) -> None:
    for line in lines:
        text = Text()
        text.classed(line, "page_chrome")
        document.add(kind, text)
