"""The words of the price log: what is done with a price, for whom, and what can be announced."""

from __future__ import annotations

from collections.abc import Mapping

from gongdao.kernel.words import Words

HERE = ""
"""Our own shop. Every other channel is a shop elsewhere, of which only the merchant tells."""

ACTS: Mapping[str, Words] = {
    "offered": Words("标价", "offered"),
    "sold": Words("成交", "sold"),
}
AUDIENCES: Mapping[str, Words] = {
    "": Words("所有人", "everybody"),
    "members": Words("会员", "members"),
    "new": Words("新用户", "new customers"),
}
KINDS: Mapping[str, Words] = {
    "reduction": Words("降价", "reduction"),
    "gift": Words("赠品", "gift"),
    "free_delivery": Words("包邮", "free delivery"),
}
BASES: Mapping[str, Words] = {
    "": Words("未标明", "not stated"),
    "earlier": Words("此前成交价", "a price it was sold at before"),
    "maker": Words("厂商建议零售价", "the maker's suggested price"),
}
"""What a price shown as before is compared with, as the merchant states it."""
