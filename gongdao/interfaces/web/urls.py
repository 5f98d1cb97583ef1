"""Every page."""

from __future__ import annotations

from django.urls import path

from gongdao.interfaces.web.arbiter import cases
from gongdao.interfaces.web.consumer import orders, paying, prepaid, subscriptions
from gongdao.interfaces.web.consumer import parcels as bought
from gongdao.interfaces.web.courier import claims as courier_claims
from gongdao.interfaces.web.courier import parcels
from gongdao.interfaces.web.merchant import desk, plans, shipping
from gongdao.interfaces.web.platform import office
from gongdao.interfaces.web.public import advice, books, checks, home

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
    path("orders", orders.index),
    path("orders/<str:ref>", orders.page),
    path("orders/<str:ref>/contract", orders.contract),
    path("orders/<str:ref>/evidence", orders.bundle),
    path("orders/<str:ref>/recipient", orders.name_recipient),
    path("orders/<str:ref>/recipient/see", orders.see_recipient),
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
    path("prepaid", prepaid.index),
    path("prepaid/offer", prepaid.offer),
    path("prepaid/offers/<str:ref>", prepaid.pay),
    path("prepaid/<str:ref>", prepaid.page),
    path("prepaid/<str:ref>/<str:verb>", prepaid.act),
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
    path("cases/<str:ref>/<str:verb>", cases.act),
    path("platform", office.office),
    path("platform/advance", office.advance),
    path("platform/applications/<str:ref>/<str:verb>", office.decide),
]
