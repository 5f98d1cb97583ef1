"""What people ask the adviser, and the questions of law in each.

A topic is offered where the law of the place answers all of its questions.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from gongdao.kernel.words import Words
from gongdao.law import questions as q
from gongdao.law.rule import Question
from gongdao.law.topics import (
    carriage,
    complaints,
    conformity,
    data,
    devices,
    food,
    market,
    people,
    platforms,
    prepaid,
    subscriptions,
    terms,
    union_sales,
    warranty,
)


@dataclass(frozen=True)
class Step:
    """One question of a topic; it is only asked where the question before it was answered "yes"."""

    question: Question[Any]
    after: Question[Any] | None = None


@dataclass(frozen=True)
class Topic:
    """A worry people come with, and the questions of law in it."""

    name: str
    words: Words
    about: Words
    steps: tuple[Step, ...]

    def answered_by(self, known: AbstractSet[str]) -> bool:
        """Whether each of its questions is among those of these names."""
        return all(step.question.name in known for step in self.steps)


TOPICS = (
    Topic(
        "return",
        Words("不想要了，能退吗", "I changed my mind"),
        Words("无理由退货、运费", "Returns without a reason, and the freight"),
        (Step(q.last_day_to_return), Step(q.freight_paid_by, after=q.last_day_to_return)),
    ),
    Topic(
        "refused",
        Words("商家不发货", "The merchant will not ship"),
        Words("合同是否成立、继续履行、退款和损失", "The contract, performance, refund and losses"),
        (
            Step(q.must_perform),
            Step(q.may_rescind),
            Step(q.repaid_on_rescission, after=q.may_rescind),
            Step(q.losses_compensated, after=q.may_rescind),
        ),
    ),
    Topic(
        "defective",
        Words("商品有质量问题", "The goods are defective"),
        Words("退货、由谁举证", "Sending them back, and who must prove it"),
        (Step(q.may_return_defective), Step(q.must_prove, after=q.may_return_defective)),
    ),
    Topic(
        "fraud",
        Words("假货或虚假宣传", "Fakes and false claims"),
        Words("是否欺诈、退款、增加赔偿", "Whether it is fraud, the price, the increased damages"),
        (
            Step(q.is_fraud),
            Step(q.price_back_for_fraud, after=q.is_fraud),
            Step(q.compensation_for_fraud, after=q.is_fraud),
        ),
    ),
    Topic(
        "food",
        Words("食品不合格", "Food below the standards"),
        Words("退款、十倍赔偿", "The price back, and ten times the price"),
        (
            Step(food.price_back_for_food),
            Step(food.ten_times_for_food, after=food.price_back_for_food),
            Step(food.compensation_for_food, after=food.ten_times_for_food),
        ),
    ),
    Topic(
        "drugs",
        Words("假药、劣药", "Fake or inferior drugs"),
        Words("惩罚性赔偿", "The increased damages"),
        (Step(food.compensation_for_drugs),),
    ),
    Topic(
        "phone",
        Words("手机坏了", "A phone out of order"),
        Words("三包：退货、换货、修理", "The guarantee: return, replacement, repair"),
        (Step(warranty.phone_remedy),),
    ),
    Topic(
        "device",
        Words("电脑、音响、座机坏了", "A computer, audio, video or desk telephone out of order"),
        Words("三包：退货、换货、修理", "The guarantee: return, replacement, repair"),
        (Step(devices.device_remedy),),
    ),
    Topic(
        "car",
        Words("新车坏了", "A new car out of order"),
        Words("三包：退车、换车、修理和答复期限", "The guarantee, and the days to answer"),
        (
            Step(warranty.car_remedy),
            Step(warranty.car_reply_by, after=warranty.car_remedy),
            Step(warranty.car_done_by, after=warranty.car_remedy),
        ),
    ),
    Topic(
        "transit",
        Words("包裹在路上丢了、坏了", "Lost or damaged on the way"),
        Words("运输风险由谁承担", "Who bears the risk in transit"),
        (Step(q.risk_borne_by),),
    ),
    Topic(
        "refund",
        Words("退款多久、退多少", "When and how much is refunded"),
        Words("退款期限、部分退货的金额", "The time to refund, and the sum for a part"),
        (Step(q.last_day_to_refund), Step(q.refund_of_part)),
    ),
    Topic(
        "prepaid",
        Words("预付卡、健身卡退费", "A prepaid card or course"),
        Words(
            "七日退款、能否解除、退多少", "Withdrawing in seven days, ending it, what comes back"
        ),
        (
            Step(prepaid.last_day_to_withdraw_prepayment),
            Step(prepaid.may_end_prepaid),
            Step(prepaid.prepayment_returned, after=prepaid.may_end_prepaid),
        ),
    ),
    Topic(
        "deposit",
        Words("定金、订金能退吗", "Earnest money and down payments"),
        Words("定金的限额与双倍返还", "How much binds, and twice the sum"),
        (Step(prepaid.earnest_binding), Step(prepaid.earnest_returned)),
    ),
    Topic(
        "renewal",
        Words("被自动续费了", "Renewed without asking"),
        Words("是否有效、退多少", "Whether it binds, and what comes back"),
        (Step(subscriptions.renewal_binds), Step(subscriptions.renewal_charge_returned)),
    ),
    Topic(
        "minor",
        Words("孩子充值、打赏", "Paid by a child"),
        Words("合同效力、退多少", "What the contract is worth, what comes back"),
        (Step(people.contract_of_minor), Step(people.returned_to_minor)),
    ),
    Topic(
        "live",
        Words("直播间买的东西", "Bought in a live room"),
        Words("找谁负责", "Who answers for it"),
        (
            Step(platforms.live_sale_answered_by),
            Step(platforms.room_jointly_liable),
            Step(platforms.live_platform_pays),
        ),
    ),
    Topic(
        "platform",
        Words("平台要不要负责", "Does the platform answer"),
        Words("平台的责任与先行赔付", "Its liability, and paying first"),
        (Step(platforms.platform_liable), Step(platforms.platform_pays_first)),
    ),
    Topic(
        "terms",
        Words("霸王条款", "An unfair term"),
        Words("是否无效、是否进入合同", "Whether it is void, or no part of the contract"),
        (Step(terms.term_is_void), Step(terms.term_is_part)),
    ),
    Topic(
        "price",
        Words("价格不实、先涨后降", "A false price"),
        Words("是否价格欺诈、退差价", "Whether it is price fraud, and the excess"),
        (
            Step(market.is_price_fraud),
            Step(market.price_unlawful),
            Step(market.overpayment_returned, after=market.price_unlawful),
        ),
    ),
    Topic(
        "courier",
        Words("快递弄丢、弄坏了", "Lost or damaged by the courier"),
        Words("快递、邮政赔多少", "What courier or post pays"),
        (Step(carriage.courier_pays),),
    ),
    Topic(
        "late",
        Words("迟迟不到货", "The goods do not come"),
        Words("能否解除合同", "Whether one may rescind"),
        (Step(carriage.may_rescind_for_delay),),
    ),
    Topic(
        "harm",
        Words("产品伤人", "Harmed by a product"),
        Words("缺陷赔偿与惩罚性赔偿", "Damages for a defect, and increased damages"),
        (Step(carriage.defect_damages), Step(conformity.punitive_for_known_defect)),
    ),
    Topic(
        "guarantee",
        Words("保修到哪天", "How long is it guaranteed"),
        Words("安装、更换、修理如何计算", "Installation, replacement and repair counted"),
        (Step(conformity.guarantee_ends_on),),
    ),
    Topic(
        "mistake",
        Words("商家说标错价要取消", "A price said to be a mistake"),
        Words("撤销的期限", "The time to have it avoided"),
        (Step(terms.last_day_to_avoid),),
    ),
    Topic(
        "data",
        Words("个人信息被滥用、泄露", "Personal data misused"),
        Words("处理是否合法、赔多少", "Whether it was lawful, and the damages"),
        (Step(data.processing_lawful), Step(data.data_damages)),
    ),
    Topic(
        "complaint",
        Words("向12315投诉", "Complaining to the regulator"),
        Words("会不会受理、几天答复", "Whether it is accepted, and by when"),
        (Step(complaints.complaint_accepted), Step(complaints.complaint_decided_by)),
    ),
    Topic(
        "tour",
        Words("旅游购物、退团", "Tours"),
        Words("被带去购物、解除合同", "Arranged shopping, ending the contract"),
        (Step(carriage.tour_return_until), Step(carriage.tour_repaid)),
    ),
    Topic(
        "withdrawal",
        Words("撤回合同", "Withdrawing from a contract"),
        Words("最后一天、退款与费用", "The last day, the refund and its costs"),
        (
            Step(union_sales.last_day_to_withdraw),
            Step(union_sales.withdrawal_refund, after=union_sales.last_day_to_withdraw),
        ),
    ),
    Topic(
        "lack",
        Words("商品不符合同", "Goods that do not conform"),
        Words("责任期、举证与救济", "The period, the proof and the remedies"),
        (
            Step(union_sales.seller_liable_until),
            Step(union_sales.lack_presumed_until),
            Step(union_sales.remedy_for_lack),
        ),
    ),
)
