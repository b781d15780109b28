"""Do the figures of a report cover the agency alone or its whole area?

Does not belong here: the scope of a single figure (that is read with the figure).
"""

from __future__ import annotations

import re

from dagster_project.reports.identifying.view import View

COMPILED_FROM_OTHERS = re.compile(
    r"(?:综合|汇总|根据)[^。]{0,40}(?:各|所属|下属)[^。]{0,60}(?:编制|汇总|而成|撰写)"
    r"|各(?:县|区|乡镇|镇|街道)[^。]{0,40}数据[^。]{0,10}编制"
)
WHOLE_AREA = re.compile(r"全(?:省|市|县|区|州|盟|旗|自治区|自治县)")
ITSELF = re.compile(r"(?:我|本)(?:局|委|厅|办|处|院|中心|单位|机关|部门|镇|乡|街道|街|所|队|馆|园区|管委会)")
GOVERNMENTS = ("province", "prefecture", "county")


def area_scope(view: View, level: str | None) -> str:
    """own | area | unknown."""
    if level in GOVERNMENTS:
        if len(WHOLE_AREA.findall(view.body)) >= 3 or COMPILED_FROM_OTHERS.search(view.head):
            return "area"
        return "unknown"
    if level in ("department", "township", "zone", "other") and (level == "township" or ITSELF.search(view.body)):
        return "own"
    return "unknown"
