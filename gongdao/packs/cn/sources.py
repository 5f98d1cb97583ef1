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
    file="最高法-网络消费纠纷规定(一)", reaches=date(2019, 1, 1),
)  # fmt: skip

SPC_PREPAID = Source(
    "SPC Prepaid", "最高人民法院关于审理预付式消费民事纠纷案件适用法律若干问题的解释",
    "SPC Interpretation on Prepaid Consumption", date(2025, 5, 1), 27,
    file="最高法-预付式消费解释(2025)", reaches=date(2014, 3, 15),
)  # fmt: skip
SPC_CONTRACTS = Source(
    "SPC Contracts", "最高人民法院关于适用民法典合同编通则若干问题的解释",
    "SPC Interpretation on the General Part of Contracts", date(2023, 12, 5), 69,
    file="最高法-民法典合同编通则解释", reaches=date(2021, 1, 1),
)  # fmt: skip
SPC_SALES = Source(
    "SPC Sales", "最高人民法院关于审理买卖合同纠纷案件适用法律问题的解释",
    "SPC Interpretation on Sales", date(2021, 1, 1), 33,
    file="最高法-买卖合同解释", reaches=date(2021, 1, 1),
)  # fmt: skip
SPC_GENERAL = Source(
    "SPC General Part", "最高人民法院关于适用民法典总则编若干问题的解释",
    "SPC Interpretation on the General Part of the Civil Code", date(2022, 3, 1), 39,
    file="最高法-民法典总则编解释", reaches=date(2021, 1, 1),
)  # fmt: skip
SPC_TORT = Source(
    "SPC Tort", "最高人民法院关于适用民法典侵权责任编的解释（一）",
    "SPC Interpretation on Tort (I)", date(2024, 9, 27), 26,
    file="最高法-民法典侵权责任编解释(一)", reaches=date(2021, 1, 1),
)  # fmt: skip
SPC_FACES = Source(
    "SPC Face Recognition", "最高人民法院关于审理使用人脸识别技术处理个人信息民事案件适用法律若干问题的规定",
    "SPC Provisions on Face Recognition", date(2021, 8, 1), 16,
    file="最高法-人脸识别民事规定",
)  # fmt: skip
CC_TORT = Source(
    "CC Tort", "民法典·侵权责任编",
    "Civil Code, Tort", date(2021, 1, 1), 1258,
    file="民法典-侵权责任编",
)  # fmt: skip
CC_PERSON = Source(
    "CC Personality", "民法典·人格权编",
    "Civil Code, Personality Rights", date(2021, 1, 1), 1039,
    file="民法典-人格权编",
)  # fmt: skip
TRADING = Source(
    "Online Trading Measures", "网络交易监督管理办法",
    "Measures on Online Trading", date(2021, 5, 1), 56,
    file="网络交易监督管理办法(2025修正)",
)  # fmt: skip
TRADING_2021 = Source(
    "Online Trading Measures 2021", "网络交易监督管理办法（2021）",
    "Measures on Online Trading (2021)", date(2021, 5, 1), 56,
    file="网络交易监督管理办法(2021旧)",
)  # fmt: skip
PLATFORM_RULES = Source(
    "Platform Rules Measures", "网络交易平台规则监督管理办法",
    "Measures on Platform Rules", date(2026, 2, 1), 47,
    file="网络交易平台规则监督管理办法(2026)",
)  # fmt: skip
CERTIFICATION = Source(
    "Certification Regulation", "认证认可条例", "Regulation on Certification and Accreditation",
    date(2003, 11, 1), 77, file="认证认可条例-2023",
)  # fmt: skip
LIVE = Source(
    "Livestream Measures", "直播电商监督管理办法",
    "Measures on Livestream Commerce", date(2026, 2, 1), 69,
    file="直播电商监督管理办法(2026)",
)  # fmt: skip
COMPLAINTS = Source(
    "Complaint Measures", "市场监督管理投诉举报处理办法",
    "Measures on Complaints and Reports", date(2026, 4, 15), 46,
    file="市场监督管理投诉举报处理办法(2026)",
)  # fmt: skip
COMPLAINTS_2020 = Source(
    "Complaint Measures 2020", "市场监督管理投诉举报处理暂行办法",
    "Interim Measures on Complaints and Reports", date(2020, 1, 1), 40,
    file="市场监督管理投诉举报处理暂行办法(旧,已废止)",
)  # fmt: skip
PRICE_LAW = Source(
    "Price Law", "价格法",
    "Price Law", date(1998, 5, 1), 48,
    file="价格法",
)  # fmt: skip
PRICE_PENALTIES = Source(
    "Price Penalty Rules", "价格违法行为行政处罚规定",
    "Provisions on Penalties for Price Violations", date(2010, 12, 4), 25,
    file="价格违法行为行政处罚规定",
)  # fmt: skip
PRICE_MARKING = Source(
    "Price Fraud Rules", "明码标价和禁止价格欺诈规定",
    "Provisions on Marked Prices and Price Fraud", date(2022, 7, 1), 27,
    file="明码标价和禁止价格欺诈规定",
)  # fmt: skip
PROMOTIONS = Source(
    "Promotion Rules", "规范促销行为暂行规定",
    "Interim Provisions on Promotions", date(2020, 12, 1), 31,
    file="规范促销行为暂行规定",
)  # fmt: skip
ADVERTISING = Source(
    "Advertising Law", "广告法",
    "Advertising Law", date(2015, 9, 1), 74,
    file="广告法",
)  # fmt: skip
NET_ADS = Source(
    "Internet Advertising Measures", "互联网广告管理办法",
    "Measures on Internet Advertising", date(2023, 5, 1), 32,
    file="互联网广告管理办法",
)  # fmt: skip
COMPETITION = Source(
    "Competition Law", "反不正当竞争法",
    "Anti-Unfair Competition Law", date(2025, 10, 15), 41,
    file="反不正当竞争法(2025修订)",
)  # fmt: skip
COMPETITION_2019 = Source(
    "Competition Law 2019", "反不正当竞争法（2019）",
    "Anti-Unfair Competition Law (2019)", date(2019, 4, 23), 33,
    file="反不正当竞争法(2019旧)",
)  # fmt: skip
NET_COMPETITION = Source(
    "Online Competition Rules", "网络反不正当竞争暂行规定",
    "Interim Provisions on Online Competition", date(2024, 9, 1), 43,
    file="网络反不正当竞争暂行规定",
)  # fmt: skip
ANTIMONOPOLY = Source(
    "Antimonopoly Law", "反垄断法",
    "Antimonopoly Law", date(2022, 8, 1), 70,
    file="反垄断法",
)  # fmt: skip
PIPL = Source(
    "PIPL", "个人信息保护法",
    "Personal Information Protection Law", date(2021, 11, 1), 74,
    file="个人信息保护法",
)  # fmt: skip
NET_DATA = Source(
    "Network Data Regulation", "网络数据安全管理条例",
    "Regulation on Network Data Security", date(2025, 1, 1), 64,
    file="网络数据安全管理条例",
)  # fmt: skip
ALGORITHMS = Source(
    "Algorithm Provisions", "互联网信息服务算法推荐管理规定",
    "Provisions on Algorithmic Recommendation", date(2022, 3, 1), 35,
    file="算法推荐管理规定",
)  # fmt: skip
CYBERSECURITY = Source(
    "Cybersecurity Law", "网络安全法",
    "Cybersecurity Law", date(2026, 1, 1), 81,
    file="网络安全法(2025修正)",
)  # fmt: skip
E_SIGNATURES = Source(
    "E-Signature Law", "电子签名法",
    "Electronic Signature Law", date(2019, 4, 23), 36,
    file="电子签名法",
)  # fmt: skip
PRODUCT_QUALITY = Source(
    "Product Quality Law", "产品质量法",
    "Product Quality Law", date(2018, 12, 29), 74,
    file="产品质量法",
)  # fmt: skip
COURIERS = Source(
    "Courier Regulation", "快递暂行条例",
    "Interim Regulation on Couriers", date(2018, 5, 1), 59,
    file="快递暂行条例(2025修订)",
)  # fmt: skip
POSTAL_LAW = Source(
    "Postal Law", "邮政法",
    "Postal Law", date(2015, 4, 24), 87,
    file="邮政法",
)  # fmt: skip
MINORS = Source(
    "Minors Law", "未成年人保护法",
    "Law on the Protection of Minors", date(2021, 6, 1), 132,
    file="未成年人保护法",
)  # fmt: skip
MINORS_ONLINE = Source(
    "Minors Online Regulation", "未成年人网络保护条例",
    "Regulation on Minors Online", date(2024, 1, 1), 60,
    file="未成年人网络保护条例",
)  # fmt: skip
ARBITRATION = Source(
    "Arbitration Law", "仲裁法",
    "Arbitration Law", date(2026, 3, 1), 96,
    file="仲裁法(2025修订)",
)  # fmt: skip
CONTRACT_MEASURES = Source(
    "Contract Measures", "合同行政监督管理办法",
    "Measures on the Supervision of Contracts", date(2023, 7, 1), 23,
    file="合同行政监督管理办法",
)  # fmt: skip
RECALLS = Source(
    "Recall Provisions", "消费品召回管理暂行规定",
    "Interim Provisions on Recalls", date(2020, 1, 1), 32,
    file="消费品召回管理暂行规定",
)  # fmt: skip
TOURISM = Source(
    "Tourism Law", "旅游法",
    "Tourism Law", date(2018, 10, 26), 112,
    file="旅游法",
)  # fmt: skip
PEOPLES_MEDIATION = Source(
    "People's Mediation Law", "人民调解法",
    "People's Mediation Law", date(2011, 1, 1), 35,
    file="人民调解法-2010",
)  # fmt: skip
