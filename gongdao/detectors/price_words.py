"""What the words of a listing say about its price: free delivery, charges beside it, ticks set in advance.

Each find is an exact span of the text and what kind of saying it is. Whether it is true, or lawful, is for
others to say: they know the price, the delivery charge and the promotions; here only words are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

SIGN = r"(?:RMB|CNY|EUR|[¥￥€$£])"
DIGITS = r"\d{1,9}(?:\.\d{1,2})?"

KINDS = {
    "free_delivery": re.compile(
        r"(?:全国|全场|全店|顺丰)?包邮|免(?:收)?(?:运费|邮费|快递费|配送费|邮)|(?:运费|邮费)全免"
        r"|\bfree\s+(?:delivery|shipping|postage)\b|\b(?:delivery|shipping)\s+(?:is\s+)?free\b",
        re.IGNORECASE,
    ),
    "charge": re.compile(
        r"(?:另|额外|加|再|需要?|须|还要)(?:外|行)?(?:支付|交|付|收取?|加收?|补)[^，。；！!,;.\s]{0,10}?"
        r"(?:费用?|差价|税款?|押金)(?:\s?" + SIGN + r"?\s?(?P<amount>" + DIGITS + r")\s?元?)?"
        r"|(?:运费|邮费|快递费|安装费|包装费|服务费|税费)\s?(?:到付|另[付算计收]|自理|不含)"
        r"|(?:价格|售价|标价)?不(?:包)?含(?:运费|邮费|税|安装|包装|开票|配送)费?"
        r"|补差价|拍下(?:后)?[^，。；]{0,6}(?:改价|补款)"
        r"|\b(?:additional|extra|separate|further)\s+(?:\w+\s+){0,3}(?:fees?|charges?|surcharge)\b"
        r"|\b(?:price|prices)\s+(?:does|do)?\s?(?:not\s+includ\w+|exclud\w+)\s+(?:\w+\s?){1,3}"
        r"|\bplus\s+(?:\w+\s+){0,2}(?:fee|charge|surcharge)\b",
        re.IGNORECASE,
    ),
    "ticked": re.compile(
        r"(?:已|系统|自动)?(?:默认|预先|自动)(?:为您|帮您)?(?:勾选|选中|加购|购买|开通|添加|搭配)"
        r"|\bpre-?(?:ticked|selected|checked)\b|\b(?:ticked|selected|checked|added)\s+by\s+default\b",
        re.IGNORECASE,
    ),
    "countdown": re.compile(
        r"(?:仅剩|只剩|最后|还剩)\s?\d{1,3}\s?(?:个)?(?:小时|分钟|天|日)|倒计时|(?:今[日天晚]|马上|即将)(?:截止|结束|恢复原价|涨价)"
        r"|限时(?:特价|特惠|优惠|折扣|抢购|秒杀|直降)|最后一天|仅(?:限)?今[日天]"
        r"|\b(?:only|last)\s+\d{1,3}\s+(?:hours?|minutes?|days?)(?:\s+left)?\b|\blast\s+(?:day|chance|hours)\b"
        r"|\bends?\s+(?:today|tonight|soon)\b|\blimited[\s-]time\b|\btoday\s+only\b",
        re.IGNORECASE,
    ),
    "was": re.compile(
        r"(?:原价|原售价|市场价|专柜价|吊牌价|平时价|日常价|划线价|(?:建议)?零售价)\s?[:：为是]?\s?" + SIGN + r"?\s?(?P<amount>" + DIGITS + r")"
        r"|\b(?:was|originally|rrp|msrp|list\s+price|instead\s+of)\s?:?\s?" + SIGN + r"\s?(?P<signed>" + DIGITS + r")",
        re.IGNORECASE,
    ),
}  # fmt: skip
"""What is looked for, by kind. An amount that stands there is read with it."""

NEGATED = re.compile(
    r"(?:不|无|没有|无须|不会|不需|绝不|从不|取消|拒绝|并不|未|免去)(?:再|用|任何|需|要|必|得|能|可|有)*$"
    r"|\b(?:no|not|never|without|any|nor|aren't|isn't)\s+(?:any\s+|an?\s+)?$",
    re.IGNORECASE,
)
CONDITION = re.compile(
    r"(?:满|购|买)\s?\d+(?:\.\d+)?\s?(?:元|件|个|套)?\s?(?:以上|起|即|可|享)?\s?$"
)
CONDITION_AFTER = re.compile(
    r"^\s?(?:on|for|over|from|with)\s+(?:all\s+)?orders?\b|^\s?(?:over|above|from)\s+"
    + SIGN
    + r"\d",
    re.IGNORECASE,
)
BEFORE, AFTER = 12, 24


@dataclass(frozen=True, slots=True)
class Saying:
    """A stretch of text that says something about the price, with the amount it names, if it names one."""

    kind: str
    start: int
    end: int
    quote: str
    amount: Decimal | None
    conditional: bool
    """Free delivery from so many pieces on, or so much money."""


def scan(text: str) -> list[Saying]:
    """Every saying about the price in a text, in the order of the text. What is denied is not said."""
    return sorted(_all(text), key=_place)


def _all(text: str) -> Iterator[Saying]:
    for kind, pattern in KINDS.items():
        for found in pattern.finditer(text):
            before = text[max(0, found.start() - BEFORE) : found.start()]
            if NEGATED.search(before):
                continue
            conditional = bool(
                CONDITION.search(before)
                or CONDITION_AFTER.match(text[found.end() : found.end() + AFTER])
            )
            yield Saying(kind, found.start(), found.end(), found[0], _amount(found), conditional)


def _amount(found: re.Match[str]) -> Decimal | None:
    figures = next((figures for figures in found.groupdict().values() if figures), None)
    return Decimal(figures) if figures else None


def _place(saying: Saying) -> tuple[int, int]:
    return saying.start, saying.end
