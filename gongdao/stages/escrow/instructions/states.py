"""The life of an instruction to a gateway. Trying again is no move: the row counts its tries."""

from gongdao.kernel.machine import CLOCK, Machine
from gongdao.kernel.words import Words

# fmt: off
INSTRUCTION = Machine.of("instruction", start="queued",
    ends={"confirmed", "failed", "given_up", "by_hand"},
    names={
        "queued": Words("待发送", "to be sent"), "sent": Words("支付机构处理中", "with the gateway"),
        "confirmed": Words("支付机构已办妥", "done by the gateway"),
        "failed": Words("支付机构办不了", "the gateway cannot do it"),
        "given_up": Words("支付机构没有答复，查明中", "no word from the gateway, being traced"),
        "by_hand": Words("已由平台另行转账", "paid by bank transfer instead"),
    },
    moves=[
    # state       act        by          to           and from now on is owed
    ("queued",    "take",    "gateway",  "sent",      "gateway_answer"),
    ("queued",    "confirm", "gateway",  "confirmed", None),
    ("queued",    "fail",    "gateway",  "failed",    "break_explanation"),
    ("queued",    "lapse",   CLOCK,      "given_up",  "break_explanation"),
    ("sent",      "confirm", "gateway",  "confirmed", None),
    ("sent",      "fail",    "gateway",  "failed",    "break_explanation"),
    ("sent",      "lapse",   CLOCK,      "given_up",  "break_explanation"),
    ("failed",    "confirm", "gateway",  "confirmed", None),
    ("given_up",  "confirm", "gateway",  "confirmed", None),
    ("failed",    "settle",  "platform", "by_hand",   None),
    ("given_up",  "settle",  "platform", "by_hand",   None),
])
# fmt: on

OPEN = ("queued", "sent")
"""Whatever is in these may still happen by itself."""

ASTRAY = ("failed", "given_up")
"""Somebody at the finance desk has to see to these: each is a break."""
