"""The duties of the rulebook: drafts, comments, notice, effect, leaving, review of clauses."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """More kinds of duty."""

    dependencies = [
        ("duties", "0001_initial"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="duty",
            name="duty_kind_known",
        ),
        migrations.AddConstraint(
            model_name="duty",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "clause_review",
                            "decision",
                            "delivery",
                            "dispatch",
                            "make_good",
                            "merchant_reply",
                            "payment",
                            "performance",
                            "recovery",
                            "refund",
                            "release",
                            "return_reply",
                            "rule_comments",
                            "rule_draft",
                            "rule_exit",
                            "rule_notice",
                            "rule_start",
                            "send_back",
                            "senior_decision",
                            "settlement",
                            "take_back",
                            "time_to_appeal",
                            "trace",
                        ],
                    )
                ),
                name="duty_kind_known",
            ),
        ),
    ]
