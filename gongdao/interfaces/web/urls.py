"""Every page."""

from __future__ import annotations

from django.urls import path

from gongdao.interfaces.web.arbiter import cases
from gongdao.interfaces.web.consumer import orders, paying, subscriptions
from gongdao.interfaces.web.consumer import parcels as bought
from gongdao.interfaces.web.courier import claims as courier_claims
from gongdao.interfaces.web.courier import parcels
from gongdao.interfaces.web.merchant import desk, payouts, plans, shipping
from gongdao.interfaces.web.platform import finance, office
from gongdao.interfaces.web.public import advice, books, checks, home, shops
from gongdao.interfaces.web.arbiter import cases, steps
from gongdao.interfaces.web.consumer import orders, paying
from gongdao.interfaces.web.courier import parcels
from gongdao.interfaces.web.merchant import desk, recourse
from gongdao.interfaces.web.platform import fairness, office
from gongdao.interfaces.web.public import advice, books, checks, home, rulings
from gongdao.interfaces.web.issuer import desk as issuer
from gongdao.interfaces.web.merchant import certificates, desk
from gongdao.interfaces.web.platform import certification as bodies
from gongdao.interfaces.web.platform import fairness, office, rulebook
from gongdao.interfaces.web.public import (
    advice,
    books,
    certification,
    checks,
    home,
    rules,
    shop_terms,
)
from gongdao.interfaces.web.consumer import basket, changes, orders, paying
from gongdao.interfaces.web.courier import parcels
from gongdao.interfaces.web.merchant import desk
from gongdao.interfaces.web.platform import office
from gongdao.interfaces.web.public import advice, books, checks, home, withdrawal

