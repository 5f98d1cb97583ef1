"""S15: sign-in that cannot be guessed at, sessions one can end, and a second factor before money and identities."""

from __future__ import annotations

import re
from base64 import b32decode
from datetime import UTC, datetime

import pytest
from django.test import Client

from gongdao.interfaces import callers
from gongdao.kernel.refusal import Refusal
from gongdao.registers.accounts import actions, queries, totp
from gongdao.registers.accounts.models import Tries
from gongdao.registers.accounts.throttle import LIMITS
from gongdao.registers.parties import actions as parties
from gongdao.registers.parties import queries as who

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


@pytest.fixture
def li(world):
    """Somebody with a password."""
    (made,) = parties.enrol(
        marketplace=world.market.id,
        people=[parties.Enrolment("li@gongdao", ("consumer",), PASSWORD)],
        at=world.now,
    )
    return made


def browser(agent="Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0", address="10.0.0.1"):
    return Client(headers={"accept-language": "en", "user-agent": agent}, REMOTE_ADDR=address)


def enters(client, password=PASSWORD, handle="li@gongdao"):
    return client.post("/sign-in", {"handle": handle, "password": password})


def text(response):
    return response.content.decode()


@pytest.mark.parametrize("handle", ["li@gongdao", "nobody@gongdao"])
def test_guessing_is_slowed_alike_for_names_there_are_and_names_there_are_not(li, handle):
    for _ in range(LIMITS["account"]):
        assert "is wrong" in text(enters(browser(), "a guess", handle))
    refused = enters(browser(), PASSWORD, handle)
    assert refused.status_code == 409
    assert "Too many failures in a row; try again in about 1 min" in text(refused)
    assert f'value="{handle}"' in text(refused)


def test_who_waited_gets_in_and_the_count_is_over(li):
    for _ in range(LIMITS["account"]):
        enters(browser(), "a guess")
    Tries.objects.update(until=datetime.now(UTC))
    assert enters(browser()).status_code == 302
    assert Tries.objects.get(kind="account").failures == 0
    assert Tries.objects.get(kind="address").failures == LIMITS["account"]


def test_a_device_of_ones_own_is_not_locked_out_by_a_stranger_who_guesses(li):
    mine = browser()
    enters(mine)
    mine.post("/sign-out")
    for _ in range(LIMITS["account"] + 1):
        enters(browser(address="10.9.9.9"), "a guess")
    assert enters(browser()).status_code == 409
    assert enters(mine).status_code == 302


def test_an_address_that_guesses_at_many_accounts_waits_too(li):
    for number in range(LIMITS["address"]):
        enters(browser(), "a guess", f"somebody-{number}@gongdao")
    assert enters(browser()).status_code == 409
    assert enters(browser(address="10.0.0.2")).status_code == 302


def test_behind_a_proxy_of_ours_the_address_is_what_it_saw(li, settings, rf):
    request = rf.get("/", headers={"x-forwarded-for": "1.1.1.1, 2.2.2.2"}, REMOTE_ADDR="127.0.0.1")
    assert callers.address(request) == "127.0.0.1"
    settings.GONGDAO_PROXIES = 1
    assert callers.address(request) == "2.2.2.2"


def test_neither_names_nor_addresses_are_kept(li):
    enters(browser(), "a guess")
    rows = str(list(Tries.objects.values()))
    assert "li@gongdao" not in rows
    assert "10.0.0.1" not in rows


def test_sessions_are_listed_and_ended_elsewhere_at_once(li):
    here, there = browser(), browser("Mozilla/5.0 (Linux; Android 15) Chrome/140.0")
    enters(here)
    enters(there)
    page = text(here.get("/account"))
    assert "Firefox, Linux" in page
    assert "Chrome, Android" in page
    assert "from a new device (Chrome, Android)" in page
    (ref,) = re.findall(r"/account/sessions/(sgn_\w+)/end", page)
    here.post(f"/account/sessions/{ref}/end")
    assert there.get("/account").status_code == 302
    assert here.get("/account").status_code == 200


def test_nobody_ends_the_session_of_another(li, world):
    enters(browser())
    (row,) = queries.sign_ins(li.id, at=datetime.now(UTC))
    stranger = browser()
    stranger.force_login(who.party(world["stranger"].party))
    assert "no such session" in text(stranger.post(f"/account/sessions/{row.id}/end"))
    assert "no such device" in text(stranger.post("/account/devices/1/forget"))
    with pytest.raises(Refusal, match="no such session"):
        actions.end(by=world["stranger"], sign_in=row.id, at=datetime.now(UTC))


