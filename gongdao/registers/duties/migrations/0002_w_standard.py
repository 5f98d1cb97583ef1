"""Kinds of duty: the review of listings, and recalls."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The constraint names every kind."""

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
                            "decision",
                            "delivery",
                            "dispatch",
                            "listing_repair",
                            "listing_review",
                            "make_good",
                            "merchant_reply",
                            "payment",
                            "performance",
                            "recall_answer",
                            "recall_plan",
                            "recall_publish",
                            "recall_remedy",
                            "recall_report",
                            "recovery",
                            "refund",
                            "release",
                            "return_reply",
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
