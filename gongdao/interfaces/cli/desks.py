"""What waits on the desks of the demo's trust team: an applicant, an appeal, reports, a contested return, breaks."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from PIL import Image, ImageDraw

from gongdao.detectors import disclosure
from gongdao.interfaces.cli.cast import Cast
from gongdao.interfaces.cli.purchases import Wanted, bought
from gongdao.kernel.money import Money, cny
from gongdao.kernel.words import Words
from gongdao.registers.parties import actions as parties
from gongdao.registers.parties import queries as who
from gongdao.registers.vault.cipher import MasterKey
from gongdao.stages.admission import actions as admission
from gongdao.stages.admission import queries as admitted
from gongdao.stages.admission.credit_code import check_letter
from gongdao.stages.admission.papers import actions as papers
from gongdao.stages.admission.particulars import Particulars
from gongdao.stages.aftersales import actions as returns
from gongdao.stages.aftersales.inspections import actions as inspections
from gongdao.stages.escrow import actions as escrow
from gongdao.stages.escrow import queries as payments
from gongdao.stages.escrow.gateways.fake import FakeGateway
from gongdao.stages.escrow.gateways.port import DailyFile, Settled
from gongdao.stages.escrow.matching import actions as matching
from gongdao.stages.escrow.matching import chargebacks
from gongdao.stages.escrow.matching import queries as matched
from gongdao.stages.listings import actions as listings
from gongdao.stages.listings.review import actions as review
from gongdao.stages.monitoring.reports import actions as reports
from gongdao.stages.monitoring.reports.asking import actions as asking
from gongdao.stages.monitoring.reports.rewards import actions as rewards
from gongdao.stages.orders import queries as placed


@transaction.atomic
def prepare(cast: Cast) -> None:
    """Lay everything on its desk once, at the sandbox's own time: whole or not at all."""
    if placed.by_external(cast.market.id, ["desk-headphones"]):
        return
    now = cast.now()
    _complete(cast, now)
    _appealed(cast, now)
    _reported(cast, now)
    _contested(cast, now)
    _broken(cast, now)
    cast.seal(at=now)


def _complete(cast: Cast, now: datetime) -> None:
    """Every paper is there and nobody has looked at it yet."""
    person = parties.Enrolment(f"demo-applicant@{cast.market.slug}", ("merchant",))
    (party,) = parties.enrol(marketplace=cast.market.id, people=[person], at=now)
    applicant, body = who.actor(party), "91310104" + "MA1FR2X3K"
    said = Particulars(
        shop_zh="青禾文具", shop_en="Green Sprout Stationery", form="enterprise",
        credit_code=body + check_letter(body), company="上海青禾文具有限公司", capital="50万元",
        person={
            "name": "陈立夏", "id_number": "11010519491231002X", "contact_name": "陈立夏",
            "address": "上海市徐汇区漕溪北路45号6楼", "phone": "021-64880000",
            "bank_account": "6222021001012345671",
        },
    )  # fmt: skip
    master = MasterKey(settings.GONGDAO_VAULT_KEY)
    row = admission.apply(by=applicant, said=said, at=now, master=master)
    for line in admitted.checklist(row, at=now):
        if line.item == "deposit":
            escrow.lodge(
                by=cast.staff["demo-platform"], merchant=party.id, amount=cny("5000.00"),
                key=f"deposit/{party.id}", at=now,
            )  # fmt: skip
        elif not line.settled:
            ends = date(now.year + 3, 1, 1) if line.requirement.expires else None
            paper = papers.Supplied(line.item, _scan(line.requirement.name.en), expires_on=ends)
            papers.supply(by=applicant, application=row.id, paper=paper, at=now, master=master)


def _appealed(cast: Cast, now: datetime) -> None:
    """A car that is sold already gets new words; the shop holds that what was found in them is lawful."""
    seller, kind = cast.staff["demo-merchant"], disclosure.category("toys")
    core = {field.name for field in disclosure.category("goods").fields if field.place == "listing"}
    left_out = core | set(kind.implied) | {"reference_price"}
    facts = {name: text for name, text in kind.example().items() if name not in left_out}
    before = listings.Said(
        Words("回力小汽车", "Pull-back car"), "toys", cny("39.00"), cny("0"), attributes=facts,
        description_zh="合金车身，无需电池。轮胎可拆洗。", description_en="Die-cast, no battery. The tyres come off for washing.",
    )  # fmt: skip
    (row,) = review.draft(drafts=[review.Draft(seller, now, before, external_id="desk-car")])
    review.publish(by=seller, listings=[row.listing_id], at=now)
    after = replace(
        before, price=cny("45.00"), description_zh="合金车身，无需电池。全国第一的做工，轮胎可拆洗。",
        description_en="Die-cast, no battery. Workmanship second to none. The tyres come off for washing.",
    )  # fmt: skip
    review.draft(drafts=[review.Draft(seller, now, after, listing=row.listing_id)])
    why = "“全国第一”出自行业协会去年的评选，评选结果可以提供。"
    review.appeal(by=seller, listing=row.listing_id, words=why, at=now)


