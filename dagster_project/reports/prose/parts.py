"""Lists behind a total: 其中,机构职能类信息352条,…: what the parts are parts by (category, unit of the body) and whether they add up."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from dagster_project.reports.prose.context import is_comparison
from dagster_project.reports.prose.figures import Figure, Quantity
from dagster_project.reports.prose.patterns import unit_sets
from dagster_project.reports.prose.sentences import Sentence, clause_start

_OPENS_LIST = re.compile(
    r"其中|包括|分别|:|\((?![^()]*\),?(?:其中|包括))|(?<![(])含|(?<=信息)中,|(?:^|,)在[^,;:。\d]{2,14}中,|(?:按|从|分)[^,;。:\d]{2,16}(?:看|分|划分|统计|分类|类别)?,"
)
OPENS_SENTENCE = re.compile(
    r"其中|[^,;。:\d]{0,24}(?:包括|有:|为:|:)|分别|"
    r"(?:按|从|分)[^,;。:\d]{2,16}(?:看|分|划分|统计|分类|类别),|在(?:20\d\d年度?)?[^,;。:\d]{2,14}中,"
)
"""A sentence that goes on with the parts of a total named before."""
NAMES_THE_TOTAL = re.compile(
    r"在(?<![^。!?\n:].)(?:20\d\d年度?)?[^,;。!?:\d]{0,10}公开(?:的|政府)?[^,;。!?:\d]{0,12}中,|"
    r"公开(?:的)?(?:政府)?(?:信息)?(?:的)?(?:主要)?(?:类别|分类|类型)(?:情况)?(?::|为|有|包括)"
)
"""A paragraph with such a sentence goes on from there with the parts of a total of another one."""
_UNIT_OF_BODY = re.compile(
    r"^(?:其中|[,:;]|为)*(?:各|州直|市直|区直|县直|省直|直属|所属)[^,;]{0,16}$|"
    r"(?:部门|单位|本级|乡镇|街道|镇|乡|办事处|机关|公司|社区|村|站所|科室|局|委|县|市|区|口岸|企业|门户网站)(?:[(][^()]*[)]|[)）])?(?:共|网站)?(?:主动)?(?:公开|发布)?(?:各类|政府|政务)*(?:信息)?(?:共|约)?$"
)
_CATEGORY = re.compile(
    r"(?:类|方面|领域)(?:的)?(?:政府|政务)?(?:信息|文件)?(?:公开)?条?(?:共|数)?(?:为|是)?$|信息(?:更新|发布)?量?条?(?:共计|合计|总计|共)?(?:为|是)?$"
)
_REST = {"其他", "其它"}
"""Behind channels these are the other channels, not other kinds."""
_COLUMN = re.compile(r"[”\"](?:栏目|专栏|板块|类)?(?:发布|公开|更新)?(?:信息)?(?:量|数)?$")
"""The column of a site is a kind of information: “规划计划”发布量12条."""
_CHANNEL = re.compile(
    r"^(?:通过|利用|依托)|报送|上报|来信|信箱|留言|网站(?:信息(?:主动)?)?(?:\([^()]*\))?$|(?:网站?|平台|专栏)(?:上)?(?:发布|公开|更新)|[”\"](?:发布|推送|刊发)(?:动态|新闻|文章|稿件)|(?:媒体|报|电视|公开栏|公示栏|公告栏|宣传栏|显示屏|公报|发布会)[^,;]{0,6}(?:公开|发布|刊登|播出)|公开目录$|微信|微博|新媒体|公众号|抖音|视频号|快手|头条"
)
_COLUMN_OF_SITE = re.compile("(?:专栏|栏目)(?:上)?(?:发布|公开|更新)")
"""A channel beside the whole of a body, a kind of what its site publishes."""
_THROUGH = re.compile("(?:其中)?(?:通过|利用|依托)")
_OF_THIS_YEAR = re.compile(r"(?:[本当今]|20\d\d)年度?(?:新增|共|全年|主动|公开)|全年新增|新增")
_YEAR = re.compile(r"(?:其中|[,:;])*(?:19|20)\d\d年(?:度)?(?:主动|新增|共)*(?:公开|发布)?(?:信息)?$")
_TIDY = re.compile(
    r"^(?:\d{1,2}[.、]|(?:主动)?公开(?:的)?(?:政府)?信息中|其中|包括|包含|主要|分别|了|是|为|:|、|,|和|及|\()+|"
    r"(?:主动公开|公开|发布|共|信息条|信息数)+$"
)
_BEHIND_NAME = re.compile(
    r"(?<=.)(?:共|网站)?(?:主动)?(?:公开|发布)(?:的)?(?:各类|政府|政务)*(?:信息)?(?:共|约)?$|(?<=类)(?:的)?(?:政府|政务)?信息(?:公开)?条?约?$"
)
"""州直各单位公开信息 and 机构职能类信息 name 州直各单位 and 机构职能类."""
_ASIDE = re.compile(r"\([^()\d]*\)")
TOTAL = "n_disclosed_total"
SPLIT = (TOTAL, "n_disclosed_website")
"""Totals that reports split into categories or units; what stands first in the sentence is the whole."""
_DISCLOSED = "disclosed"
"""The pattern of 主动公开政府信息N条."""
_NAMES_CHANNEL = re.compile("^ch_")
"""The patterns of channels. What one of them reads alone among kinds is a kind itself: 政府文件20条、政府公报4条."""
_KINDS_TOO = (TOTAL, "n_policy_interpretations", "n_hot_topics")
"""What is only a kind of information where it stands in a list that adds up: 政策文件20条,政策解读5条."""
_NEARLY = Decimal("0.75"), Decimal("1.15")
"""Authors add up badly: three items or more that make so much of the whole are its kinds."""
_BREAKS = re.compile(r"[,;:。(]|、(?=[^、]{6,}$)|\d[^,;]{0,3}?[,、]")
OPENS_INNER = re.compile(r",?(?:其中|包括|含|具体[为是])")
"""What splits the item of a list right behind it."""
_NAME_BEHIND = re.compile(r"(?:为|是|属于)?([^,;:。、()\d]{2,16})(?=[,;。、(]|$)")
_ITEM_ENDS = re.compile("[,;。、]|$")
_NOUN_BEHIND = re.compile(r"[\u4e00-\u9fff](?<![占等和及与])")
"""13个专栏 in a list of 条: what stands before is not its noun."""
_SAME = {"条", "件", "篇", "个", "份", "次"}

_ENUMERATOR = re.compile(r"(?:[(]?\d{1,2}[).、]|[①-⑳]|[(]?[一二三四五六七八九十]{1,2}[)、])?")


class _Item(NamedTuple):
    """One thing that a list counts; `printed`: the words before it, `noun`: what they name."""

    quantity: Quantity
    noun: str
    printed: str


class _List(NamedTuple):
    """What a sentence lists behind a total, from `begin` on; `is_opened`: words say that a list begins there."""

    items: list[_Item]
    begin: int
    is_opened: bool


def read_parts(sentence: Sentence, total: Figure, quantities: list[Quantity], read: dict[int, Figure], *, floor: int) -> list[Figure]:
    """Parts of a disclosed total that follow it from position `floor`; 0 if it stands in a sentence before.

    A list that nothing opens (共70条。概况类2条,…) is one when its items are all that the sentence counts and add up to the total.
    Each becomes a figure of the total's own indicator with scope sub_unit, or of n_disclosed_category; none where neither is
    certain. `read` holds what the patterns made of the same numbers.
    """
    found = _list_behind(sentence.text, total.quantity, quantities, floor)
    if not found:
        return []
    if _is_share_of_this_year(found):
        # 到年底累计公开5928条,其中本年度新增2110条: the year is the part, the total is the stock.
        total.scope = "cumulative"
        return []
    if len(found.items) > 1 and all(_YEAR.match(item.printed) for item in found.items):
        # 截至目前共公开2156条,其中2008年公开986条,2009年公开1170条
        total.scope = "cumulative"
        of_years = [_part(sentence, total, item, indicator=TOTAL, scope=None, floor=found.begin) for item in found.items]
        return [replace(figure, qualifier=None) for figure in of_years]
    own, adds_up = _own_items(found.items, total, read)
    is_all_that_is_counted = len(found.items) == sum(q.unit != "%" and q.start >= found.begin for q in quantities)
    if not found.is_opened and not (adds_up and is_all_that_is_counted):
        return []
    if sum(_UNIT_OF_BODY.search(item.printed) is not None for item in found.items) * 2 > len(found.items):
        # 门户网站主动公开N条,其中各单位…: a site that the units of the body fill is the body's whole disclosure.
        total.indicator_id = TOTAL
        return [_part(sentence, total, item, indicator=TOTAL, scope="sub_unit", floor=found.begin) for item in found.items]
    kinds = _kinds(sentence.text, found, own, total, adds_up=adds_up)
    return [_part(sentence, total, item, indicator="n_disclosed_category", scope=None, floor=found.begin) for item in kinds]


def _list_behind(text: str, total: Quantity, quantities: list[Quantity], floor: int) -> _List | None:
    """The list that may hold the parts of a total; None if the sentence has none behind `floor`."""
    units = _SAME | {total.unit}
    listed = _of_other_units(text, [q for q in quantities if q.start >= floor], total.amount) or [
        q for q in quantities if q.unit in units and (q.unit == total.unit or not _NOUN_BEHIND.match(text, q.unit_end))
    ]
    possible = sum(q.start >= floor and q.amount <= total.amount for q in listed)
    if not possible:
        return None
    opening = _OPENS_LIST.search(text, floor or _ENUMERATOR.match(text).end()) if floor or OPENS_SENTENCE.match(text) else None  # type: ignore[union-attr]
    is_all = possible > 1 and possible == sum(q.unit != "%" and q.start >= floor for q in quantities)
    if not (opening or is_all or _OF_THIS_YEAR.search(text)):
        return None
    begin = opening.start() if opening else floor
    items = _items(text, listed, opening.end() if opening and opening.group() in "(:" else begin, total.amount)
    named = [_Item(q, noun, _noun(text, q, begin)) for q, noun in items]
    return _List(named, begin, opening is not None) if named else None


def _is_share_of_this_year(found: _List) -> bool:
    first = found.items[0].noun
    return len(found.items) == 1 and _OF_THIS_YEAR.match(first) is not None and (found.is_opened or "新增" in first)


def _own_items(items: list[_Item], total: Figure, read: dict[int, Figure]) -> tuple[list[_Item], bool]:
    """The items that no pattern reads as something else, and whether the list adds up to its total."""
    most = total.quantity.amount
    channels = [i for i in items if _is_channel(i, read.get(i.quantity.start))]
    kinds: tuple[str, ...] = (TOTAL,)
    if _is_exact(items, most):
        alone = channels if len(channels) < 2 else []
        kinds = (*_KINDS_TOO, *(read[i.quantity.start].indicator_id for i in alone if i.quantity.start in read))
    own = [i for i in items if i.quantity.start not in read or read[i.quantity.start].indicator_id in kinds]
    if any(len(some) > 1 and _sum(some) == most for some in (items, own)):
        return own, True
    # Then only what is counted as the whole is, and what is not the body's total beside a channel's.
    return [
        i for i in own if i.quantity.unit == total.quantity.unit and not _is_whole_beside_channel(read.get(i.quantity.start), total)
    ], False


def _is_channel(item: _Item, figure: Figure | None) -> bool:
    return _CHANNEL.search(item.noun) is not None or (figure is not None and _NAMES_CHANNEL.search(figure.pattern_id) is not None)


def _is_exact(items: list[_Item], most: Decimal) -> bool:
    return len(items) > 2 and _sum(items) == most


def _kinds(text: str, found: _List, own: list[_Item], total: Figure, *, adds_up: bool) -> list[_Item]:
    """Which of its own items are kinds of the total."""
    most, is_of_site = total.quantity.amount, total.indicator_id != TOTAL
    named = any(_CATEGORY.search(item.printed) for item in found.items)
    of_columns = sum(_COLUMN.search(item.noun) is not None for item in own) * 2 > len(own) > 2
    nearly = len(own) > 2 and most * _NEARLY[0] <= _sum(own) <= most * _NEARLY[1]
    announced = named and found.is_opened and len(own) > 2 and _sum(own) <= most
    is_list = adds_up or nearly or of_columns or announced
    is_exact = _is_exact(found.items, most)
    of_channels = any(_CHANNEL.search(item.printed) for item in found.items if item not in own)
    return [
        item
        for item in own
        if (not _CHANNEL.search(item.noun) or (is_of_site and _COLUMN_OF_SITE.search(item.noun)))
        and not _THROUGH.match(text, clause_start(text, item.quantity.start))
        and (is_exact or not item.noun.endswith("解读"))
        and not (of_channels and item.noun in _REST)
        and (is_list or _CATEGORY.search(item.printed) or (named and item.noun.startswith(("其他", "其它"))))
    ]


def _is_whole_beside_channel(figure: Figure | None, total: Figure) -> bool:
    """网站发布信息458条,其中主动公开政府信息210条: the site publishes more than what the body discloses."""
    return figure is not None and figure.pattern_id == _DISCLOSED and total.indicator_id != TOTAL


def read_points(total: Figure, opens: bool, points: list[tuple[Sentence, Quantity]]) -> list[Figure]:
    """Kinds of a total that stand in paragraphs of their own behind it: they are the whole, or the total `opens` a list of them."""
    named = [(sentence, quantity, _POINT.match(sentence.text[: quantity.start])) for sentence, quantity in points]
    whole, most = sum((q.amount for _, q in points), Decimal(0)), total.quantity.amount
    of_kinds = opens and all(match and _CATEGORY.search(match[0]) for *_, match in named) and whole <= most
    if len(points) < 2 or not (whole == most or of_kinds) or any(match is None or _CHANNEL.search(match[0]) for *_, match in named):
        return []
    return [
        _part(sentence, total, _Item(quantity, match["noun"], match[0]), indicator="n_disclosed_category", scope=None, floor=0)
        for sentence, quantity, match in named
        if match
    ]


_POINT = re.compile(_ENUMERATOR.pattern + r"(?P<noun>[^,;:。\d]{2,24}?)(?:共|计|约|为|:)*$")


def _of_other_units(text: str, quantities: list[Quantity], most: Decimal) -> list[Quantity]:
    """组织机构5;规章100;简报6期…: parts may have units of their own, or none, where they are all that is counted, and the whole."""
    counted = [q for q in quantities if q.unit != "%" and (q.unit or _ITEM_ENDS.match(text, q.unit_end))]
    units = {None, *unit_sets()["item"]}
    return counted if len(counted) > 2 and all(q.unit in units for q in counted) and sum(q.amount for q in counted) == most else []


def _sum(items: list[_Item]) -> Decimal:
    return sum((item.quantity.amount for item in items), Decimal(0))


def _noun(text: str, quantity: Quantity, floor: int) -> str:
    """The words between the last break (or the number before) and the quantity; an aside in brackets breaks nothing."""
    before = text[floor : quantity.start]
    whole = _ASIDE.sub(lambda aside: "·" * len(aside[0]), before)
    return before[len(whole) - len(_BREAKS.split(whole)[-1]) :]


def _name_behind(text: str, quantity: Quantity) -> str:
    """其中33条局机关发文: what the words before do not name those behind do."""
    return name[1] if (name := _NAME_BEHIND.match(text, quantity.unit_end)) else ""


def _items(text: str, quantities: list[Quantity], at: int, most: Decimal) -> list[tuple[Quantity, str]]:
    """What a list counts from position `at` on, each with its noun; nothing in brackets, nothing that is more than the whole."""
    items: list[tuple[Quantity, str]] = []
    begin = inner = at
    for quantity in quantities:
        inside = text.count("(", begin, quantity.start) > text.count(")", begin, quantity.start)
        if items and text[begin - 1] == "(" and text.count(")", begin, quantity.start) > text.count("(", begin, quantity.start):
            break  # the bracket is closed that the list stands in
        if quantity.start < max(at, inner) or inside or quantity.amount > most or is_comparison(text[: quantity.start]):
            continue
        if len(items) > 1 and quantity.amount and sum(q.amount for q, _ in items) == most:
            break  # what follows is no part of it
        if noun := _noun(text, quantity, at):
            items.append((quantity, _TIDY.sub("", _TIDY.sub("", noun)) or _name_behind(text, quantity) or noun))
            at = quantity.unit_end
            if quantity.amount < most and OPENS_INNER.match(text, at):
                at = inner = _end_of_inner(text, quantity, quantities)
    return items


def _end_of_inner(text: str, whole: Quantity, quantities: list[Quantity]) -> int:
    """Where the list ends that splits one item of a list (动态50条,其中会议20条、调研30条): where it is full, or at the semicolon."""
    missing, end = whole.amount, whole.unit_end
    for part in quantities:
        if part.start > whole.start:
            missing -= part.amount
            if missing < 0:
                return end
            end = part.unit_end
    return text.find(";", whole.unit_end) + 1 or len(text)


def _part(sentence: Sentence, total: Figure, item: _Item, *, indicator: str, scope: str | None, floor: int) -> Figure:
    quantity, noun, _ = item
    start, name = clause_start(sentence.text, quantity.start), _BEHIND_NAME.sub("", noun)
    return Figure(
        quantity, f"{total.pattern_id}.part", indicator, None, max(start, min(floor, quantity.start)), quantity.unit_end, name, scope
    )
