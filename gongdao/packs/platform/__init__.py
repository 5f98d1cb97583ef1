"""The marketplace's own published rules: the periods that no statute fixes.

They answer only where the law is silent, and can only ever improve the consumer's position.
"""

from datetime import date
from zoneinfo import ZoneInfo

from gongdao.kernel.words import Words
from gongdao.law import Calendar, Pack
from gongdao.packs.platform import (
    admission,
    aftersales,
    data,
    helpdesk,
    performing,
    periods,
    points,
    reports,
    rulebook,
    rulings,
    settling,
)

PACK = Pack(
    name="platform",
    title=Words("平台规则", "Platform Rules"),
    zone=ZoneInfo("Asia/Shanghai"),
    currency="CNY",
    # Platform periods are plain calendar days: they roll over nothing, so no table of rest is needed.
    calendar=Calendar({date.max.year: frozenset()}, {date.max.year: frozenset()}),
    rules=(
        *periods.RULES,
        *settling.RULES,
        *aftersales.RULES,
        *admission.RULES,
        *rulings.RULES,
        *rulebook.RULES,
        *helpdesk.RULES,
        *data.RULES,
        *reports.RULES,
        *performing.RULES,
        *points.RULES,
    ),
)
