"""On the way: delivery, couriers, payments; and harm: defects, recalls, injury, travel."""

from __future__ import annotations

from dataclasses import dataclass

from gongdao.kernel.words import Words
from gongdao.law.asks import day, money, yes_or_no
from gongdao.law.facts import Day, Facts, Minor, Text, Truth, fact
from gongdao.law.rule import Question


@dataclass(frozen=True)
class Handover(Facts):
    """How goods or a service reached the consumer."""

    delivered: Text = fact(
        "是商品、服务，还是在线传输的内容？", "Goods, a service, or content sent online?",
        unit="goods, service, online", proves="record",
    )  # fmt: skip
    signed_for_on: Day = fact(
        "哪天签收商品？", "On which day were the goods signed for?", proves="record"
    )
    voucher_says: Day = fact(
        "凭证上写的服务日期是哪天？", "Which day does the voucher name?", proves="record"
    )
    really_served_on: Day = fact(
        "实际哪天提供服务？", "On which day was it really served?", proves="record"
    )
    in_system_on: Day = fact(
        "哪天进入您指定的系统并能检索？",
        "When did it enter your system, retrievable?",
        proves="record",
    )


@dataclass(frozen=True)
class Parcel(Facts):
    """A parcel that a courier says it delivered."""

    left_with: Text = fact(
        "交给谁或者放在哪里？", "To whom or where was it given?",
        unit="recipient, named_person, neighbour, pick_up_point, door", proves="platform",
    )  # fmt: skip
    drop_consented: Truth = fact(
        "您同意这样投递吗？", "Did you consent to that?", proves="platform"
    )
    inspection_offered: Truth = fact(
        "提示当面验收了吗？", "Was an inspection on the spot offered?", proves="platform"
    )


@dataclass(frozen=True)
class Delay(Facts):
    """Goods that are late."""

    promised_on: Day = fact(
        "约定（承诺）哪天送达？", "For which day were they promised?", proves="record"
    )
    demanded: Truth = fact("催告过吗？", "Was delivery demanded?")
    reasonable_time_over: Truth = fact(
        "催告后合理期限已过吗？", "Is a reasonable time since then over?"
    )
    delay_defeats_purpose: Truth = fact(
        "迟延使购买目的落空吗（如生日蛋糕）？",
        "Does the delay defeat the purpose, as with a birthday cake?",
    )
    said_it_will_not: Truth = fact(
        "商家是否表明不发货？", "Did the merchant say or show it will not ship?"
    )
    force_majeure: Truth = fact("是否因不可抗力？", "Was it force majeure?", proves="merchant")


@dataclass(frozen=True)
class LostParcel(Facts):
    """A parcel lost, damaged, late or short in a courier's hands."""

    service: Text = fact(
        "是快递，邮政普遍服务的给据邮件（包裹）、挂号信件，还是平常邮件？",
        "A courier, registered mail or a registered letter of the universal service, or ordinary mail?",
        unit="courier, registered_mail, registered_letter, ordinary_mail", proves="record",
    )  # fmt: skip
    insured: Truth = fact("保价了吗？", "Was its value declared and insured?", proves="record")
    insured_sum: Minor = fact("保价多少？", "For how much?", proves="record")
    whole_value: Minor = fact("全部价值多少？", "What was it worth in all?")
    market_value: Minor = fact(
        "损失按到达地市场价值多少钱？", "What is the loss at market value where it was due?"
    )
    fee: Minor = fact("资费（运费）多少？", "What was the fee?", proves="record")
    gross_fault: Truth = fact(
        "快递、邮政故意或者重大过失吗？", "Was it intent or gross negligence?"
    )
    cap_shown: Truth = fact(
        "单据和告示上显著载明了限额吗？",
        "Was the cap shown so that one notices?",
        proves="platform",
    )
    carriers_excuse: Truth = fact(
        "承运人能证明是不可抗力（保价邮件不算）、货物自身原因或者寄件、收件人过错吗？",
        "Can the carrier prove force majeure (not for insured mail), the goods' nature or others' fault?",
        proves="platform",
    )


@dataclass(frozen=True)
class CourierComplaint(Facts):
    """A complaint to a courier."""

    courier_told_on: Day = fact(
        "快递企业哪天接到投诉？", "On which day did it get the complaint?", proves="record"
    )
    shares_a_brand: Truth = fact(
        "是加盟网点、共用商标的吗？", "Is it a franchise under a shared brand?", proves="record"
    )


@dataclass(frozen=True)
class Payment(Facts):
    """A payment that went wrong."""

    payment_flaw: Text = fact(
        "是未经授权，还是指令出错？", "Unauthorised, or a mistaken instruction?",
        unit="unauthorised, mistaken", proves="record",
    )  # fmt: skip
    amount: Minor = fact("损失多少？", "How much was lost?", proves="record")
    users_fault: Truth = fact(
        "支付机构能证明是用户的过错吗？",
        "Can the provider prove the user's fault?",
        proves="platform",
    )
    not_providers_cause: Truth = fact(
        "支付机构能证明错误不是自身原因吗？", "Can it prove that the error was not its own?",
        proves="platform",
    )  # fmt: skip


@dataclass(frozen=True)
class DefectHarm(Facts):
    """Harm by a product with a defect."""

    defect: Truth = fact(
        "产品存在危及安全的缺陷吗？", "Has the product a defect that endangers safety?"
    )
    defect_against: Text = fact(
        "向谁主张？", "Against whom?", unit="producer, seller", proves="record"
    )
    producers_excuse: Text = fact(
        "生产者有没有法定免责事由？", "Has the producer a statutory excuse?",
        unit="none, not_circulated, no_defect_then, unknowable", proves="merchant",
    )  # fmt: skip
    other_losses: Minor = fact("缺陷产品以外的损失多少？", "What losses beyond the product?")
    product_value: Minor = fact("缺陷产品本身损失多少？", "What is lost of the product itself?")


