"""The European Union: the floor under every Member State's own law."""

from zoneinfo import ZoneInfo

from gongdao.kernel.words import Words
from gongdao.law import Pack, WayOut
from gongdao.packs.eu import conformity, disputes, market, withdrawal
from gongdao.packs.eu.calendar import CALENDAR
from gongdao.packs.eu.sources import ADR, SMALL_CLAIMS

RULES = (*withdrawal.RULES, *conformity.RULES, *market.RULES, *disputes.RULES)

PACK = Pack(
    name="eu",
    title=Words("欧洲联盟", "European Union"),
    zone=ZoneInfo("Europe/Brussels"),
    currency="EUR",
    calendar=CALENDAR,
    rules=RULES,
    ways_out=(
        WayOut(
            Words(
                "请有资质的非诉争议解决机构处理；机构自材料齐全起九十日内作出结果。",
                "Turn to a certified dispute body; its outcome comes within ninety days of the full file.",
            ),
            ADR.article(8),
        ),
        WayOut(
            Words(
                "跨境且不超过五千欧元的，可以向法院提起欧洲小额诉讼。",
                "Across borders and up to EUR 5,000, use the European small claims procedure.",
            ),
            SMALL_CLAIMS.article(2),
        ),
    ),
)