def test_a_known_device_is_no_news_and_a_forgotten_one_is(li):
    mine = browser()
    for _ in range(2):
        enters(mine)
        mine.post("/sign-out")
    assert queries.notices(li.id) == []
    enters(browser())
    assert len(queries.notices(li.id)) == 1


@pytest.mark.parametrize(
    ("new", "words"),
    [
        ("short", "has 10 to 200 characters"),
        (PASSWORD, "is the old one"),
        ("qwertyuiop", "first that anybody guesses"),
    ],
)
def test_a_weak_password_is_refused(li, new, words):
    mine = browser()
    enters(mine)
    answer = mine.post("/account/password", {"old": PASSWORD, "new": new})
    assert answer.status_code == 409
    assert words in text(answer)


def test_another_password_ends_every_other_session(li):
    here, there = browser(), browser()
    enters(here)
    enters(there)
    wrong = here.post("/account/password", {"old": "not it", "new": "a longer one yet"})
    assert "present password is wrong" in text(wrong)
    assert here.post("/account/password", {"old": PASSWORD, "new": "a longer one yet"}).url.endswith("done=password")  # fmt: skip
    assert there.get("/account").status_code == 302
    assert "this one" in text(here.get("/account"))
    assert enters(browser(), PASSWORD).status_code == 409
    assert enters(browser(), "a longer one yet").status_code == 302


class Phone:
    """An authenticator that is asked at several moments: each of its codes is one that was not used yet."""

    def __init__(self, shown):
        self.secret = b32decode(shown + "=" * (-len(shown) % 8))
        self.step = totp.step_of(datetime.now(UTC)) - 1

    def code(self):
        self.step += 1
        return totp.code(self.secret, self.step - 1)


def enrols(client, password=PASSWORD):
    assert client.post("/account/factor/begin", {"password": password}).url == "/account/factor"
    phone = Phone(re.search(r'<code class="break">(\w+)</code>', text(client.get("/account/factor")))[1])  # fmt: skip
    answer = client.post("/account/factor/confirm", {"code": phone.code()})
    assert answer["Cache-Control"] == "no-store"
    return phone, re.findall(r"<li><code>([\w-]+)</code>", text(answer))


def test_a_second_factor_is_asked_for_at_the_door_and_its_codes_count_once(li):
    mine = browser()
    enters(mine)
    phone, codes = enrols(mine)
    assert len(codes) == len(set(codes)) == 10
    mine.post("/sign-out")

    assert enters(mine).url == "/sign-in/code"
    assert mine.get("/account").status_code == 302
    code = phone.code()
    assert "is wrong, used or over" in text(mine.post("/sign-in/code/submit", {"code": "000000"}))
    assert mine.post("/sign-in/code/submit", {"code": code}).url == "/orders"

    other = browser()
    enters(other)
    assert "is wrong, used or over" in text(other.post("/sign-in/code/submit", {"code": code}))
    assert other.post("/sign-in/code/submit", {"code": codes[0].upper()}).status_code == 302
    third = browser()
    enters(third)
    assert "is wrong, used or over" in text(third.post("/sign-in/code/submit", {"code": codes[0]}))
    assert queries.codes_left(li.id) == 9


def test_codes_are_not_guessed(li):
    mine = browser()
    enters(mine)
    _, codes = enrols(mine)
    other = browser()
    enters(other)
    for number in range(LIMITS["code"]):
        other.post("/sign-in/code/submit", {"code": f"{number:06}"})
    assert "Too many failures" in text(other.post("/sign-in/code/submit", {"code": codes[0]}))


def test_without_the_password_no_code_is_asked(li):
    stranger = browser()
    assert stranger.get("/sign-in/code").url == "/"
    assert stranger.post("/sign-in/code/submit", {"code": "123456"}).url == "/"


def test_the_second_factor_ends_with_password_and_code(li):
    mine = browser()
    enters(mine)
    phone, codes = enrols(mine)
    assert "There is a second factor already" in text(
        mine.post("/account/factor/begin", {"password": PASSWORD})
    )
    renewed = mine.post("/account/factor/codes", {"code": codes[0]})
    fresh = re.findall(r"<li><code>([\w-]+)</code>", text(renewed))
    assert not set(fresh) & set(codes)
    bad = mine.post("/account/factor/end", {"password": "no", "code": phone.code()})
    assert bad.status_code == 409
    assert mine.post("/account/factor/end", {"password": PASSWORD, "code": fresh[0]}).status_code == 302  # fmt: skip
    mine.post("/sign-out")
    assert enters(mine).url == "/orders"


