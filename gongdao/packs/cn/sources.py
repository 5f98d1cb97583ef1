"""The instruments of mainland China that our rules rest on: facts about them, none of their words."""

from __future__ import annotations

from datetime import date

from gongdao.law import Source

CPL = Source(
    "CPL",
    "消费者权益保护法",
    "Consumer Protection Law",
    date(2014, 3, 15),
    63,
    file="消费者权益保护法",
)
CPL_RULES = Source(
    "CPL Regulation", "消费者权益保护法实施条例", "Regulation on the Consumer Protection Law",
    date(2024, 7, 1), 53, file="消费者权益保护法实施条例",
)  # fmt: skip
SEVEN_DAYS = Source(
    "7-Day Measures", "网络购买商品七日无理由退货暂行办法", "Interim Measures on Seven-Day Returns",
    date(2017, 3, 15), 38, file="网络购买商品七日无理由退货暂行办法(2020修订)",
)  # fmt: skip
PENALTIES = Source(
    "Penalty Measures", "侵害消费者权益行为处罚办法", "Measures on Penalties for Infringing Consumer Rights",
    date(2015, 3, 15), 22, file="侵害消费者权益行为处罚办法(2020修订)",
)  # fmt: skip
ECL = Source("ECL", "电子商务法", "E-Commerce Law", date(2019, 1, 1), 89, file="电子商务法")
CC_GENERAL = Source(
    "CC General",
    "民法典·总则编",
    "Civil Code, General Part",
    date(2021, 1, 1),
    204,
    file="民法典-总则编",
)
CC = Source(
    "CC", "民法典·合同编", "Civil Code, Contracts", date(2021, 1, 1), 988, file="民法典-合同编"
)
SPC_ONLINE = Source(
    "SPC Online Consumption", "最高人民法院关于审理网络消费纠纷案件适用法律若干问题的规定（一）",
    "SPC Provisions on Online Consumption Disputes (I)", date(2022, 3, 15), 20,
    file="最高法-网络消费纠纷规定(一)",
)  # fmt: skip

SOURCES = (CPL, CPL_RULES, SEVEN_DAYS, PENALTIES, ECL, CC_GENERAL, CC, SPC_ONLINE)
