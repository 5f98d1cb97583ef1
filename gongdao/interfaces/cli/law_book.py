"""The law book for readers: each topic with its rules, exceptions, days and the cases that pass."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

import gongdao
from gongdao.kernel.words import Words
from gongdao.law import Pack, book
from gongdao.law.rule import Exceptional, Rule

SHELF = Path(gongdao.__file__).parent / "packs"

TITLES = {
    "admission": Words("入驻", "Admission"),
    "advertising": Words("广告与评价", "Advertising and reviews"),
    "carriage": Words("运输、支付与损害", "Carriage, payments and harm"),
    "couriers": Words("快递和邮政", "Couriers and the post"),
    "compensation": Words("欺诈赔偿", "Damages for fraud"),
    "complaints": Words("投诉、时效、仲裁与诉讼", "Complaints, limitation, arbitration and suits"),
    "conformity": Words("质量与三包之外的救济", "Conformity"),
    "contract": Words("合同成立与履行", "Contracts"),
    "settling": Words("付款、对账与拒付", "Payouts, reconciliation, chargebacks"),
    "counting": Words("期间的计算", "Counting time"),
    "disputes": Words("个人信息、跨境、支付与争议", "Data, borders, payments and ways out"),
    "withdrawal": Words("撤回权", "Withdrawal"),
    "data": Words("个人信息", "Personal data"),
    "delivery": Words("在途风险", "Risk in transit"),
    "food": Words("食品与药品", "Food and drugs"),
    "market": Words("价格、广告与评价", "Prices, advertising and reviews"),
    "market_sanctions": Words("市场类罚款", "Fines of the market"),
    "people": Words("消费者、经营者与未成年人", "Consumers, operators and minors"),
    "periods": Words("平台自己的期限", "The marketplace's own periods"),
    "aftersales": Words(
        "查验与修理的平台规则", "The marketplace's rules for inspections and repairs"
    ),
    "platforms": Words("平台、店铺与直播间", "Platforms, shops and live rooms"),
    "prepaid": Words("定金与预付卡", "Deposits and prepaid cards"),
    "prices": Words("价格与促销", "Prices and promotions"),
    "proof": Words("举证责任", "Burden of proof"),
    "quality": Words("瑕疵退货", "Defective goods"),
    "records": Words("记录、公示与核验", "Records, display and verification"),
    "refunds": Words("退款", "Refunds"),
    "rulings": Words("裁决、送达与外部途径", "Rulings, service and ways out"),
    "reports": Words("举报与奖励", "Reports and rewards"),
    "returns": Words("无理由退货", "Returns without a reason"),
    "rulebook": Words("规则的修改与条款复核", "Changing rules, reviewing terms"),
    "helpdesk": Words("咨询的答复", "Answering questions"),
    "performing": Words("服务与数字内容", "Services and digital content"),
    "points": Words("积分", "Points"),
    "certification": Words("认证与认可", "Certification"),
    "sanctions": Words("罚款", "Fines"),
    "subscriptions": Words("续费、搭售与会员", "Renewals, add-ons and memberships"),
    "terms": Words("格式条款与缔约", "Standard terms"),
    "devices": Words(
        "电脑、视听、固定电话的三包", "Guarantees of computers, audio, video, desk telephones"
    ),
    "warranty": Words("手机与汽车三包", "Guarantees of phones and cars"),
}


def pages() -> dict[str, str]:
    """Every page of the law book by its file name."""
    made = {"law.md": _contents(), "coverage.md": _coverage(), "doubts.md": _doubts()}
    for pack in book.packs.values():
        for topic in _topics(pack):
            made[f"law/{pack.name}-{topic}.md"] = _topic(pack, topic)
    return made


@cache
def cases(pack: str) -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Every worked case of a pack: its question, the table it stands in, and itself."""
    return [
        (table["question"], table, case)
        for path in sorted((SHELF / pack / "cases").glob("*.yaml"))
        for table in _tables(yaml.safe_load(path.read_text(encoding="utf-8")))
        for case in table["cases"]
    ]


def _tables(read: Any) -> list[dict[str, Any]]:
    """A file holds one table, or a list of them."""
    return read if isinstance(read, list) else [read]