def test_a_demo_account_has_nothing_to_guard_with(world, people):
    page = people("consumer").does("/account/factor/begin", status=409, password="x")
    assert "is entered by one click" in page


def with_factor(person, handle):
    """A person at the API whose account has a password and a second factor."""
    from django.contrib.auth.hashers import make_password

    from gongdao.registers.parties.models import Party

    Party.objects.filter(handle=handle).update(password=make_password(PASSWORD))
    person.browser.force_login(who.by_handle([handle])[handle])
    begun = person.posts("/account/factor", {"password": PASSWORD}, status=201)
    assert begun["address"].startswith("otpauth://totp/Gongdao%20Market%3A")
    phone = Phone(begun["secret"])
    assert len(person.posts("/account/factor/confirm", {"code": phone.code()})["recovery_codes"]) == 10  # fmt: skip
    return phone


RECIPIENT = {"name": "李雷", "phone": "13912345678", "address": "浙江省杭州市西湖区文三路1号"}


def test_seeing_a_recipient_asks_for_the_factor_again_where_there_is_one(world, people):
    order = world.orders(world.offers())
    people("consumer").does(f"/orders/{order.id}/recipient", **RECIPIENT)
    world.pays(order)
    shop, path = people("merchant"), f"/orders/{order.id}/recipient/phone?reason=to+ship"
    assert shop.gets(path)["value"] == RECIPIENT["phone"]

    phone = with_factor(shop, "merchant@gongdao")
    refused = shop.gets(path, status=403)
    assert refused["code"] == "second_factor_needed"
    assert shop.posts("/account/proof", {"code": "000000"}, status=422)["code"] == "second_factor_wrong"  # fmt: skip
    assert shop.gets("/account")["unproved"] is True
    form = {"field": "phone", "reason": "to ship"}
    page = shop.does(f"/orders/{order.id}/recipient/see", status=409, **form)
    assert f"/account/prove?next=/orders/{order.id}/recipient/see" in page
    shop.posts("/account/proof", {"code": phone.code()})
    assert shop.gets("/account")["unproved"] is False
    assert shop.gets(path)["value"] == RECIPIENT["phone"]


def test_wrong_codes_at_the_api_are_counted_although_they_are_refused(world, people):
    shop = people("merchant")
    with_factor(shop, "merchant@gongdao")
    for _ in range(LIMITS["code"]):
        shop.posts("/account/proof", {"code": "000000"}, status=422)
    assert shop.posts("/account/proof", {"code": "000000"}, status=429)["code"] == "sign_in_waits"


def test_another_bank_account_needs_the_factor(world):
    from dataclasses import replace

    from gongdao.registers.parties.powers import allow

    merchant = world["merchant"]
    half = replace(merchant, unproved=True)
    where = {"marketplace": world.market.id, "applicant": merchant.party}
    assert allow(merchant, "bank_account.change", **where) == "applicant"
    assert allow(half, "application.change", **where) == "applicant"
    with pytest.raises(Refusal, match="second factor"):
        allow(half, "bank_account.change", **where)


def test_staff_of_a_marketplace_that_demands_it_move_no_money_without(world, people):
    staff = people("platform")
    assert "Demand it" in staff.sees("/account")
    staff.does("/account/demand", demanded="yes")
    assert people("platform").gets("/account")["unproved"] is True
    refused = staff.posts("/payout-runs", {}, status=403)
    assert refused["code"] == "second_factor_needed"
    assert "demands a second factor of its staff" in staff.sees("/account/prove")
    assert people("consumer").gets("/account")["unproved"] is False
    phone = with_factor(staff, "platform@gongdao")
    assert staff.gets("/account")["unproved"] is True
    staff.posts("/account/proof", {"code": phone.code()})
    staff.posts("/account/demand", {"demanded": False})
    assert who.by_id(world.market.id).factor_demanded is False


def test_only_the_platform_demands_it(people):
    assert people("merchant").posts("/account/demand", {"demanded": True}, status=403)["code"] == "not_allowed"  # fmt: skip


def test_a_key_is_revoked(people):
    shop = people("merchant")
    (key,) = shop.gets("/account/keys")
    shop.sees("/account")
    shop.does(f"/account/keys/{key['id']}/revoke")
    assert shop.gets("/account", status=401)["code"] == "not_signed_in"