def _reported(cast: Cast, now: datetime) -> None:
    """Three reports at three points of their way, and what is promised to those who report."""
    staff, master = cast.staff["demo-platform"], MasterKey(settings.GONGDAO_VAULT_KEY)
    merchant = cast.staff["demo-merchant"].party
    sums = {"counterfeit": (cny("200.00"), cny("2000.00")), "unsafe_goods": (cny("500.00"), cny("5000.00"))}  # fmt: skip
    rewards.promise(by=staff, sums=sums, at=now - timedelta(days=3))
    said = (
        reports.Said("brushing", "room", "主播让粉丝下单后退款，再写五星好评，每单返五元，昨晚八点。", room="小王直播间"),
        reports.Said(
            "counterfeit", "merchant", "跑步鞋的鞋标和官网不一样，条码扫出来是另一双。", subject=merchant,
            named=True, name="周先生", phone="13900001111",
        ),
        reports.Said("unsafe_goods", "merchant", "电热水壶烧干以后不断电，底座发烫冒烟，三天前在家里发生。", subject=merchant),
    )  # fmt: skip
    filed = [
        reports.file(
            market=cast.market, said=each, nonce=f"demo-report-{n:020d}", at=now - timedelta(days=2, hours=n),
            master=master,
        ).report.id
        for n, each in enumerate(said)
    ]  # fmt: skip
    for report in filed[1:]:
        reports.take_up(by=staff, report=report, at=now - timedelta(days=1))
    words = "鞋盒上的货号是什么？可以上传照片。"
    asking.ask(by=staff, report=filed[1], words=words, at=now - timedelta(hours=20))


def _contested(cast: Cast, now: datetime) -> None:
    """Headphones came back; the shop says they were opened, offers a part, and must prove it."""
    buyer, seller = cast.staff["demo-consumer"], cast.staff["demo-merchant"]
    said = listings.Said(
        Words("蓝牙耳机", "Bluetooth headphones"),
        "electronics",
        cny("329.00"),
        cny("0"),
        frozenset(),
    )
    order = bought(cast, Wanted("desk-headphones", said, days=6), now)
    asked = returns.ask_return(by=buyer, order=order.id, at=now - timedelta(days=5))
    returns.agree(by=seller, ret=asked.id, at=now - timedelta(days=4, hours=20))
    returns.send_back(by=buyer, ret=asked.id, at=now - timedelta(days=4), waybill="SF1390002")
    returns.take_back(by=seller, ret=asked.id, at=now - timedelta(days=1))
    look = inspections.Look(
        faults=frozenset({"altered"}), words="左耳外壳有撬开的痕迹，螺丝滑牙。",
        photographs=(sha256(b"headphones").hexdigest(),), weight_sent_g=212, weight_back_g=209,
    )  # fmt: skip
    inspections.inspect(by=seller, ret=asked.id, look=look, at=now - timedelta(hours=20))
    objection = inspections.Objection("not_intact", "外壳被撬开过，无法再次销售。", cny("200.00"))
    inspections.contest(by=seller, ret=asked.id, objection=objection, at=now - timedelta(hours=19))


def _broken(cast: Cast, now: datetime) -> None:
    """Of yesterday the gateway says one sum otherwise and one that we do not know; a bank took a payment back."""
    said = listings.Said(
        Words("保温杯", "Vacuum flask"), "kitchen", cny("89.00"), cny("0"), frozenset()
    )
    order = bought(cast, Wanted("desk-flask", said), now)
    (paid,) = payments.payments_of(order.id)
    market, staff = cast.market.id, cast.staff["demo-platform"]
    day = matched.day_of(market, now - timedelta(days=1))
    ours = matched.our_day(market, FakeGateway.name, day)
    theirs = ours | {paid.id: paid.amount - cny("0.50"), "pay_unknown_demo": cny("66.00")}
    lines = tuple(_settled(ref, amount) for ref, amount in sorted(theirs.items()))
    file = DailyFile(FakeGateway.name, day, lines, sha256(repr(lines).encode()).hexdigest())
    matching.take_in(by=staff, file=file, at=now)
    chargebacks.open_(
        by=cast.gateway, payment=paid.id, amount=paid.amount, reason="持卡人否认交易", at=now
    )


def _settled(ref: str, amount: Money) -> Settled:
    return Settled("payment" if amount.minor > 0 else "refund", ref, amount)


def _scan(title: str) -> bytes:
    """A picture that says what it would be."""
    sheet, out = Image.new("RGB", (720, 480), "white"), io.BytesIO()
    pen = ImageDraw.Draw(sheet)
    pen.rectangle((24, 24, 696, 456), outline="firebrick", width=4)
    pen.text((60, 80), f"DEMO: {title}"[:60], fill="black")
    sheet.save(out, "PNG")
    return out.getvalue()
