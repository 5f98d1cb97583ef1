"""Rules by version: draft, comments, notice, effect; who leaves; and which version governed an order."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.registers.duties import queries as duties
from gongdao.stages.rulebook import actions, queries
from gongdao.stages.rulebook.actions import Draft
from gongdao.stages.rulebook.models import Edition
from tests.builders import at

pytestmark = pytest.mark.django_db
WHY = Words("理由", "why")
FIRST = Draft(
    "# 费用\n! 佣金百分之五。\n争议由平台调解。", "# Fees\n! Five per cent.\nWe mediate.", WHY
)
SECOND = Draft(
    "# 费用\n! 佣金百分之八。\n争议由平台调解。", "# Fees\n! Eight per cent.\nWe mediate.", WHY
)


def begun(world, draft=FIRST):
    return actions.begin(
        by=world["platform"], name="fees", kind="merchants", at=world.now, draft=draft,
        title=Words("收费规则", "Fees"),
    )  # fmt: skip


def considered(world, row):
    """Opened and closed again: fourteen days later the comments are in."""
    actions.open_for_comments(by=world["platform"], edition=row.id, at=world.now)
    world.advances(days=15)
    return Edition.objects.get(pk=row.id)


def announced(world, row, day):
    return actions.announce(
        by=world["platform"], edition=row.id, in_force_on=date.fromisoformat(day), at=world.now
    )


def in_force(world, draft=FIRST):
    """The first edition, in force since 2 April 2026."""
    row = considered(world, begun(world, draft))
    announced(world, row, "2026-04-02")
    world.advances(to="2026-04-02 09:00")
    return Edition.objects.get(pk=row.id)


def changed(world, day="2026-05-10"):
    """The second edition, published, to take effect on a day."""
    row = actions.draft(by=world["platform"], rule="fees", draft=SECOND, at=world.now)
    return announced(world, considered(world, row), day)


def code(call, **said):
    with pytest.raises(Refusal) as refused:
        call(**said)
    return refused.value.code


def test_an_edition_goes_from_draft_to_force_and_ends_the_one_before(world):
    first = in_force(world)
    second = changed(world)

    world.advances(to="2026-05-09 23:00")
    assert {e.number: e.state for e in queries.editions(first.rule)} == {
        1: "in_force",
        2: "announced",
    }
    world.advances(to="2026-05-10 00:01")
    assert {e.number: e.state for e in queries.editions(first.rule)} == {
        1: "superseded",
        2: "in_force",
    }
    first.refresh_from_db()
    assert first.ended_at == Edition.objects.get(pk=second.id).in_force_at == at("2026-05-10 00:00")
    assert not duties.open_about(first.id, second.id)


@pytest.mark.parametrize(
    ("wide", "day", "stands"),
    [
        (True, "2026-03-30", False),  # published on 16 March: fourteen days
        (True, "2026-03-31", True),
        (False, "2026-03-22", False),
        (False, "2026-03-23", True),
    ],
)
def test_notice_is_seven_days_and_fifteen_where_it_matters(world, wide, day, stands):
    row = considered(world, begun(world, Draft(FIRST.zh, FIRST.en, WHY, wide=wide)))

    if stands:
        assert announced(world, row, day).state == "announced"
        return
    with pytest.raises(Refusal) as late:
        announced(world, row, day)
    assert late.value.code == "rule_change_unlawful"
    article = "Platform Rules Measures art. 12.2" if wide else "ECL art. 34.1"
    assert late.value.cites == article


def test_nothing_is_published_without_consultation_or_with_a_comment_unanswered(world):
    row = begun(world)
    assert code(announced, world=world, row=row, day="2026-06-01") == "move_not_allowed"

    actions.open_for_comments(by=world["platform"], edition=row.id, at=world.now)
    said = actions.comment(by=world["consumer"], edition=row.id, words="太贵。", at=world.now)
    world.advances(days=15)
    assert code(announced, world=world, row=row, day="2026-06-01") == "comments_unanswered"

    actions.answer(
        by=world["platform"], comment=said.id, adopted=False, words="成本。", at=world.now
    )
    assert announced(world, row, "2026-06-01").state == "announced"
    again = {
        "by": world["platform"],
        "comment": said.id,
        "adopted": True,
        "words": "x",
        "at": world.now,
    }
    assert code(actions.answer, **again) == "comment_answered"


def test_comments_are_taken_at_least_fourteen_days(world):
    row = begun(world)
    opened = {"by": world["platform"], "edition": row.id, "at": world.now}

    assert (
        code(actions.open_for_comments, **opened, until=date(2026, 3, 14)) == "comments_too_short"
    )
    actions.open_for_comments(**opened, until=date(2026, 3, 15))
    world.advances(to="2026-03-15 23:59")
    actions.comment(by=world["merchant"], edition=row.id, words="好。", at=world.now)
    world.advances(to="2026-03-16 00:01")
    late = {"by": world["merchant"], "edition": row.id, "words": "晚了。", "at": world.now}
    assert code(actions.comment, **late) == "comments_closed"


def test_a_draft_that_nobody_opens_is_dropped_and_so_is_one_that_nobody_publishes(world):
    row = begun(world)
    world.advances(days=31)
    assert Edition.objects.get(pk=row.id).state == "withdrawn"

    again = considered(
        world, actions.draft(by=world["platform"], rule="fees", draft=FIRST, at=world.now)
    )
    assert again.number == 2
    world.advances(days=61)
    assert Edition.objects.get(pk=again.id).state == "withdrawn"
    assert [d.outcome for d in duties.all_about(again.id)] == ["met", "met", "missed"]


def test_one_change_at_a_time_and_a_draft_can_be_written_again(world):
    row = begun(world)
    again = actions.draft(by=world["platform"], rule="fees", draft=SECOND, at=world.now)
    assert (again.id, again.body_zh) == (row.id, SECOND.zh)

    actions.open_for_comments(by=world["platform"], edition=row.id, at=world.now)
    other = {"by": world["platform"], "rule": "fees", "draft": FIRST, "at": world.now}
    assert code(actions.draft, **other) == "edition_under_way"


def test_an_order_is_governed_by_what_was_in_force_when_it_was_concluded(world):
    before = world.orders(world.offers())
    in_force(world)
    first = world.orders(world.offers())
    changed(world)
    world.advances(to="2026-05-09 23:59")
    last = world.orders(world.offers())
    world.advances(to="2026-05-10 00:00")
    next_ = world.orders(world.offers())

    def number(order):
        found = queries.governing(world.market.id, merchant=order.merchant, at=order.concluded_at)
        return [each.edition.number for each in found]

    world.advances(days=30)
    assert [number(o) for o in (before, first, last, next_)] == [[], [1], [1], [2]]


def test_whoever_refuses_a_change_leaves_on_the_old_rules_and_cannot_be_kept(world):
    in_force(world)
    second = changed(world)
    listing = world.offers()
    gone = actions.leave(by=world["merchant"], edition=second.id, reason="佣金太高", at=world.now)
    world.advances(to="2026-05-05 12:00")
    assert code(
        actions.leave, by=world["merchant"], edition=second.id, reason="", at=world.now
    ) in ("leaving_already",)

    (now,) = queries.governing(
        world.market.id, merchant=world["merchant"].party, at=at("2026-05-20 10:00")
    )
    assert (now.edition.number, now.leaving.id) == (1, gone.id)

    # The platform stays silent for fifteen days: the merchant has left all the same.
    world.advances(to="2026-05-10 10:00")
    gone.refresh_from_db()
    assert gone.state == "left"
    assert code(world.offers) == "merchant_not_admitted"
    assert code(world.orders, listing=listing) == "listing_not_for_sale"
    assert [d.outcome for d in duties.all_about(gone.id)] == ["missed"]


def test_an_edition_that_was_withdrawn_never_governs_and_is_never_gone_back_to(world):
    in_force(world)
    dropped = changed(world, "2026-05-10")
    actions.withdraw(by=world["platform"], edition=dropped.id, reason="算错了", at=world.now)
    world.advances(to="2026-05-11 09:00")
    third = changed(world, "2026-07-01")
    world.advances(to="2026-07-02 09:00")

    gone = actions.leave(by=world["merchant"], edition=third.id, reason="", at=world.now)

    assert (third.number, gone.kept.number) == (3, 1)
    for day, number in (("2026-05-20", 1), ("2026-07-01", 3)):
        (row,) = queries.governing(
            world.market.id, merchant=world["consumer"].party, at=at(f"{day} 10:00")
        )
        assert row.edition.number == number


def test_nobody_leaves_over_a_draft_and_only_merchants_leave(world):
    row = considered(world, begun(world))
    said = {"edition": row.id, "reason": "", "at": world.now}

    assert code(actions.leave, by=world["merchant"], **said) == "nothing_to_refuse"
    assert code(actions.leave, by=world["consumer"], **said) == "not_allowed"


@pytest.mark.parametrize("role", ["merchant", "consumer", "arbiter", "courier"])
def test_only_the_platform_writes_its_rules_and_drafts_are_its_own(world, role):
    row = begun(world)
    said = {"by": world[role], "edition": row.id, "at": world.now}

    assert code(actions.open_for_comments, **said) == "rule_unknown"
    assert queries.editions(row.rule, by=world[role]) == []
    assert queries.drafts(by=world[role]) == []


def test_the_database_keeps_what_was_published(world):
    row = in_force(world)

    for forge in (
        lambda: Edition.objects.filter(pk=row.id).update(body_zh="佣金百分之五十。"),
        lambda: Edition.objects.filter(pk=row.id).update(in_force_at=world.now),
        lambda: Edition.objects.filter(pk=row.id)._raw_delete("default"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            forge()


@pytest.mark.parametrize(
    ("changed", "refused"),
    [
        ({"name": "Fees!"}, "rule_unreal"),
        ({"kind": "poems"}, "rule_unreal"),
        ({"draft": Draft(" ", "x", WHY)}, "draft_unreal"),
        ({"draft": Draft("一" * 100_001, "x", WHY)}, "draft_unreal"),
    ],
)
def test_what_is_no_rule_is_refused(world, changed, refused):
    said = {
        "by": world["platform"], "name": "fees", "kind": "merchants", "draft": FIRST,
        "title": Words("收费", "Fees"), "at": world.now,
    }  # fmt: skip

    assert code(actions.begin, **said | changed) == refused


def test_the_running_rules_make_a_first_draft():
    zh, en = queries.running()

    assert "《平台规则》第一条" in zh
    assert len(zh.splitlines()) == len(en.splitlines()) > 15
