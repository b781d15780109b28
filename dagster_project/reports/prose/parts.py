"""Lists behind a total: 其中,机构职能类信息352条,…: what the parts are parts by (category, unit of the body) and whether they add up."""

from __future__ import annotations

import re
from decimal import Decimal

from dagster_project.reports.prose.context import is_comparison
from dagster_project.reports.prose.figures import Figure, Quantity
from dagster_project.reports.prose.patterns import unit_sets
from dagster_project.reports.prose.sentences import Sentence

_OPENS_LIST = re.compile(
    r"其中|包括|分别|[:(]|含|(?<=信息)中,|(?:^|,)在[^,;:。\d]{2,14}中,|(?:按|从|分)[^,;。:\d]{2,16}(?:看|分|划分|统计|分类|类别)?,"
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
_COLUMN = re.compile(r"[”\"](?:栏目|专栏|板块|类)?(?:发布|公开|更新)?(?:信息)?(?:量|数)?$")
"""The column of a site is a kind of information: “规划计划”发布量12条."""
_CHANNEL = re.compile(
    r"^(?:通过|利用|依托)|报送|上报|来信|信箱|留言|网站(?:\([^()]*\))?$|(?:网站?|平台|专栏)(?:上)?(?:发布|公开|更新)|[”\"](?:发布|推送|刊发)(?:动态|新闻|文章|稿件)|(?:媒体|报|电视|公开栏|公示栏|公告栏|宣传栏|显示屏|公报|发布会)[^,;]{0,6}(?:公开|发布|刊登|播出)|微信|微博|新媒体|公众号|抖音|视频号|快手|头条"
)
_THROUGH = re.compile("(?:其中)?(?:通过|利用|依托)")
_OF_THIS_YEAR = re.compile(r"(?:[本当今]|20\d\d)年度?(?:新增|共|全年|主动|公开)|全年新增|新增")
_TIDY = re.compile(r"^(?:\d{1,2}[.、]|其中|包括|主要|分别|是|为|:|、|,|和|及|\()+|(?:主动公开|公开|发布|共|信息条|信息数)+$")
_TOTAL = "n_disclosed_total"
_DISCLOSED = "disclosed"
"""The pattern of 主动公开政府信息N条."""
_NAMES_CHANNEL = re.compile("^ch_")
"""The patterns of channels. What one of them reads alone among kinds is a kind itself: 政府文件20条、政府公报4条."""
_KINDS_TOO = (_TOTAL, "n_policy_interpretations", "n_hot_topics")
"""What is only a kind of information where it stands in a list that adds up: 政策文件20条,政策解读5条."""
_NEARLY = Decimal("0.75"), Decimal("1.15")
"""Authors add up badly: three items or more that make so much of the whole are its kinds."""
_BREAKS = re.compile(r"[,;:。(]|、(?=[^、]{6,}$)|\d[^,;]{0,3}?[,、]")
_ITEM_ENDS = re.compile("[,;。、]|$")
_NOUN_BEHIND = re.compile(r"[\u4e00-\u9fff](?<![占等和及与])")
"""13个专栏 in a list of 条: what stands before is not its noun."""
_SAME = {"条", "件", "篇", "个", "份", "次"}


_ENUMERATOR = re.compile(r"(?:[(]?\d{1,2}[).、]|[①-⑳]|[(]?[一二三四五六七八九十]{1,2}[)、])?")


def _noun(text: str, quantity: Quantity, floor: int) -> str:
    """The words between the last break (or the number before) and the quantity."""
    return _BREAKS.split(text[floor : quantity.start])[-1]


def read_parts(sentence: Sentence, total: Figure, quantities: list[Quantity], read: dict[int, Figure], *, floor: int) -> list[Figure]:
    """Parts of a disclosed total that follow it from position `floor`; 0 if it stands in a sentence before.

    A list that nothing opens (共70条。概况类2条,…) is one when its items are all that the sentence counts and add up to the total.
    Each becomes a figure of the total's own indicator with scope sub_unit, or of n_disclosed_category; none where neither is
    certain. `read` holds what the patterns made of the same numbers.
    """
    text = sentence.text
    most = total.quantity.amount
    units = _SAME | {total.quantity.unit}
    listed = _of_other_units(text, [q for q in quantities if q.start >= floor], most) or [
        q for q in quantities if q.unit in units and (q.unit == total.quantity.unit or not _NOUN_BEHIND.match(text, q.unit_end))
    ]
    possible = sum(q.start >= floor and q.amount <= most for q in listed)
    if not possible:
        return []
    opening = _OPENS_LIST.search(text, floor or _ENUMERATOR.match(text).end()) if floor or OPENS_SENTENCE.match(text) else None  # type: ignore[union-attr]
    is_all = possible > 1 and possible == sum(q.unit != "%" and q.start >= floor for q in quantities)
    if not (opening or is_all or _OF_THIS_YEAR.search(text)):
        return []
    begin = opening.start() if opening else floor
    items = _items(text, listed, opening.end() if opening and opening.group() in "(:" else begin, most)
    if not items:
        return []
    if len(items) == 1 and _OF_THIS_YEAR.match(items[0][1]) and (opening or "新增" in items[0][1]):
        # 到年底累计公开5928条,其中本年度新增2110条: the year is the part, the total is the stock.
        total.scope = "cumulative"
        return []
    is_exact = len(items) > 2 and _sum(items) == most
    channels = [q for q, noun in items if _CHANNEL.search(noun) or (q.start in read and _NAMES_CHANNEL.search(read[q.start].pattern_id))]
    kinds = (*_KINDS_TOO, *(read[q.start].indicator_id for q in channels if q.start in read)) if len(channels) < 2 else _KINDS_TOO
    kinds = kinds if is_exact else (_TOTAL,)
    own = [(q, noun) for q, noun in items if q.start not in read or read[q.start].indicator_id in kinds]
    adds_up = any(len(some) > 1 and _sum(some) == most for some in (items, own))
    if not adds_up:  # then only what is counted as the whole is, and what is not the body's total beside a channel's
        own = [(q, noun) for q, noun in own if q.unit == total.quantity.unit and not _is_whole_beside_channel(read.get(q.start), total)]
    if not opening and not (adds_up and len(items) == sum(q.unit != "%" and q.start >= begin for q in quantities)):
        return []
    nouns = {q.start: _noun(text, q, begin) for q, _ in items}
    if sum(_UNIT_OF_BODY.search(noun) is not None for noun in nouns.values()) * 2 > len(items):
        # 门户网站主动公开N条,其中各单位…: a site that the units of the body fill is the body's whole disclosure.
        total.indicator_id = _TOTAL
        return [_part(sentence, total, q, noun, indicator=_TOTAL, scope="sub_unit", floor=begin) for q, noun in items]
    categories = any(_CATEGORY.search(noun) for noun in nouns.values())
    of_columns = sum(_COLUMN.search(noun) is not None for _, noun in own) * 2 > len(own) > 2
    nearly = len(own) > 2 and most * _NEARLY[0] <= _sum(own) <= most * _NEARLY[1]
    return [
        _part(sentence, total, q, noun, indicator="n_disclosed_category", scope=None, floor=begin)
        for q, noun in own
        if not _CHANNEL.search(noun)
        and not _THROUGH.match(text, _clause_start(text, q))
        and (is_exact or not noun.endswith("解读"))
        and (adds_up or nearly or of_columns or _CATEGORY.search(nouns[q.start]) or (categories and noun.startswith(("其他", "其它"))))
    ]


def _is_whole_beside_channel(figure: Figure | None, total: Figure) -> bool:
    """网站发布信息458条,其中主动公开政府信息210条: the site publishes more than what the body discloses."""
    return figure is not None and figure.pattern_id == _DISCLOSED and total.indicator_id != _TOTAL


def read_points(total: Figure, opens: bool, points: list[tuple[Sentence, Quantity]]) -> list[Figure]:
    """Kinds of a total that stand in paragraphs of their own behind it: they are the whole, or the total `opens` a list of them."""
    named = [(sentence, quantity, _POINT.match(sentence.text[: quantity.start])) for sentence, quantity in points]
    whole, most = sum((q.amount for _, q in points), Decimal(0)), total.quantity.amount
    of_kinds = opens and all(match and _CATEGORY.search(match[0]) for *_, match in named) and whole <= most
    if len(points) < 2 or not (whole == most or of_kinds) or any(match is None or _CHANNEL.search(match[0]) for *_, match in named):
        return []
    return [
        _part(sentence, total, quantity, match["noun"], indicator="n_disclosed_category", scope=None, floor=0)
        for sentence, quantity, match in named
        if match
    ]


_POINT = re.compile(_ENUMERATOR.pattern + r"(?P<noun>[^,;:。\d]{2,24}?)(?:共|计|约|为|:)*$")


def _of_other_units(text: str, quantities: list[Quantity], most: Decimal) -> list[Quantity]:
    """组织机构5;规章100;简报6期…: parts may have units of their own, or none, where they are all that is counted, and the whole."""
    counted = [q for q in quantities if q.unit != "%" and (q.unit or _ITEM_ENDS.match(text, q.unit_end))]
    units = {None, *unit_sets()["item"]}
    return counted if len(counted) > 2 and all(q.unit in units for q in counted) and sum(q.amount for q in counted) == most else []


def _sum(items: list[tuple[Quantity, str]]) -> Decimal:
    return sum((q.amount for q, _ in items), Decimal(0))


def _clause_start(text: str, quantity: Quantity) -> int:
    return max(text.rfind(mark, 0, quantity.start) for mark in ",;:") + 1


def _items(text: str, quantities: list[Quantity], at: int, most: Decimal) -> list[tuple[Quantity, str]]:
    """What a list counts from position `at` on, each with its noun; nothing in brackets, nothing that is more than the whole."""
    items: list[tuple[Quantity, str]] = []
    begin = at
    for quantity in quantities:
        inside = text.count("(", begin, quantity.start) > text.count(")", begin, quantity.start)
        if items and text[begin - 1] == "(" and text.count(")", begin, quantity.start) > text.count("(", begin, quantity.start):
            break  # the bracket is closed that the list stands in
        if quantity.start < at or inside or quantity.amount > most or is_comparison(text[: quantity.start]):
            continue
        if len(items) > 1 and quantity.amount and _sum(items) == most:
            break  # what follows is no part of it
        if noun := _noun(text, quantity, at):
            items.append((quantity, _TIDY.sub("", _TIDY.sub("", noun)) or noun))
            at = quantity.unit_end
    return items


def _part(sentence: Sentence, total: Figure, quantity: Quantity, noun: str, *, indicator: str, scope: str | None, floor: int) -> Figure:
    start = _clause_start(sentence.text, quantity)
    return Figure(
        quantity, f"{total.pattern_id}.part", indicator, None, max(start, min(floor, quantity.start)), quantity.unit_end, noun, scope
    )
