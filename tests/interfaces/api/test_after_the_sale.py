"""Returns and repairs through the API alone: what may be done now, what is refused, and with which words (S17, S18)."""

from __future__ import annotations

import pytest

from tests.interfaces.api.conftest import problem
from tests.interfaces.api.test_story import bought, delivered, done

__all__ = ["bought"]
pytestmark = pytest.mark.django_db
PHOTO = "cd" * 32


@pytest.fixture
def got(bought, callers):
    delivered(callers, bought)
    return bought


@pytest.fixture
def back(got, buyer, seller):
    """A toy car that went back and was taken back."""
    asked = done(buyer.post(f"/orders/{got['id']}/returns", {}), 201)
    done(seller.post(f"/returns/{asked['id']}/agree", {"pays_freight": True}))
    done(buyer.post(f"/returns/{asked['id']}/send-back", {"waybill": "SF2"}))
    return done(seller.post(f"/returns/{asked['id']}/take-back"))


def test_a_return_says_how_it_is_paid_back_and_who_pays_the_way(back):
    assert (back["process"], back["freight_paid_by"]) == (3, "merchant")
    assert [(w["method"], w["amount"]["minor"], w["goes"]) for w in back["ways_back"]] == [
        ("alipay", 22500, "as_paid")
    ]


def test_goods_are_inspected_contested_and_ruled_on(back, buyer, seller, callers):
    path = f"/returns/{back['id']}"
    assert done(seller.get(path))["allowed_actions"] == ["refund", "contest", "inspect"]
    look = {"faults": ["tag_removed"], "words": "吊牌剪掉", "photographs": [PHOTO]}
    seen = done(seller.post(f"{path}/inspections", look), 201)
    assert (seen["kinds"], seen["intact"], seen["cites"]) == (
        ["wearable"], False, "7-Day Measures art. 9.1.3",
    )  # fmt: skip

    offer = {"currency": "CNY", "minor": 20000}
    contested = done(
        seller.post(
            f"{path}/contest", {"ground": "not_intact", "words": "吊牌剪掉", "offer": offer}
        )
    )
    assert contested["offer"]["minor"] == 20000
    assert [d["kind"] for d in contested["duties"]] == ["condition_ruling"]
    assert done(buyer.get(path))["allowed_actions"] == ["accept", "dispute"]

    arbiter = callers("arbiter")
    assert done(arbiter.get(path))["allowed_actions"] == ["find"]
    found = {"found": {"tag_removed": None}, "words": "照片看不清。"}
    ruled = done(arbiter.post(f"{path}/find", found))
    assert ruled["state"] == "due"
    assert {d["kind"] for d in ruled["duties"]} == {"refund", "refund_reminder"}
    problem(arbiter.post(f"{path}/find", found), 409, "move_not_allowed")


def test_a_contested_return_is_taken_to_a_dispute(back, buyer, seller):
    path = f"/returns/{back['id']}"
    problem(buyer.post(f"{path}/dispute", {"story": "是原物。"}), 409, "move_not_allowed")
    done(seller.post(f"{path}/contest", {"ground": "other_goods", "words": "寄回的是石头"}))
    assert "dispute" in done(buyer.get(path))["allowed_actions"]
    problem(seller.post(f"{path}/dispute", {"story": "是石头。"}), 403, "not_allowed")
    problem(buyer.post(f"{path}/dispute", {"story": " "}), 422, "story_missing")

    case = done(buyer.post(f"{path}/dispute", {"story": "是原物。"}), 201)

    assert (case["kind"], list(case["facts"])) == ("return_contested", ["fit"])
    assert "寄回的是石头" in case["answer"]
    assert done(buyer.get(path))["state"] == "disputed"
    problem(buyer.post(f"{path}/dispute", {"story": "是原物。"}), 409, "dispute_open")


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("inspections", {"faults": ["gossip"]}, 422, "inspection_unreal"),
        ("inspections", {"faults": ["not_whole"]}, 422, "photographs_missing"),
        ("inspections", {"weight_back_g": "heavy"}, 422, None),
        ("inspections", {"photographs": ["x"] * 21}, 422, None),
        ("contest", {"ground": "not_intact", "words": "有问题"}, 409, "inspect_first"),
        ("contest", {"ground": "gossip", "words": "有问题"}, 422, "objection_unreal"),
        ("contest", {"ground": "other_goods"}, 422, None),
        ("contest", {"ground": "other_goods", "words": "x" * 4001}, 422, None),
        ("find", {"found": {"lost": True}, "words": "看过。"}, 403, "not_allowed"),
        ("find", {"found": {"not_whole": "yes"}, "words": "看过。"}, 422, None),
    ],
)
def test_bad_input_is_refused_and_changes_nothing(back, seller, path, body, status, code):
    response = seller.post(f"/returns/{back['id']}/{path}", body)

    assert response.status_code == status, response.content.decode()
    if code:
        problem(response, status, code)
    assert done(seller.get(f"/returns/{back['id']}"))["state"] == "received"