urlpatterns = [
    path("", home.home),
    path("sign-in", home.sign_in),
    path("sign-out", home.sign_out),
    path("advise", advice.topics),
    path("advise/<str:name>", advice.advise),
    path("check", checks.check),
    path("withdraw/<str:token>", withdrawal.state),
    path("withdraw/<str:token>/confirm", withdrawal.confirm),
    path("withdraw/<str:token>/submit", withdrawal.submit),
    path("withdraw/<str:token>/receipt", withdrawal.receipt),
    path("verify", books.verify),
    path("verify/certificate", books.certificate),
    path("machines", books.machines),
    path("listings", books.shelf),
    path("listings/<str:ref>", books.listing),
    path("rules", rules.index),
    path("rules/<slug:name>", rules.page),
    path("rules/<slug:name>/diff", rules.compare),
    path("rules/<slug:name>/<int:number>", rules.page),
    path("rules/<slug:name>/<int:number>/text", rules.download),
    path("rules/<slug:name>/<int:number>/<str:verb>", rules.act),
    path("shops/<str:ref>/terms", shop_terms.page),
    path("shops/<str:ref>/terms/<int:number>", shop_terms.page),
    path("certificates", certification.index),
    path("certificates/<str:ref>", certification.credential),
    path("certification/<str:ref>/status", certification.status),
    path("issuer", issuer.desk),
    path("issuer/issue", issuer.issue),
    path("issuer/list", issuer.file_list),
    path("issuer/<str:ref>/revoke", issuer.revoke),
    path("basket", basket.basket),
    path("basket/change", basket.change),
    path("checkout", basket.checkout),
    path("checkout/submit", basket.submit),
    path("orders", orders.index),
    path("orders/<str:ref>", orders.page),
    path("orders/<str:ref>/contract", orders.contract),
    path("orders/<str:ref>/evidence", orders.bundle),
    path("orders/<str:ref>/receipt", orders.receipt),
    path("orders/<str:ref>/record", orders.record),
    path("orders/<str:ref>/recipient", orders.name_recipient),
    path("orders/<str:ref>/recipient/see", orders.see_recipient),
    path("orders/<str:ref>/propose", changes.propose),
    path("orders/<str:ref>/invoice/<str:verb>", changes.invoice),
    path("amendments/<str:ref>/<str:verb>", changes.answer),
    path("orders/<str:ref>/pay", paying.start),
    path("orders/<str:ref>/drop", bought.drop),
    path("orders/<str:ref>/<str:verb>", orders.act),
    path("payments/<str:ref>", paying.gateway),
    path("payments/<str:ref>/settle", paying.settle),
    path("returns/<str:ref>/<str:verb>", orders.go_on),
    path("plans", subscriptions.shelf),
    path("plans/<str:ref>", subscriptions.plan),
    path("plans/<str:ref>/subscribe", subscriptions.give),
    path("subscriptions", subscriptions.index),
    path("subscriptions/<str:ref>", subscriptions.page),
    path("subscriptions/<str:ref>/<str:verb>", subscriptions.act),
    path("desk", desk.desk),
    path("desk/plans", plans.index),
    path("desk/plans/<str:verb>", plans.act),
    path("desk/plans/<str:verb>/<str:ref>", plans.act),
    path("shipping", shipping.index),
    path("shipping/<str:ref>/send", shipping.send),
    path("shipping/<str:ref>/label", shipping.label),
    path("shipping/<str:ref>/label.pdf", shipping.printed),
    path("shipping/<str:ref>/claim", shipping.claim),
    path("desk/answer/<str:ref>", desk.say, {"verb": "answer"}),
    path("desk/offer/<str:ref>", desk.say, {"verb": "offer"}),
    path("desk/certificates", certificates.desk),
    path("desk/certificates/present", certificates.present),
    path("desk/certificates/<int:number>/hide", certificates.hide),
    path("desk/terms", shop_terms.desk),
    path("desk/terms/file", shop_terms.file),
    path("desk/clauses/<str:ref>/object", shop_terms.object_to),
    path("desk/<str:verb>/<str:ref>", desk.act),
    path("parcels", parcels.index),
    path("parcels/scan", parcels.scan),
    path("parcels/import", parcels.send),
    path("parcels/key", parcels.give_key),
    path("parcels/reach", parcels.reach),
    path("parcels/write", parcels.write),
    path("parcels/feeds/<str:ref>", parcels.feed),
    path("parcels/<str:ref>/accept", bought.accept),
    path("courier-claims", courier_claims.index),
    path("courier-claims/<str:ref>", courier_claims.page),
    path("courier-claims/<str:ref>/<str:verb>", courier_claims.act),
    path("cases", cases.desk),
    path("cases/<str:ref>", cases.page),
    path("cases/<str:ref>/decisions/<int:number>.pdf", steps.paper),
    path("dossiers/<str:ref>/<str:form>", steps.dossier),
    path("cases/<str:ref>/<str:verb>", cases.act),
    path("shops/<str:ref>", shops.shop),
    path("shops/<str:ref>/return-policy.jsonld", shops.policy),
    path("payouts", payouts.index),
    path("payouts/statement.csv", payouts.statement),
    path("finance", finance.desk),
    path("finance/run", finance.run),
    path("finance/bank", finance.hear),
    path("finance/match", finance.match),
    path("finance/runs/<str:ref>/send", finance.send),
    path("finance/payouts/<str:ref>/<str:verb>", finance.decide),
    path("finance/breaks/<str:ref>/<str:verb>", finance.mend),
    path("finance/chargebacks/<str:ref>/<str:verb>", finance.answer),
    path("decisions", rulings.decisions),
    path("apologies", rulings.apologies),
    path("recourse", recourse.recourse),
    path("recourse/<str:ref>/<str:verb>", recourse.act),
    path("platform/fairness", fairness.fairness),
    path("platform", office.office),
    path("platform/advance", office.advance),
    path("platform/certification", bodies.desk),
    path("platform/certification/accredit", bodies.accredit),
    path("platform/certification/<str:ref>/withdraw", bodies.withdraw),
    path("platform/fairness", fairness.page),
    path("platform/rules", rulebook.desk),
    path("platform/rules/new", rulebook.editor),
    path("platform/rules/new/write", rulebook.write),
    path("platform/rules/leavings/<str:ref>/settle", rulebook.settle),
    path("platform/rules/clauses/<str:ref>/<str:verb>", rulebook.review),
    path("platform/rules/<slug:name>/draft", rulebook.editor),
    path("platform/rules/<slug:name>/write", rulebook.write),
    path("platform/rules/<slug:name>/<int:number>/<str:verb>", rulebook.act),
    path("platform/applications/<str:ref>/<str:verb>", office.decide),
]
