"""The API, put together: who may speak, what is read how, and which nouns there are."""

from __future__ import annotations

from ninja.renderers import JSONRenderer

from gongdao.interfaces.api import problems
from gongdao.interfaces.api.auth import Bearer, Session
from gongdao.interfaces.api.document import Api
from gongdao.interfaces.api.idempotency import once
from gongdao.interfaces.api.reading import Strict
from gongdao.interfaces.api.v1 import (
    account,
    amendments,
    applications,
    awards,
    bench,
    books,
    carriers,
    certification,
    changes,
    checkouts,
    claims,
    clock,
    conversations,
    coupons,
    courier_claims,
    dealing,
    disputes,
    exhibits,
    inspections,
    law,
    listing_reviews,
    listings,
    orders,
    own_data,
    papers,
    parcels,
    parts,
    payments,
    payouts,
    performances,
    plans,
    points,
    prepaid,
    promotions,
    recalls,
    reconciliation,
    records,
    refund_clock,
    repairs,
    report_desk,
    reports,
    returns,
    reviews,
    rules,
    rulings,
    sandbox,
    shop_terms,
    standard,
    terms,
    traders,
    ways,
    webhooks,
)

NOUNS = (
    applications,
    standard,
    listing_reviews,
    papers,
    changes,
    traders,
    listings,
    checkouts,
    orders,
    coupons,
    points,
    performances,
    conversations,
    amendments,
    payments,
    parts,
    parcels,
    carriers,
    courier_claims,
    plans,
    prepaid,
    returns,
    recalls,
    inspections,
    repairs,
    disputes,
    exhibits,
    bench,
    awards,
    payouts,
    reconciliation,
    refund_clock,
    webhooks,
    rulings,
    ways,
    reviews,
    records,
    report_desk,
    books,
    rules,
    shop_terms,
    certification,
    dealing,
    promotions,
    claims,
    terms,
    law,
    account,
    own_data,
    clock,
    sandbox,
)
"""In the order of the story; so the document reads."""

ABOUT = """Consumer protection for online marketplaces. Every write carries an Idempotency-Key; \
every refusal is a problem document (RFC 9457) with its legal basis in `cites`; every thing says \
what is owed about it (`duties`) and what the caller may do with it (`allowed_actions`)."""


class Plain(JSONRenderer):
    """Chinese stays Chinese on the wire."""

    json_dumps_params = {"ensure_ascii": False}


api = Api(
    title="Gongdao 公道",
    version="1.0.0",
    description=ABOUT,
    docs_url=None,
    urls_namespace="api-v1",
    auth=[Bearer(), Session()],
    parser=Strict(),
    renderer=Plain(),
)
problems.handle(api)
for noun in NOUNS:
    noun.router.add_decorator(once, mode="view")
    api.add_router("", noun.router)
reports.keyed.add_decorator(reports.once_by_key, mode="view")
api.add_router("", account.guarded)
api.add_router("", own_data.clear)
api.add_router("", reports.anyone)
api.add_router("", reports.keyed)
api.add_router("", payments.callbacks)
api.add_router("", carriers.callbacks)
api.add_router("", plans.callbacks)
