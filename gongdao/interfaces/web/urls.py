"""Every page."""

from __future__ import annotations

from django.urls import path

from gongdao.interfaces.web.arbiter import cases
from gongdao.interfaces.web.consumer import orders, paying
from gongdao.interfaces.web.courier import parcels
from gongdao.interfaces.web.merchant import desk, goods
from gongdao.interfaces.web.platform import office, reviews
from gongdao.interfaces.web.public import advice, books, checks, home, recalls

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
    path("orders/<str:ref>/<str:verb>", orders.act),
    path("payments/<str:ref>", paying.gateway),
    path("payments/<str:ref>/settle", paying.settle),
    path("returns/<str:ref>/<str:verb>", orders.go_on),
    path("desk", desk.desk),
    path("desk/answer/<str:ref>", desk.say, {"verb": "answer"}),
    path("desk/offer/<str:ref>", desk.say, {"verb": "offer"}),
    path("desk/<str:verb>/<str:ref>", desk.act),
    path("goods", goods.index),
    path("goods/check", goods.check),
    path("goods/new", goods.save),
    path("goods/<str:ref>", goods.save),
    path("goods/<str:ref>/<str:verb>", goods.act),
    path("reviews", reviews.queue),
    path("reviews/<str:ref>", reviews.page),
    path("reviews/<str:ref>/<str:verb>", reviews.act),
    path("recalls", recalls.index),
    path("recalls/announce", recalls.announce),
    path("recalls/<str:ref>", recalls.page),
    path("recalls/<str:ref>/<str:verb>", recalls.act),
    path("parcels", parcels.index),
    path("parcels/scan", parcels.scan),
    path("cases", cases.desk),
    path("cases/<str:ref>", cases.page),
    path("cases/<str:ref>/<str:verb>", cases.act),
    path("platform", office.office),
    path("platform/advance", office.advance),
    path("platform/applications/<str:ref>/<str:verb>", office.decide),
]
