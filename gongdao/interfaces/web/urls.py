"""Every page."""

from __future__ import annotations

from django.urls import path

from gongdao.interfaces.web.arbiter import cases
from gongdao.interfaces.web.consumer import orders, paying
from gongdao.interfaces.web.courier import parcels
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

urlpatterns = [
    path("", home.home),
    path("sign-in", home.sign_in),
    path("sign-out", home.sign_out),
    path("advise", advice.topics),
    path("advise/<str:name>", advice.advise),
    path("check", checks.check),
    path("verify", books.verify),
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
    path("orders", orders.index),
    path("orders/<str:ref>", orders.page),
    path("orders/<str:ref>/contract", orders.contract),
    path("orders/<str:ref>/evidence", orders.bundle),
    path("orders/<str:ref>/recipient", orders.name_recipient),
    path("orders/<str:ref>/recipient/see", orders.see_recipient),
    path("orders/<str:ref>/pay", paying.start),
    path("orders/<str:ref>/<str:verb>", orders.act),
    path("payments/<str:ref>", paying.gateway),
    path("payments/<str:ref>/settle", paying.settle),
    path("returns/<str:ref>/<str:verb>", orders.go_on),
    path("desk", desk.desk),
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
    path("cases", cases.desk),
    path("cases/<str:ref>", cases.page),
    path("cases/<str:ref>/<str:verb>", cases.act),
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
