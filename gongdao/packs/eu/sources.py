"""The instruments of the European Union that our rules rest on: facts about them, none of their words."""

from __future__ import annotations

from datetime import date

from gongdao.law import Source

CRD = Source(
    "CRD", "消费者权利指令2011/83/EU", "Consumer Rights Directive 2011/83/EU", date(2014, 6, 13), 35
)
SGD = Source(
    "SGD", "货物买卖指令(EU)2019/771", "Sale of Goods Directive (EU) 2019/771", date(2022, 1, 1), 27
)
DCD = Source(
    "DCD", "数字内容指令(EU)2019/770", "Digital Content Directive (EU) 2019/770",
    date(2022, 1, 1), 27,
)  # fmt: skip
REPAIR = Source(
    "Repair Directive", "维修指令(EU)2024/1799", "Repair Directive (EU) 2024/1799",
    date(2026, 7, 31), 23,
)  # fmt: skip
GREEN = Source(
    "Empowering Directive", "绿色转型消费者赋权指令(EU)2024/825", "Empowering Consumers Directive (EU) 2024/825",
    date(2026, 9, 27), 7,
)  # fmt: skip
PID = Source(
    "PID", "价格标示指令98/6/EC", "Price Indication Directive 98/6/EC", date(2022, 5, 28), 14
)
UCPD = Source(
    "UCPD", "不公平商业行为指令2005/29/EC", "Unfair Commercial Practices Directive 2005/29/EC",
    date(2022, 5, 28), 21,
)  # fmt: skip
UCTD = Source(
    "UCTD", "不公平条款指令93/13/EEC", "Unfair Terms Directive 93/13/EEC", date(1994, 12, 31), 11
)
DSA = Source(
    "DSA", "数字服务法(EU)2022/2065", "Digital Services Act (EU) 2022/2065", date(2024, 2, 17), 93
)
P2B = Source(
    "P2B", "平台对企业条例(EU)2019/1150", "Platform-to-Business Regulation (EU) 2019/1150",
    date(2020, 7, 12), 19,
)  # fmt: skip
GPSR = Source(
    "GPSR", "通用产品安全条例(EU)2023/988", "General Product Safety Regulation (EU) 2023/988",
    date(2024, 12, 13), 52,
)  # fmt: skip
GDPR = Source(
    "GDPR", "通用数据保护条例(EU)2016/679", "General Data Protection Regulation (EU) 2016/679",
    date(2018, 5, 25), 99,
)  # fmt: skip
GEO = Source(
    "Geo-blocking Regulation", "地理封锁条例(EU)2018/302", "Geo-blocking Regulation (EU) 2018/302",
    date(2018, 12, 3), 11,
)  # fmt: skip
PSD2 = Source(
    "PSD2", "支付服务指令(EU)2015/2366", "Payment Services Directive (EU) 2015/2366",
    date(2018, 1, 13), 117,
)  # fmt: skip
ADR = Source(
    "ADR Directive", "消费争议非诉解决指令2013/11/EU", "ADR Directive 2013/11/EU",
    date(2015, 7, 9), 28,
)  # fmt: skip
ODR_END = Source(
    "ODR Repeal",
    "废止在线争议平台条例(EU)2024/3228",
    "Regulation (EU) 2024/3228",
    date(2025, 3, 20),
    5,
)
SMALL_CLAIMS = Source(
    "Small Claims Regulation", "欧洲小额诉讼条例(EC)861/2007", "Small Claims Regulation (EC) 861/2007",
    date(2017, 7, 14), 29,
)  # fmt: skip
PLD = Source(
    "PLD", "产品责任指令(EU)2024/2853", "Product Liability Directive (EU) 2024/2853",
    date(2026, 12, 9), 24,
)  # fmt: skip
PLD_1985 = Source(
    "PLD 1985", "产品责任指令85/374/EEC", "Product Liability Directive 85/374/EEC",
    date(1988, 7, 30), 22,
)  # fmt: skip
