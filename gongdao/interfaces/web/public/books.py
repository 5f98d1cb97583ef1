"""What anybody may look at: the shelf, a listing's history, the state machines, the verification of evidence."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render

from gongdao.detectors import disclosure
from gongdao.interfaces import processes
from gongdao.interfaces.paper.signing import seal
from gongdao.interfaces.web.charts import Band, Point, Reference, prices
from gongdao.interfaces.web.drawing import drawn
from gongdao.interfaces.web.public.certification import checks, now_of, secret
from gongdao.interfaces.web.wording.processes import PROCESSES
from gongdao.kernel.machine import MONEY, Machine
from gongdao.kernel.moves import act_called, side_called
from gongdao.kernel.words import Words
from gongdao.registers.duties.kinds import KINDS
from gongdao.registers.evidence.heads import key_of
from gongdao.registers.parties import queries as parties
from gongdao.stages.admission import queries as admission
from gongdao.stages.admission.credentials import queries as certificates
from gongdao.stages.admission.credentials.scopes import SCOPES
from gongdao.stages.admission.states import APPLICATION, PAPER, SUSPENSION
from gongdao.stages.aftersales.recalls import queries as recalls
from gongdao.stages.aftersales.recalls.states import NOTICE
from gongdao.stages.aftersales.states import REPAIR, RETURN
from gongdao.stages.delivery.states import COURIER_CLAIM, PARCEL
from gongdao.stages.disputes.states import DISPUTE, PANEL, REFERRAL
from gongdao.stages.escrow.mandates.states import CHARGE, MANDATE
from gongdao.stages.escrow.states import HOLD, PAYMENT
from gongdao.stages.listings import changes, seals, wording_checks
from gongdao.stages.listings import queries as listings
from gongdao.stages.listings.kinds import KINDS as SOLD_AS
from gongdao.stages.listings.kinds import stated
from gongdao.stages.listings.pricing import queries as pricing
from gongdao.stages.listings.pricing.kinds import AUDIENCES, BASES
from gongdao.stages.listings.pricing.kinds import KINDS as KINDS_OF_PROMOTION
from gongdao.stages.listings.pricing.states import PROMOTION
from gongdao.stages.listings.states import LISTING, REVIEW
from gongdao.stages.listings.traits import TRAITS
from gongdao.stages.orders.states import AMENDMENT, INVOICE, ORDER
from gongdao.stages.remedies.states import MEASURE, RECOVERY, RECTIFICATION
from gongdao.stages.rulebook.states import CLAUSE, EDITION, LEAVING

MACHINES: tuple[tuple[Machine, Words, Words], ...] = (
    (
        ORDER,
        Words("订单", "Order"),
        Words(
            "提交即成立；付款之后，只有解除能结束它。",
            "Submitted, it stands; paid, only rescission ends it.",
        ),
    ),
    (
        AMENDMENT,
        Words("合同变更", "Change to a contract"),
        Words("双方都说同意才改；沉默即不同意。", "Only both sides change it; silence declines."),
    ),
    (
        INVOICE,
        Words("发票", "Invoice"),
        Words("一经索要，必须开具。", "Asked for, it must be given."),
    ),
    (
        PAYMENT,
        Words("付款", "Payment"),
        Words(
            "只信带签名的通知；迟到的钱自动退回。",
            "Only signed notices count; late money goes back.",
        ),
    ),
    (
        HOLD,
        Words("托管", "Escrow"),
        Words(
            "钱只有两个去处：商家，或回到买家。",
            "Money goes to the merchant, or back to the buyer.",
        ),
    ),
    (
        PARCEL,
        Words("包裹", "Parcel"),
        Words(
            "没有消息也是消息：找不到的包裹视为丢失。",
            "No news is news: what nobody finds is lost.",
        ),
    ),
    (
        RETURN,
        Words("无理由退货", "Return without a reason"),
        Words(
            "商家沉默视为同意，收货沉默视为收到。", "A silent merchant agrees, and has received."
        ),
    ),
    (
        REPAIR,
        Words("保修", "Repair under guarantee"),
        Words(
            "修得慢，就要换；换不了，就要退。", "Slow to repair: replaced. Not replaced: refunded."
        ),
    ),
    (
        DISPUTE,
        Words("纠纷", "Dispute"),
        Words(
            "谁不说话，时钟替谁走下一步；不会绕圈。",
            "The clock moves for the silent; no path goes round.",
        ),
    ),
    (
        RECOVERY,
        Words("追偿", "Recovery"),
        Words("基金先赔，再向责任人要回。", "The fund pays first and claims it back."),
    ),
    (
        PANEL,
        Words("大众评审团", "Lay panel"),
        Words("谁坐席由没人选得了的种子抽出。", "A seed that nobody chose draws who sits."),
    ),
    (
        REFERRAL,
        Words("外部途径", "Way out"),
        Words("出了平台，也跟到有结果。", "Followed to its end outside as well."),
    ),
    (
        MEASURE,
        Words("裁决命令", "Ordered measure"),
        Words(
            "商家不做，平台代做，或者退款。",
            "What the merchant does not do is done for it, or refunded.",
        ),
    ),
    (
        RECTIFICATION,
        Words("整改", "Rectification"),
        Words(
            "同一毛病三次，必须改，还要看改得管不管用。",
            "Three times the same fault: mend it, and it must work.",
        ),
    ),
    (
        APPLICATION,
        Words("入驻申请", "Application to sell"),
        Words("平台沉默不会放进任何人。", "Silence of the platform admits nobody."),
    ),
    (
        EDITION,
        Words("平台规则", "Platform rule"),
        Words(
            "没有征求意见、没有按期公示的规则，不能施行。",
            "No rule takes effect without comments and notice in time.",
        ),
    ),
    (
        LEAVING,
        Words("商家退出", "Leaving over a change"),
        Words("平台沉默留不住任何人。", "Silence of the platform keeps nobody."),
    ),
    (
        CLAUSE,
        Words("条款认定", "Finding on terms"),
        Words("有异议的，由人复核。", "What is objected to, a person reviews."),
    ),
    (
        PAPER,
        Words("入驻材料", "Paper of an application"),
        Words("到期的证照由时钟停用。", "What runs out is stopped by the clock."),
    ),
    (
        SUSPENSION,
        Words("暂停", "Suspension"),
        Words("改正即恢复，逾期即退出。", "Put right, it ends; else the merchant leaves."),
    ),
    (
        LISTING,
        Words("商品", "Listing"),
        Words("内容从不修改，只添新版本。", "What it says is never edited; it gets a new version."),
    ),
    (
        COURIER_CLAIM,
        Words("快递索赔", "Claim against a carrier"),
        Words(
            "买家不等它；快递沉默，依法赔付。",
            "The buyer does not wait for it; a silent carrier owes what the law gives.",
        ),
    ),
    (
        MANDATE,
        Words("订阅", "Subscription"),
        Words(
            "没有同意和提示就不扣款；取消只有一步。",
            "No charge without consent and notice; one step out.",
        ),
    ),
    (
        CHARGE,
        Words("续费扣款", "Charge"),
        Words("款项托管到本期结束。", "The money is held until the term is over."),
    ),
    (
        REVIEW,
        Words("商品审核", "Review of a version"),
        Words("平台沉默不会发布任何内容。", "Silence of the platform publishes nothing."),
    ),
    (
        PROMOTION,
        Words("促销", "Promotion"),
        Words(
            "按登记的时间开始和结束，不能延长。",
            "It begins and ends as announced, and is never extended.",
        ),
    ),
    (
        NOTICE,
        Words("召回通知", "Recall notice"),
        Words("不答复不丧失权利。", "Who does not answer loses nothing."),
    ),
)
PAGE = 24
YES, NO = Words("是", "yes"), Words("否", "no")


def verify(request: Any) -> HttpResponse:
    """Verify a bundle in the browser; the file stays where it is."""
    said = {"key": key_of(settings.GONGDAO_EVIDENCE_KEY).id, "certificate": seal().fingerprint}
    return render(request, "verify.html", said)


def certificate(_: Any) -> HttpResponse:
    """The certificate that signed documents carry: trust it, and any PDF reader checks our signatures."""
    response = HttpResponse(seal().pem, content_type="application/x-pem-file")
    response["Content-Disposition"] = 'attachment; filename="gongdao.pem"'
    return response


def machines(request: Any) -> HttpResponse:
    """Every process there is, drawn from the tables that run it, each with its table beneath."""
    drawings = [
        (
            name, about, drawn(machine, request.language, name), _table(machine),
            [one.version for one in machine.every_version], [side_called(side) for side in machine.tells],
        )
        for machine, name, about in _every_machine()
    ]  # fmt: skip
    return render(request, "machines.html", {"drawings": drawings})


def _every_machine() -> list[tuple[Machine, Words, Words]]:
    """Those above in the order of the story, then all others: no process runs that nobody can look at."""
    shown = {machine.name for machine, _, _ in MACHINES}
    others = [each for each in processes.every() if each.name not in shown]
    return [*MACHINES, *((each, *PROCESSES[each.name]) for each in others)]


def shelf(request: Any) -> HttpResponse:
    """What is for sale."""
    market = request.market or parties.first_sandbox()
    found = listings.shelf(market.id, after=request.GET.get("after", ""), most=PAGE)
    shops = admission.shops({version.listing.merchant for version in found})
    said = {
        "versions": [(v, shops.get(v.listing.merchant), _traits(v)) for v in found],
        "following": found[-1].listing_id if len(found) == PAGE else "",
        "shown": market,
    }
    return render(request, "shelf.html", said)


def listing(request: Any, ref: str) -> HttpResponse:
    """Everything a listing ever said."""
    market = request.market or parties.first_sandbox()
    versions = listings.history(ref, marketplace=market.id)
    latest = versions[-1]
    held = _seals(request, latest, market)
    promoted = pricing.shown(latest.listing_id)
    said = {
        "versions": [
            (version, _traits(version), told) for version, told in changes.history(versions)
        ],
        "facts": _facts(latest),
        "kind": SOLD_AS[latest.kind],
        "stated": stated(latest.kind, latest.attributes),
        "recalls": recalls.of_listing(latest.listing_id),
        "latest": latest,
        "chart": _chart(request, versions, promoted),
        "promoted": [
            (row, KINDS_OF_PROMOTION[row.kind], AUDIENCES[row.audience], BASES[row.basis])
            for row in promoted
            if row.state == "running"
        ],
        "seals": [(seal, SCOPES[seal.row.scope].words, checks(seal.now)) for seal in held],
        "unproven": seals.unproven(
            latest,
            {seal.row.scope for seal in held if seal.now.valid},
            under=market.law,
            at=now_of(request),
        ),
        "findings": _findings(request, latest, market),
        "traits": _traits(latest),
        "buyable": latest.listing.state == "live"
        and (request.actor is None or "consumer" in request.actor.roles),
        "state": LISTING.names[latest.listing.state],
        "shop": admission.shops([latest.listing.merchant]).get(latest.listing.merchant),
    }
    return render(request, "listing.html", said)


def _chart(request: Any, versions: Any, promoted: Any) -> Any:
    """The prices over time with the promotions that ran, and the price that is shown as before now."""
    latest = versions[-1]
    running = [row.was_minor for row in promoted if row.state == "running" and row.was_minor]
    return prices(
        [Point(version.since, version.price_minor) for version in versions],
        currency=latest.currency,
        now=max(now_of(request), latest.since),
        language=request.language,
        bands=[
            Band(row.begins_at, row.ended_at or row.ends_at, KINDS_OF_PROMOTION[row.kind])
            for row in promoted
        ],
        reference=Reference(running[-1], Words("划线价", "shown as before")) if running else None,
    )


def _seals(request: Any, version: Any, market: Any) -> list[Any]:
    """The certificates that are shown for the goods and for the shop, each checked now."""
    subjects = (version.listing_id, version.listing.merchant)
    return certificates.seals(subjects, marketplace=market.id, at=now_of(request), secret=secret())


def _findings(request: Any, version: Any, market: Any) -> list[Any]:
    """What may not be said so, for those who can mend it: the seller, and the platform."""
    actor = request.actor
    if not actor or not (actor.party == version.listing.merchant or "platform" in actor.roles):
        return []
    return wording_checks.check(version, under=market.law)


def _facts(version: Any) -> list[tuple[Words, Words, Words]]:
    """Every stated fact with its name and the article that asks for it, in the order of the standard."""
    kind = disclosure.categories().get(version.category)
    return [
        (field.words, _spelled(field, version.attributes[field.name]), field.cause.words)
        for field in (kind.attributes if kind else ())
        if version.attributes.get(field.name)
    ]


def _spelled(field: disclosure.Field, value: str) -> Words:
    if field.type == "truth":
        return YES if value == "yes" else NO
    if field.choices and value in field.choices:
        return field.choices[value]
    number, _, unit = value.partition(" ")
    if field.units and unit in disclosure.UNITS:
        words = disclosure.UNITS[unit]
        return Words(f"{number}{words.zh}", f"{number} {words.en}")
    return Words(value, value)


def _traits(version: Any) -> list[Words]:
    return [TRAITS[trait] for trait in version.traits]


def _table(machine: Machine) -> list[tuple[Any, ...]]:
    """State, who, does what, leads to, what is owed then, what the money does, and who is told."""
    return [
        (
            machine.names[m.state], side_called(m.by), act_called(machine.name, m.act),
            machine.names[m.to], KINDS[m.owed] if m.owed else None,
            MONEY[m.money] if m.money else None, [side_called(side) for side in machine.told(m)],
        )
        for m in machine.moves
    ]  # fmt: skip