def coverage(pack: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every row of the reference tables that a pack answers for, with the topic it stands under."""
    for path in sorted((SHELF / pack / "coverage").glob("*.yaml")):
        for row in yaml.safe_load(path.read_text(encoding="utf-8")):
            yield path.stem, row


def _topics(pack: Pack) -> list[str]:
    return list(dict.fromkeys(rule.topic for rule in pack.rules))


def _title(topic: str) -> Words:
    return TITLES[topic]


def _contents() -> str:
    parts = ["# 法律 · The law book\n"]
    for pack in book.packs.values():
        parts.append(f"\n## {pack.title.zh} · {pack.title.en}\n\n")
        parts.append(
            "| 主题 | topic | rules | exceptions | cases |\n| --- | --- | --- | --- | --- |\n"
        )
        told = [question for question, _, _ in cases(pack.name)]
        for topic in _topics(pack):
            rules = [rule for rule in pack.rules if rule.topic == topic]
            asked = {rule.question.name for rule in rules}
            exceptions = sum(len(rule.exceptions) for rule in rules)
            page = f"law/{pack.name}-{topic}.md"
            parts.append(
                f"| [{_title(topic).zh}]({page}) | [{_title(topic).en}]({page}) | {len(rules)} | "
                f"{exceptions} | {sum(name in asked for name in told)} |\n"
            )
    return "".join(parts)


def _topic(pack: Pack, topic: str) -> str:
    title = _title(topic)
    rules = [rule for rule in pack.rules if rule.topic == topic]
    text = f"# {title.zh} · {title.en}\n"
    text += "".join(_rule(rule) for rule in rules)
    asked = {rule.question.name: rule.question.words for rule in rules}
    for name, words in asked.items():
        rows = [
            _case(table, case) for question, table, case in cases(pack.name) if question == name
        ]
        if rows:
            text += f"\n## 案例 · Cases: {words.zh} · {words.en}\n\n"
            text += (
                "| 案情 case | 答案 answer | 依据 because | 日期 day |\n| --- | --- | --- | --- |\n"
            )
            text += "".join(rows)
    return text


def _rule(rule: Rule) -> str:
    cites = " · ".join(f"{c.in_chinese} ({c})" for c in rule.cites)
    until = f" – {rule.until}" if rule.until else ""
    text = f"\n## {rule.question.words.zh} · {rule.question.words.en}\n\n"
    text += f"`{rule.topic}.{rule.name}` · {cites} · {rule.since}{until}\n\n"
    text += f"{rule.sentence.zh}\n\n{rule.sentence.en}\n"
    text += "".join(_exception(each) for each in rule.exceptions)
    return text + ("\n" if rule.exceptions else "")


def _exception(each: Exceptional) -> str:
    until = f" – {each.until}" if each.until else ""
    return (
        f"\n- **{each.cites.in_chinese}** ({each.cites}, {each.since}{until}): "
        f"{each.sentence.zh} {each.sentence.en}"
    )


def _case(table: dict[str, Any], case: dict[str, Any]) -> str:
    day = case.get("day") or table.get("day") or ""
    source = f"<br>*{case['source']}*" if "source" in case else ""
    return f"| {case['case']}{source} | `{case['answer']}` | {case['because']} | {day} |\n"


def _coverage() -> str:
    text = "# 覆盖 · Coverage\n\n每一行要么由规则回答，要么说明为什么不能计算。"
    text += " Every row is answered by a rule, or says why it cannot be computed.\n"
    for pack in book.packs.values():
        rows = list(coverage(pack.name))
        if rows:
            done = sum("why" not in row for _, row in rows)
            text += f"\n## {pack.title.zh} · {pack.title.en}: {done} / {len(rows)}\n\n"
            text += "| row | 主题 topic | 规则或理由 rules or reason |\n| --- | --- | --- |\n"
            text += "".join(_row(pack.name, topic, row) for topic, row in rows)
    return text


def _row(pack: str, topic: str, row: dict[str, Any]) -> str:
    if "why" in row:
        said = f"{row['why']['zh']} {row['why']['en']}"
    elif "engine" in row:
        said = " ".join(f"`gongdao.law.{name}`" for name in row["engine"])
    else:
        said = " ".join(
            f"[`{name}`](law/{pack}-{name.partition('.')[0]}.md)" for name in row["rules"]
        )
    return f"| {row['row']} | {_title(topic).zh} {_title(topic).en} | {said} |\n"


def _doubts() -> str:
    text = "# 存疑的理解 · Doubtful readings\n\n"
    text += "供审阅：条文可以有别的读法的地方，我们选了哪一种，为什么。"
    text += (
        " For reviewers: where the text can be read otherwise, which reading we took, and why.\n"
    )
    for pack in book.packs.values():
        path = SHELF / pack.name / "doubts.yaml"
        if path.exists():
            text += f"\n## {pack.title.zh} · {pack.title.en}\n"
            for each in yaml.safe_load(path.read_text(encoding="utf-8")):
                text += (
                    f"\n### `{each['rule']}` · {each['cites']}\n\n{each['zh']}\n\n{each['en']}\n"
                )
    return text