def test_gifts_are_marked_before_and_read_by_both_sides(order, buyer, seller):
    mug = {
        "kind": "gift",
        "title_zh": "杯子",
        "title_en": "Mug",
        "worth": {"currency": "CNY", "minor": 900},
    }
    path = f"/orders/{order.id}/extras"
    problem(buyer.post(path, {"extras": [mug]}), 403, "not_allowed")
    assert seller.post(path, {"extras": []}).status_code == 422
    assert seller.post(path, {"extras": [mug | {"title_zh": ""}]}).status_code == 422

    named = done(seller.post(path, {"extras": [mug]}), 201)

    assert done(buyer.get(path)) == named
    problem(seller.post(path, {"extras": [mug]}), 409, "extras_fixed")


def test_a_repair_from_the_promise_to_the_replacement(got, buyer, seller, callers):
    line = got["lines"][0]["id"]
    (piece,) = done(buyer.get(f"/orders/{got['id']}/guarantees"))
    assert (piece["cites"], piece["open"], piece["remedy"]) == ("CC art. 621.2", True, "return")

    row = done(buyer.post(f"/orders/{got['id']}/repairs", {"line": line, "fault": "轮子掉了"}), 201)
    assert row["allowed_actions"] == ["withdraw"]
    assert done(seller.get(f"/repairs/{row['id']}"))["allowed_actions"] == ["accept", "refuse"]
    done(seller.post(f"/repairs/{row['id']}/accept"))
    done(buyer.post(f"/repairs/{row['id']}/hand-in"))
    done(seller.post(f"/repairs/{row['id']}/lend", {"words": "备用车"}))
    done(seller.post(f"/repairs/{row['id']}/wait-for-parts", {"words": "轮子"}))
    done(seller.post(f"/repairs/{row['id']}/hand-back", {"words": "换了轮子"}))
    second = done(buyer.post(f"/repairs/{row['id']}/fail-again", {"words": "又掉了"}))
    assert (second["id"] != row["id"], second["state"]) == (True, "asked")
    done(seller.post(f"/repairs/{second['id']}/accept"))
    done(buyer.post(f"/repairs/{second['id']}/hand-in"))
    given_up = done(seller.post(f"/repairs/{second['id']}/give-up", {"words": "修不好"}))
    assert [d["kind"] for d in given_up["duties"]] == ["replacement"]
    done(seller.post(f"/repairs/{second['id']}/replace"))

    history = done(buyer.get(f"/orders/{got['id']}/repairs"))
    assert [one["state"] for one in history] == ["failed", "replaced"]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"line": "lin_0", "fault": "坏了"}, 409, "nothing_to_repair"),
        ({"line": "nonsense", "fault": "坏了"}, 409, "nothing_to_repair"),
        ({"fault": "坏了", "piece": 2}, 409, "nothing_to_repair"),
        ({"fault": " "}, 422, "words_missing"),
        ({"fault": "坏了", "wish": "a pony"}, 422, None),
        ({"fault": "坏了", "piece": True}, 422, None),
        ({"fault": "坏了", "more": 1}, 422, None),
    ],
)
def test_a_repair_that_cannot_be_is_refused(got, buyer, body, status, code):
    said = {"line": got["lines"][0]["id"]} | body
    response = buyer.post(f"/orders/{got['id']}/repairs", said)

    assert response.status_code == status, response.content.decode()
    if code:
        problem(response, status, code)


def test_a_stranger_learns_nothing(got, buyer, callers):
    line = got["lines"][0]["id"]
    row = done(buyer.post(f"/orders/{got['id']}/repairs", {"line": line, "fault": "坏了"}), 201)
    stranger = callers("stranger")
    problem(stranger.get(f"/repairs/{row['id']}"), 404, "repair_unknown")
    problem(stranger.get(f"/orders/{got['id']}/guarantees"), 404, "order_unknown")
