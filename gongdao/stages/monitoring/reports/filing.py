"""What can be wrong with a report before it is taken: read and refused here, kept by the actions."""

from __future__ import annotations

from dataclasses import dataclass

from gongdao.kernel.ref import expect
from gongdao.kernel.refusal import Refusal
from gongdao.registers.parties.models import Marketplace
from gongdao.stages.admission import queries as admission
from gongdao.stages.listings import queries as listings
from gongdao.stages.monitoring.reports import keys
from gongdao.stages.monitoring.reports.kinds import KINDS, TARGETS

WORDS_LEAST, WORDS_MOST = 10, 5_000
ROOM_MOST = 200
PERSON_MOST = 60


@dataclass(frozen=True, slots=True)
class Said:
    """What is reported, about whom, and, for who wants to be named, by whom."""

    kind: str
    target: str
    words: str
    subject: str = ""
    room: str = ""
    named: bool = False
    name: str = ""
    phone: str = ""
    earlier: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """Whom a report is about, as the records know it."""

    subject: str = ""
    merchant: str = ""
    room: str = ""


def refuse_unreal(said: Said, nonce: str) -> None:
    """Refuse what no report can be: of no kind, without facts, too long, named without a name."""
    if said.kind not in KINDS or said.target not in TARGETS:
        raise Refusal(
            "report_kind_unknown",
            f"请选择举报什么（{'、'.join(KINDS)}）和举报谁（{'、'.join(TARGETS)}）。",
            f"Choose what is reported ({', '.join(KINDS)}) and whom it is about ({', '.join(TARGETS)}).",
        )
    if not WORDS_LEAST <= len(said.words.strip()) <= WORDS_MOST or "\0" in said.words:
        raise Refusal(
            "report_unclear",
            f"请用{WORDS_LEAST}至{WORDS_MOST}字写明具体事实：什么时候、在哪里、看到了什么。",
            f"Say in {WORDS_LEAST} to {WORDS_MOST} characters what happened: when, where, what you saw.",
        )
    if said.named and not said.name.strip():
        raise Refusal(
            "reporter_unnamed",
            "实名举报须填写姓名；不愿具名的，请选匿名。",
            "A report under your name needs your name; choose anonymous if you do not want to give it.",
        )
    if max(len(said.name), len(said.phone)) > PERSON_MOST or "\0" in said.name + said.phone:
        raise Refusal(
            "reporter_unreadable",
            f"姓名和电话各不超过{PERSON_MOST}字。",
            f"Name and telephone have at most {PERSON_MOST} characters each.",
        )
    if not keys.NONCE_LEAST <= len(nonce) <= keys.NONCE_MOST:
        raise Refusal(
            "report_nonce_weak",
            f"请为每份举报生成一个{keys.NONCE_LEAST}至{keys.NONCE_MOST}位的随机值；查询密码由它产生。",
            f"Send a fresh random value of {keys.NONCE_LEAST} to {keys.NONCE_MOST} characters; the key is made from it.",
        )


def about(said: Said, market: Marketplace) -> About:
    """Find whom the report is about; refused where there is nobody and nothing."""
    if said.target == "platform":
        return About()
    if said.target == "room":
        room = " ".join(said.room.replace("\0", "").split())[:ROOM_MOST]
        return About(room=room) if room else _nothing()
    subject = said.subject.strip()
    if not subject:
        return _nothing()
    if said.target == "merchant":
        row = admission.trader(expect("pty", subject), marketplace=market.id)
        return About(subject=row.applicant, merchant=row.applicant)
    versions = listings.history(expect("lst", subject), marketplace=market.id)
    if not versions:
        return _nothing()
    return About(subject=subject, merchant=versions[0].listing.merchant)


def _nothing() -> About:
    raise Refusal(
        "report_about_nothing",
        "请写明举报的是哪个商家、商品编号或者直播间名称。",
        "Say which merchant, which listing or which live room the report is about.",
    )
