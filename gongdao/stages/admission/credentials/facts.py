"""From a verdict to the law: under which article a certificate that fails may not be used."""

from __future__ import annotations

from datetime import date

from gongdao.law import Answer, Citation, ask, book
from gongdao.law.topics.certification import Certificate, certificate_stands
from gongdao.stages.admission.credentials.verdict import Verdict


def stands(verdict: Verdict, *, under: str, on: date) -> Answer[bool] | None:
    """What the law says to a checked certificate; nothing where the law is silent on certificates.

    The first thing that is wrong decides: whether a forged certificate is also out of time does not matter.
    """
    if book.silent_on(under, [certificate_stands]):
        return None
    wrong = verdict.wrong.name if verdict.wrong else ""
    facts = Certificate(
        genuine=wrong not in ("form", "signature"),
        body_approved=wrong != "issuer",
        within_scope=wrong not in ("term", "subject"),
        in_good_standing=wrong != "status",
    )
    return ask(certificate_stands, facts, under=under, on=on)


def beyond_approval(*, under: str, on: date) -> Citation | None:
    """The article that forbids to certify without approval."""
    if book.silent_on(under, [certificate_stands]):
        return None
    facts = Certificate(genuine=True, body_approved=False, within_scope=True, in_good_standing=True)
    return ask(certificate_stands, facts, under=under, on=on).cites
