"""Sentences whose number of parts varies: categories with shares, units of the body, paired lists.

Everything that a fixed sentence can say is a phrase in data/phrases.csv; here are only those that deal a total out over a list.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

from dagster_project.generator.figures import split
from dagster_project.generator.forms import narrative
from dagster_project.generator.phrases import Story
from dagster_project.generator.text import Fact, Text

CATEGORIES = ("机构职能类", "政策法规类", "规划计划类", "业务动态类", "行政执法类", "财政资金类", "人事任免类", "公共服务类", "应急管理类")
UNITS = {
    "government": ("政府本级", "政府各部门", "各乡镇（街道）"),
    "department": ("局机关", "所属事业单位"),
    "township": ("镇机关", "各村（社区）"),
    "zone": ("管委会机关", "所属公司"),
}


def categories(story: Story) -> Text | None:
    """其中，机构职能类信息12条，占3%；… : the parts add up to the total told before."""
    total = story.figures.get("n_disclosed_total")
    if not isinstance(total, int) or total < 40 or "n_disclosed_total" not in story.told:
        return None
    rng = story.rng
    names = [*rng.sample(CATEGORIES, rng.randint(2, 5)), "其他"]
    parts = split(rng, total, [rng.uniform(1, 8) for _ in names])
    shares = rng.random() < 0.5
    text = Text(rng.choice(("其中，", "按信息类别分，", "从公开内容看，")))
    for n, (name, part) in enumerate(zip(names, parts, strict=True)):
        text.plain(("；" if shares else "，") if n else "")
        start = text.length
        text.plain(name + rng.choice(("信息", "")))
        span = text.number(str(part), "indicator")
        text.plain("条")
        text.mark(_part(story, "n_disclosed_category", part, name), start, text.length, span)
        if shares:
            text.plain("，占")
            text.number(f"{_share(part, total)}%", "percentage")
    text.plain("。")
    return text


def units(story: Story) -> Text | None:
    """政府门户网站公开8条，政府各部门公开7条: figures of the units, which add up to the total told before."""
    total = story.figures.get("n_disclosed_total")
    if not isinstance(total, int) or total < 40 or "n_disclosed_total" not in story.told:
        return None
    names = UNITS[story.agency.kind]
    parts = split(story.rng, total, [1.0] * len(names))
    text = Text(story.rng.choice(("按公开主体统计，", "分单位看，")))
    for n, (name, part) in enumerate(zip(names, parts, strict=True)):
        text.plain("，" if n else "")
        start = text.length
        text.plain(name + "公开信息")
        span = text.number(str(part), "indicator")
        text.plain("条")
        text.mark(_part(story, "n_disclosed_total", part, name)._replace(scope="sub_unit"), start, text.length, span)
    text.plain("。")
    return text


def _part(story: Story, indicator_id: str, value: int, qualifier: str) -> Fact:
    row = narrative(indicator_id)
    return Fact(
        form="narrative",
        indicator_id=indicator_id,
        value=value,
        value_state="number" if value else "explicit_zero",
        qualifier=qualifier,
        unit=row.unit,
        unit_zh=row.unit_zh,
        period_year=story.year,
    )


def _share(part: int, total: int) -> Decimal:
    return (Decimal(part * 100) / total).quantize(Decimal("0.1"), ROUND_HALF_UP)


ENUMERATIONS: dict[str, Callable[[Story], Text | None]] = {"categories": categories, "units": units}
