"""Certificates: whether one may be relied on, and used, for what it is shown for."""

from __future__ import annotations

from dataclasses import dataclass

from gongdao.law.asks import yes_or_no
from gongdao.law.facts import Facts, Truth, fact


@dataclass(frozen=True)
class Certificate(Facts):
    """A certificate as it is shown for a merchant or for goods."""

    genuine: Truth = fact(
        "证书是真的，没有伪造、冒用或者买卖吗？",
        "Is it genuine, and neither forged, used by another nor bought?",
        proves="merchant",
    )
    body_approved: Truth = fact(
        "发证机构经批准，且在批准范围内发证吗？",
        "Is the body that issued it approved, and for this kind of certification?",
        proves="record",
    )
    within_scope: Truth = fact(
        "是否只用于它认证的对象和范围，并在有效期内？",
        "Is it used only for what it certifies, and within its term?",
        proves="merchant",
    )
    in_good_standing: Truth = fact(
        "没有被暂停或者撤销吗？", "Is it neither suspended nor revoked?", proves="record"
    )


certificate_stands = yes_or_no(
    "certificate_stands", Certificate, "认证证书能否使用", "whether the certificate may be used"
)
