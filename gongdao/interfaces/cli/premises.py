"""What a visitor of the demo finds before any sale: a rule open for comments, a shop's terms, a certificate."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from gongdao.interfaces.cli.cast import Cast
from gongdao.kernel.money import cny
from gongdao.kernel.words import Words
from gongdao.registers.parties import actions as parties
from gongdao.registers.parties import queries as who
from gongdao.registers.parties.powers import Actor
from gongdao.stages.admission.credentials import actions as certification
from gongdao.stages.listings import actions as listings
from gongdao.stages.listings import seals
from gongdao.stages.rulebook import actions as rulebook
from gongdao.stages.rulebook import queries as rules
from gongdao.stages.rulebook.terms import actions as terms

TERMS = """欢迎光临公道示范店。
现货商品付款后四十八小时内发货。
商品售出，概不退换。
质量问题请在签收后联系客服，运费由本店承担。
本店保留活动的最终解释权。"""
RICE = Words("有机稻花香大米 5kg", "Organic fragrant rice, 5 kg")
HOME = "http://127.0.0.1:8000"


@transaction.atomic
def prepare(cast: Cast) -> None:
    """Set the scene once, at the sandbox's own time: whole or not at all."""
    if rules.rules(cast.market.id):
        return
    now = cast.now()
    _open_a_rule(cast, now)
    terms.file(by=cast.staff["demo-merchant"], text=TERMS, at=now)
    _certify(cast, now)
    cast.seal(at=now)


def _open_a_rule(cast: Cast, now: datetime) -> None:
    """The rules that the program runs by, as the platform's first published rule."""
    staff, (zh, en) = cast.staff["demo-platform"], rules.running()
    why = Words(
        "把正在执行的规则写出来，请大家提意见。", "What is done already, written down for comments."
    )
    edition = rulebook.begin(
        by=staff, name="platform-rules", kind="trade", draft=rulebook.Draft(zh, en, why), at=now,
        title=Words("平台规则", "Platform Rules"),
    )  # fmt: skip
    rulebook.open_for_comments(by=staff, edition=edition.id, at=now)
    words = "协商十天太长，希望缩短到七天。"
    rulebook.comment(by=cast.staff["demo-consumer"], edition=edition.id, words=words, at=now)


def _certify(cast: Cast, now: datetime) -> None:
    """Organic rice, certified by an accredited body, and shown on its listing."""
    seller, secret = cast.staff["demo-merchant"], str(settings.GONGDAO_VAULT_KEY)
    said = listings.Said(RICE, "food", cny("59.00"), cny("0"), frozenset({"food"}))
    (listing,) = listings.offer(offerings=[listings.Offering(seller, now, said, "premises-rice")])
    body, about = _body(cast, now), seals.about(listing.id, marketplace=cast.market.id)
    name = Words("华夏认证中心（示范）", "Huaxia Certification (demo)")
    certification.accredit(
        by=cast.staff["demo-platform"], scopes=["organic", "green_food"], at=now, home=HOME,
        until=now + timedelta(days=730), secret=secret,
        candidate=certification.Candidate(body.party, name, "CNCA-R-DEMO"),
    )  # fmt: skip
    made = certification.issue(
        by=body, about=about, until=now + timedelta(days=365), at=now, secret=secret,
        certified=seals.certified(about, "organic", "001OP2600001", "GB/T 19630-2019"),
    )  # fmt: skip
    certification.present(by=seller, about=about, document=made.document, at=now, secret=secret)


def _body(cast: Cast, now: datetime) -> Actor:
    person = parties.Enrolment(f"demo-certifier@{cast.market.slug}", ())
    (party,) = parties.enrol(marketplace=cast.market.id, people=[person], at=now)
    return who.actor(party)
