"""The adviser's pages: no account, one question at a time, an answer with its articles."""

from __future__ import annotations

import re

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def page(address, **query):
    response = Client().get(address, {"lang": "en", "day": "2026-03-01", **query})
    return response, response.content.decode()


def test_a_stranger_finds_every_topic_and_gets_a_question():
    _, shelf = page("/advise")
    addresses = set(re.findall(r'href="(/advise/\w+)"', shelf))
    assert len(addresses) >= 6
    for address in addresses:
        response, body = page(address)
        assert response.status_code == 200
        assert "I do not know" in body


def test_the_counterfeit_is_answered_with_three_times_the_price():
    _, body = page(
        "/advise/fraud", counterfeit="yes", unwitting="no", false_statement="no", price="225.00",
        harmless_label_flaw="no", fabricated="no", promised_multiple="0", by_consumer="yes",
        by_operator="yes",
    )  # fmt: skip
    assert "675.00" in body
    assert "CPL art. 55.1" in body
    assert "The merchant must prove" in body


def test_the_day_of_the_contract_is_asked_for_and_keeps_what_was_told():
    _, body = page("/advise/prepaid", ending_ground="moved", day="2022-03-31")

    assert 'type="date" name="day" value="2022-03-31"' in body
    assert '<input type="hidden" name="ending_ground" value="moved">' in body


def test_an_interpretation_of_today_advises_on_an_older_contract():
    response, body = page("/advise/prepaid", day="2022-03-31")

    assert response.status_code == 200
    assert "I do not know" in body


def test_what_one_does_not_know_is_not_asked_again():
    _, body = page("/advise/transit", signed_for="?")
    assert 'name="signed_for" value="yes"' not in body


@pytest.mark.parametrize("query", [{"price": "-3"}, {"price": "9" * 40}, {"counterfeit": "maybe"}])
def test_a_bad_fact_says_why_and_is_asked_again(query):
    response, body = page("/advise/fraud", **query)
    assert response.status_code == 400
    assert 'class="notice refusal"' in body


def test_a_foreign_key_a_bad_day_and_a_strange_topic():
    assert page("/advise/fraud", colour="red", day="never")[0].status_code == 200
    assert page("/advise/gossip")[0].status_code == 404