@dataclass(frozen=True)
class Recall(Facts):
    """A producer that learns of a defect."""

    grave: Truth = fact(
        "可能造成死亡、严重伤害、重大损失，或者在境外已召回吗？",
        "May it kill or gravely harm, or has it been recalled abroad?",
    )
    defect_found_on: Day = fact("哪天发现？", "On which day was it found?", proves="record")
    concluded_defective_on: Day = fact(
        "哪天认定（或者被通知、责令）？", "When was the defect concluded, notified or ordered?",
        proves="record",
    )  # fmt: skip
    plan_reported_on: Day = fact(
        "哪天报告召回计划？", "When was the plan reported?", proves="record"
    )
    costs_of_consumer: Minor = fact(
        "消费者因召回支出多少？", "What did the recall cost the consumer?"
    )


@dataclass(frozen=True)
class Injury(Facts):
    """Harm to a person."""

    treatment: Minor = fact(
        "医疗、护理、交通、营养等合理费用多少？", "What did treatment, care and transport cost?"
    )
    lost_income: Minor = fact("误工减少收入多少？", "What income was lost?")
    disability: Minor = fact(
        "残疾赔偿金和辅助器具费多少（没有填 0）？", "Damages and aids for disability; 0 if none?"
    )
    death: Minor = fact(
        "丧葬费和死亡赔偿金多少（没有填 0）？", "Funeral and death damages; 0 if none?"
    )
    grave_mental_harm: Truth = fact("造成严重精神损害吗？", "Was there grave mental harm?")
    personal_right: Truth = fact("侵害人身权益吗？", "Was a personal right infringed?")
    keepsake_by_gross_fault: Truth = fact(
        "故意或者重大过失毁损有人身意义的特定物（如婚礼录像）吗？",
        "Was a thing of personal meaning, such as a wedding film, lost by intent or gross negligence?",
    )


@dataclass(frozen=True)
class Tour(Facts):
    """A package tour."""

    trip_ended_on: Day = fact("行程哪天结束？", "On which day did the trip end?", proves="record")
    led_to_shop: Truth = fact(
        "被指定购物或者安排另行付费项目吗？", "Were shops named or paid extras arranged?"
    )
    agreed_or_asked: Truth = fact(
        "是协商一致或者您要求的吗？", "Was that agreed or asked for?", proves="merchant"
    )
    tour_price: Minor = fact("旅游费用多少？", "What was the price of the tour?", proves="record")
    necessary_costs: Minor = fact("必要费用多少？", "What costs were necessary?", proves="merchant")
    refused_able_asked: Truth = fact(
        "有条件履行、经要求仍拒绝履行吗？", "Did it refuse though able and asked?"
    )
    grave_result: Truth = fact(
        "造成人身损害、滞留等严重后果吗？", "Did that cause injury or stranding?"
    )


delivered_on = day("delivered_on", Handover, "哪天算交付", "on which day it counts as delivered")
counts_as_delivered = yes_or_no(
    "counts_as_delivered", Parcel, "是否算投递完成", "whether it counts as delivered"
)
may_rescind_for_delay = yes_or_no(
    "may_rescind_for_delay", Delay, "迟延能否解除合同", "whether the buyer may rescind for delay"
)
courier_pays = money(
    "courier_pays", LostParcel, "快递、邮政应赔多少", "what courier or post pays", "courier"
)
courier_reply_by = day(
    "courier_reply_by",
    CourierComplaint,
    "快递最迟哪天处理投诉",
    "by when the courier answers",
    "courier",
)
courier_answered_by: Question[str] = Question(
    "courier_answered_by", CourierComplaint, "courier",
    Words("快递损失可以向谁要求", "whom one may ask for a parcel's loss"),
)  # fmt: skip
payment_restored = money(
    "payment_restored", Payment, "支付机构应赔多少", "what the payment provider pays", "platform"
)
defect_damages = money("defect_damages", DefectHarm, "产品缺陷应赔多少", "the damages for a defect")
recall_reported_by = day(
    "recall_reported_by", Recall, "最迟哪天报告", "by when a defect is reported", "merchant"
)
recall_planned_by = day(
    "recall_planned_by", Recall, "最迟哪天报告召回计划", "by when a plan is reported", "merchant"
)
recall_published_by = day(
    "recall_published_by", Recall, "最迟哪天发布召回信息", "by when it is published", "merchant"
)
recall_costs_paid = money(
    "recall_costs_paid", Recall, "召回费用由经营者承担多少", "what of a recall's costs is paid"
)
injury_damages = money("injury_damages", Injury, "人身损害赔偿多少", "the damages for injury")
mental_damages_due = yes_or_no(
    "mental_damages_due", Injury, "能否请求精神损害赔偿", "whether damages for mental harm are due"
)
tour_return_until = day(
    "tour_return_until",
    Tour,
    "最迟哪天要求退货退款",
    "until when purchases may be undone",
    "consumer",
)
tour_repaid = money("tour_repaid", Tour, "解除旅游合同应退多少", "what comes back of a tour")
tour_penalty_at_most = money(
    "tour_penalty_at_most", Tour, "拒绝履行最多赔多少", "the most for a refusal"
)
