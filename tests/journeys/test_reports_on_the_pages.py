"""A report on the pages: a visitor makes it, comes back with the key, and staff decide it (S33)."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gongdao.registers.duties import queries as duties
from gongdao.stages.monitoring.reports import queries
from gongdao.stages.monitoring.reports.models import Report, Reward, Unsealing
from tests.builders.reports import STORY, crew, master, reports
from tests.journeys.conftest import Person
from tests.journeys.test_exhibits import EICAR, photograph

__all__ = ["crew", "master", "reports"]

pytestmark = pytest.mark.django_db


def form(**said):
    return {"kind": "counterfeit", "target": "merchant", "subject": "玩具屋", "words": STORY,
            "nonce": "0123456789abcdef0123"} | said  # fmt: skip


def receipt_of(page):
    report, key = re.findall(r"<code>((?:wbr_)?[0-9a-z-]{20,})</code>", page)[:2]
    return {"report": report, "return_key": key}


def test_on_the_pages_a_visitor_reports_comes_back_and_is_rewarded(crew, people, settings):
    visitor, staff = people(None), people("platform")
    assert "you may stay anonymous" in visitor.sees("/report")
    page = visitor.does("/report/send", status=200, **form())
    mine = receipt_of(page)
    assert receipt_of(visitor.does("/report/send", status=200, **form())) == mine
    assert mine["return_key"] not in visitor.sees("/report/mine")
    wrong = visitor.does("/report/enter", status=409, **mine | {"return_key": "7k3m2"})
    assert "The number or the key is wrong" in wrong
    visitor.does("/report/enter", **mine)
    assert visitor.browser.cookies["report"]["path"] == "/report"
    assert "decide whether to look into" in visitor.sees("/report/mine").lower()

    here = f"/report-desk/{mine['report']}"
    assert mine["report"] in staff.sees("/report-desk")
    people("merchant").sees("/report-desk", status=403)
    people("officer").sees(here, status=404)
    staff.does(f"{here}/ask", question="哪一天？")
    asked = queries.questions(Report.objects.get())[0]
    visitor.does("/report/mine/answer", question=asked.id, words="三月一日")
    sent = {"shows": "外盒", "file": SimpleUploadedFile("a.jpg", EICAR)}
    refused = visitor.does("/report/mine/attach", status=409, **sent)
    assert "malware" in refused
    assert "外盒" in refused
    sent["file"] = SimpleUploadedFile("a.jpg", photograph())
    visitor.does("/report/mine/attach", **sent)
    assert "三月一日" in staff.sees(here)
    staff.does(f"{here}/take_up")
    kept = staff.does(f"{here}/substantiate", status=409, words="属实", effects="suspend")
    assert "属实" in kept
    staff.does(f"{here}/substantiate", words="属实", effects="suspend", grounds="涉嫌假冒")
    reward = f"{here}/{Reward.objects.get().id}"
    staff.does(f"{reward}/propose", amount="250")
    staff.does(f"{reward}/approve", status=409)
    people("colleague").does(f"{reward}/approve")
    page = visitor.sees("/report/mine")
    assert "¥250.00" in page
    visitor.does("/report/mine/collect", reward=Reward.objects.get().id, to="6222 0000 1111")
    visitor.does("/report/mine/close")
    assert "¥250.00" not in visitor.sees("/report/mine")
    assert "玩具屋" not in visitor.sees("/report/figures")


def test_on_the_pages_an_identity_is_seen_once_and_the_reporter_reads_of_it(crew, people):
    visitor, staff, colleague = people(None), people("platform"), people("colleague")
    said = form(named="yes", name="Zhang Xiaosan")
    mine = receipt_of(visitor.does("/report/send", status=200, **said))
    here = f"/report-desk/{mine['report']}"
    assert "Zhang" not in staff.sees(here)
    staff.does(f"{here}/unseal", field="name", why="To meet in person")
    wish = f"{here}/{Unsealing.objects.get().id}"
    colleague.does(f"{wish}/allow")
    assert "Zhang Xiaosan" in staff.does(f"{wish}/see", status=200)
    assert "Zhang" not in staff.sees(here)
    visitor.does("/report/enter", **mine)
    page = visitor.sees("/report/mine")
    assert "To meet in person" in page


def test_retaliation_is_reported_from_the_earlier_report_and_is_urgent(crew, people):
    visitor, other = people(None), Person(crew, None)
    mine = receipt_of(visitor.does("/report/send", status=200, **form()))
    visitor.does("/report/enter", **mine)
    page = visitor.sees("/report", earlier="yes")
    assert "linked to your earlier one" in page
    said = form(kind="retaliation", earlier="yes", nonce="f" * 20)
    visitor.does("/report/send", status=200, **said)
    linked = Report.objects.get(kind="retaliation")
    assert linked.earlier_id == mine["report"]
    (duty,) = duties.open_about(linked.id)
    assert duty.cites == "Platform Rules art. 151.2"
    other.does("/report/send", status=200, **said | {"nonce": "e" * 20})
    assert Report.objects.filter(kind="retaliation", earlier=None).count() == 1


@pytest.mark.parametrize("name", ["dossier.pdf", "dossier.json"])
def test_the_dossier_comes_as_paper_and_as_data_to_who_may_have_it(crew, people, name):
    visitor = people(None)
    said = form(target="platform", subject="", kind="forced_choice", named="yes", name="Zhang San")
    mine = receipt_of(visitor.does("/report/send", status=200, **said))
    assert visitor.browser.get(f"/report/mine/{name}").status_code == 302
    visitor.does("/report/enter", **mine)
    paper = visitor.browser.get(f"/report/mine/{name}")
    assert paper.status_code == 200
    assert b"Zhang" not in paper.content
    here = f"/report-desk/{mine['report']}"
    again = people("officer").browser.get(f"{here}/{name}")
    assert again.content == paper.content
    assert people("platform").browser.get(f"{here}/{name}").status_code == 404


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"subject": "没有这家店"}, "No shop, or more than one"),
        ({"target": "listing", "subject": ""}, "Say which merchant"),
        ({"words": "短"}, "what happened"),
        ({"words": "x" * 6_000}, "what happened"),
        ({"named": "yes"}, "needs your name"),
        ({"nonce": ""}, "fresh random value"),
    ],
)
def test_what_the_form_does_not_take_stays_typed(crew, people, said, sentence):
    page = people(None).does("/report/send", status=409, **form(**said))
    assert sentence in page
    assert form(**said)["words"][:40] in page


def test_ten_megabytes_of_words_are_refused_by_their_length(crew, people):
    visitor = people(None)
    big = visitor.browser.post("/report/send", form(words="x" * 15_000_000))
    assert big.status_code == 413
    assert not Report.objects.exists()
