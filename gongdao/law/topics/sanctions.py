"""What an authority may fine: for which act, how much at least and at most."""

from __future__ import annotations

from dataclasses import dataclass

from gongdao.law.asks import money
from gongdao.law.facts import Facts, Minor, Text, Truth, fact

ACTS = (
    "unsafe_goods", "sham_goods", "refused_remedy", "dignity_or_data", "hidden_price_difference",
    "misled_the_elderly", "reviews_altered", "promise_not_kept", "identity_not_shown",
    "live_identity_withheld", "minors_game_limits", "unfair_terms", "return_excluded",
    "auto_renewal_unannounced", "cancelling_made_hard", "unsolicited_messages", "prepaid_unwritten",
    "deposit_withheld", "licence_not_shown", "closing_unannounced", "deregistration_obstructed",
    "tied_by_default", "personalised_search_only", "merchants_unverified", "merchants_not_reported",
    "records_not_kept", "unlawful_goods_not_stopped", "rules_not_announced", "leaving_blocked",
    "own_sales_unmarked", "reviews_deleted", "merchants_restricted", "infringement_tolerated",
    "false_advertising", "absolute_terms", "medical_claims", "health_food_claims",
    "education_promises", "investment_promises", "child_endorser", "data_unsourced", "disparagement",
    "unmarked_advertising", "ad_files_missing", "endorsed_unused", "unsolicited_advertising",
    "pop_up_hard_to_close", "false_publicity", "fake_reviews", "unlawful_prizes", "prize_files_missing",
    "malicious_trades", "price_fraud", "price_not_marked", "unequal_terms_by_dominance",
    "unregistered_not_marked", "rule_versions_missing", "measures_not_published",
    "membership_worsened", "consent_to_rules_forced", "appeals_limited", "consumer_penalty_too_high",
    "returned_goods_sold_as_new", "personal_data", "logs_not_kept", "live_seller_not_shown",
    "ai_host_unlabelled", "recall_steps_missed", "food_licence_unchecked",
)  # fmt: skip


@dataclass(frozen=True)
class Offence(Facts):
    """An act that an authority may fine, with what the law measures the fine by."""

    offence: Text = fact(
        "是哪一种违法行为？", "Which unlawful act is it?", proves="record", unit=", ".join(ACTS)
    )
    gains: Minor = fact(
        "违法所得多少（没有填 0）？", "What were the unlawful gains; 0 if none?", proves="record"
    )
    ad_cost: Minor = fact(
        "广告费用多少（无法计算或者明显偏低填 0）？",
        "What did the advertising cost; 0 if it cannot be told or is plainly too low?",
        proves="record",
    )
    turnover_last_year: Minor = fact(
        "上一年度销售额（营业额）多少？", "What was last year's turnover?", proves="record"
    )
    serious: Truth = fact("情节严重吗？", "Are the circumstances serious?", proves="record")
    not_put_right: Truth = fact(
        "责令改正后逾期不改或者拒不改正吗？",
        "Was it not put right when ordered?",
        proves="record",
    )
    by_platform: Truth = fact(
        "违法的是平台经营者吗？", "Is the offender a platform?", proves="record"
    )
    by_individual: Truth = fact(
        "违法的是个人吗？", "Is the offender an individual?", proves="record"
    )


fine_at_least = money("fine_at_least", Offence, "至少罚款多少", "how much the fine is at least")
fine_at_most = money("fine_at_most", Offence, "至多罚款多少", "how much the fine is at most")
