"""Certificates: the Regulation on Certification and Accreditation."""

from __future__ import annotations

from typing import Any

from gongdao.law import answers
from gongdao.law.topics.certification import certificate_stands
from gongdao.packs.cn.sources import CERTIFICATION


@answers(certificate_stands, CERTIFICATION.article(24), since="2023-07-20")
def within_its_scope(certificate: Any) -> Any:
    """获得认证证书的，应当在认证范围内使用证书和标志，不得误导公众。

    A certificate and its mark are used within what was certified, and may not mislead the public.
    """
    return certificate.within_scope


@within_its_scope.unless(CERTIFICATION.article(9))
def body_not_approved(certificate: Any) -> Any:
    """未经批准，或者超出批准范围的，不得从事认证活动。

    Nobody certifies without approval, or beyond what it was approved for.
    """
    return ~certificate.body_approved


@within_its_scope.unless(CERTIFICATION.article(26))
def no_longer_fulfilled(certificate: Any) -> Any:
    """不能持续符合认证要求的，认证机构暂停其使用直至撤销证书。

    What no longer fulfils the requirements has its certificate suspended, and in the end revoked.
    """
    return ~certificate.in_good_standing


@within_its_scope.unless(CERTIFICATION.article(70))
def forged(certificate: Any) -> Any:
    """伪造、冒用、买卖认证标志或者证书的，依法查处。

    Forging, borrowing or trading certificates and marks is unlawful.
    """
    return ~certificate.genuine


RULES = (within_its_scope,)
