"""The life of a return without a reason. The right stands by itself: silence of the merchant agrees."""

from gongdao.kernel.machine import CLOCK, Machine
from gongdao.kernel.words import Words

# fmt: off
RETURN = Machine.of("return", start="asked", ends={"refunded", "withdrawn"},
    names={
        "asked": Words("已申请退货", "asked for"), "agreed": Words("请寄回商品", "to be sent back"),
        "sent": Words("退货运输中", "on its way back"), "received": Words("商家已收到退货", "back with the merchant"),
        "refunded": Words("已退款", "refunded"), "withdrawn": Words("已撤回", "withdrawn"),
    },
    moves=[
    # state       act          by         to           and from now on is owed
    ("asked",     "agree",     "seller",  "agreed",    "send_back"),
    ("asked",     "lapse",     CLOCK,     "agreed",    "send_back"),
    ("asked",     "withdraw",  "buyer",   "withdrawn", None),
    ("agreed",    "send_back", "buyer",   "sent",      "take_back"),
    ("agreed",    "withdraw",  "buyer",   "withdrawn", None),
    ("agreed",    "lapse",     CLOCK,     "withdrawn", None),
    ("sent",      "take_back", "seller",  "received",  "refund"),
    ("sent",      "lapse",     CLOCK,     "received",  "refund"),
    ("received",  "refund",    "seller",  "refunded",  None),
    ("received",  "lapse",     CLOCK,     "refunded",  None),
])
# fmt: on
