"""The European Union: the floor under every Member State's own law."""

from zoneinfo import ZoneInfo

from gongdao.kernel.words import Words
from gongdao.law import Pack
from gongdao.packs.eu import conformity, disputes, market, withdrawal
from gongdao.packs.eu.calendar import CALENDAR

RULES = (*withdrawal.RULES, *conformity.RULES, *market.RULES, *disputes.RULES)

PACK = Pack(
    name="eu",
    title=Words("欧洲联盟", "European Union"),
    zone=ZoneInfo("Europe/Brussels"),
    currency="EUR",
    calendar=CALENDAR,
    rules=RULES,
)
