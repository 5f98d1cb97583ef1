"""Every page: in both languages, under the strict policy, for whom it is meant and nobody else."""

from __future__ import annotations

import re

import pytest

from gongdao.stages.aftersales import actions as aftersales
from gongdao.stages.disputes import actions as disputes
from gongdao.stages.escrow import actions as escrow

pytestmark = pytest.mark.django_db

CJK = re.compile(r"[\u3400-\u9fff\u3000-\u303f\uff00-\uffef]+")
OURS_IN_CHINESE = {
    "公道",
    "中文",
    "公",
    "新",
    "证",
    "监",
    "道",
    "之",
    "印",
    "上海",
    "买",
    "卖",
    "裁",
    "核",
    "台",
    "递",
}
"""The seal, the switch of language, marks of decoration, and where the parcel was signed for."""

PUBLIC = ["/", "/listings", "/machines", "/verify", "/check", "/decisions", "/apologies",
          "/decisions/fairness", "/report", "/report/mine", "/report/figures"]  # fmt: skip


def pages(world, disputed):
    """Who may read what, in a world where everything has happened."""
    order, case = disputed
    unpaid = world.orders(world.offers("80.00", "made_to_order"))
    (payment,) = escrow.start(
        payings=[escrow.Paying(world["consumer"], world.now, unpaid.id, "alipay")], gateway="fake"
    )
    back = world.orders(world.offers("50.00"))
    world.pays(back)
    world.ships(back, "SF2")
    world.delivers("SF2")
    aftersales.ask_return(by=world["consumer"], order=back.id, at=world.now)
    listing = order.contract["lines"][0]["listing"]
    shared = [f"/orders/{order.id}", f"/orders/{back.id}", f"/cases/{case.id}", "/orders"]
    return {
        None: [*PUBLIC, f"/listings/{listing}"],
        "consumer": [
            *PUBLIC,
            *shared,
            "/panels",
            f"/orders/{unpaid.id}",
            f"/payments/{payment.id}",
        ],
        "merchant": [*shared, "/desk", "/recourse"],
        "courier": ["/parcels"],
        "arbiter": ["/cases", f"/cases/{case.id}"],
        "senior": ["/cases"],
        "platform": [
            "/report-desk",
            "/platform",
            "/platform/outcomes",
            "/recourse",
            "/cases",
            *shared,
        ],
    }


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_is_there_in_the_readers_language(world, sign_in, disputed, language):
    seen = pages(world, disputed)
    for role, paths in seen.items():
        reader = sign_in(role, language)
        for path in paths:
            response = reader.get(path)
            assert response.status_code == 200, (role, path)
            body = response.content.decode()
            assert f'lang="{"en" if language == "en" else "zh-CN"}"' in body[:200]
            if language == "en":
                foreign = set(CJK.findall(_text(body))) - OURS_IN_CHINESE
                assert not foreign, (role, path, foreign)
            else:
                assert CJK.search(_text(body))


def test_no_page_has_a_script_or_a_style_of_its_own(world, sign_in, disputed):
    for role, paths in pages(world, disputed).items():
        for path in paths:
            response = sign_in(role).get(path)
            body = response.content.decode()
            assert "default-src 'self'" in response["Content-Security-Policy"]
            assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", body)), path
            assert "<style" not in body
            assert not re.search(r"<[^>]*\s(style|on[a-z]+)=", body), path


@pytest.mark.parametrize("path", ["/orders", "/desk", "/cases", "/platform", "/parcels"])
def test_a_visitor_is_shown_the_way_in_and_comes_back(sign_in, path):
    response = sign_in(None).get(path)

    assert response.status_code == 302
    assert response["Location"] == f"/?next={path.replace('/', '%2F')}"


@pytest.mark.parametrize(
    ("role", "path"),
    [
        ("consumer", "/platform"),
        ("merchant", "/cases"),
        ("courier", "/orders"),
        ("senior", "/desk"),
    ],
)
def test_a_page_for_another_role_is_refused_in_words(sign_in, role, path):
    response = sign_in(role, "en").get(path)

    assert response.status_code == 403
    assert b"not for the role you have" in response.content


def test_strangers_learn_nothing(world, sign_in, disputed):
    order, case = disputed
    stranger = sign_in("stranger")
    for path in (
        f"/orders/{order.id}",
        f"/orders/{order.id}/contract",
        f"/orders/{order.id}/evidence",
        f"/cases/{case.id}",
        f"/orders/ord_{'0' * 26}",
        "/orders/nonsense",
        f"/cases/dsp_{'0' * 26}",
        f"/payments/pay_{'0' * 26}",
        f"/listings/lst_{'0' * 26}",
        "/no/such/page",
    ):
        assert stranger.get(path).status_code == 404, path


def test_strangers_change_nothing(world, sign_in, disputed):
    order, case = disputed
    stranger = sign_in("stranger")
    for path in (
        f"/orders/{order.id}/confirm",
        f"/orders/{order.id}/review",
        f"/orders/{order.id}/pay",
        f"/cases/{case.id}/withdraw",
    ):
        assert stranger.post(path).status_code == 404, path
    order.refresh_from_db()
    case.refresh_from_db()
    assert (order.state, case.state) == ("bound", "talking")


def test_the_language_and_the_theme_are_kept(sign_in):
    reader = sign_in(None)
    reader.get("/?lang=en&theme=dark")

    body = reader.get("/verify").content.decode()

    assert '<html lang="en" data-lang="en" data-theme="dark">' in body
    assert reader.get("/?lang=fr&theme=pink").content.decode().startswith("<!doctype html>")
    assert reader.client.cookies["lang"].value == "en"


def test_the_draft_alone_answers_an_arbiter_who_tries_findings(world, sign_in, disputed):
    _, case = disputed
    arbiter = sign_in("arbiter", "en")

    fails = arbiter.get(f"/cases/{case.id}?counterfeit=false", hx_request="true").content.decode()
    holds = arbiter.get(f"/cases/{case.id}?counterfeit=true", hx_request="true").content.decode()

    assert "<html" not in fails + holds
    assert "The claim fails" in fails
    assert "¥3,600.00" in holds
    assert "¥30.00" in holds


def test_a_decision_reads_as_a_document(world, sign_in, disputed):
    _, case = disputed
    world.advances(days=12)
    ruling = disputes.Ruling({"counterfeit": True}, "The report convinces.")
    disputes.decide(by=world["arbiter"], dispute=case.id, ruling=ruling, at=world.now)

    body = sign_in("consumer", "en").get(f"/cases/{case.id}").content.decode()

    for words in ("It is ordered", "¥3,600.00", "CPL art. 55.1", "The report convinces."):
        assert words in body


@pytest.mark.parametrize("name", ["403_csrf.html", "500.html"])
def test_the_last_pages_need_nothing_and_speak_both_languages(name):
    from django.template.loader import render_to_string

    body = render_to_string(name)

    assert CJK.search(body)
    assert 'lang="en"' in body


def _text(body):
    return re.sub(r"<(code|blockquote)[^>]*>.*?</\1>", " ", body, flags=re.DOTALL)


def test_every_process_there_is_stands_on_the_public_page(world, sign_in):
    from gongdao.interfaces import processes
    from gongdao.interfaces.web.public.books import _every_machine

    shown = {machine.name: title for machine, title, _ in _every_machine()}
    assert set(shown) == {machine.name for machine in processes.every()}
    body = sign_in(None, "en").get("/machines").content.decode()
    assert [title.en for title in shown.values() if title.en not in body] == []
