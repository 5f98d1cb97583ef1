"""Every page."""

from __future__ import annotations

from django.urls import path

from gongdao.interfaces.web.arbiter import cases
from gongdao.interfaces.web.consumer import orders, paying
from gongdao.interfaces.web.courier import parcels
from gongdao.interfaces.web.merchant import application, desk
from gongdao.interfaces.web.platform import admission, office
from gongdao.interfaces.web.public import advice, books, checks, home, traders

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
    path("traders/<str:ref>", traders.trader),
    path("desk/application", application.page),
    path("desk/application/apply", application.apply),
    path("desk/application/papers", application.supply),
    path("desk/application/<str:verb>", application.act),
    path("desk", desk.desk),
    path("desk/answer/<str:ref>", desk.say, {"verb": "answer"}),
    path("desk/offer/<str:ref>", desk.say, {"verb": "offer"}),
    path("desk/<str:verb>/<str:ref>", desk.act),
    path("parcels", parcels.index),
    path("parcels/scan", parcels.scan),
    path("cases", cases.desk),
    path("cases/<str:ref>", cases.page),
    path("cases/<str:ref>/<str:verb>", cases.act),
    path("platform", office.office),
    path("platform/advance", office.advance),
    path("platform/applications", admission.queue),
    path("platform/applications/<str:ref>", admission.page),
    path("platform/applications/<str:ref>/<str:verb>", admission.act),
    path("platform/papers/<str:ref>/<str:verb>", admission.decide_paper),
    path("platform/waivers/<str:ref>/<str:verb>", admission.decide_waiver),
    path("platform/changes/<str:ref>/<str:verb>", admission.decide_change),
    path("platform/suspensions/<str:ref>/lift", admission.lift),
    path("platform/traders.<str:form>", admission.traders_report),
]
