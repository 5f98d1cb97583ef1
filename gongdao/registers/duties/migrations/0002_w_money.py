"""More kinds of duty, and an index for the times of one debtor."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Made by makemigrations."""

    dependencies = [
        ("duties", "0001_initial"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="duty",
            name="duty_kind_known",
        ),
        migrations.AddIndex(
            model_name="duty",
            index=models.Index(models.F("owed_by"), models.F("kind"), name="duty_by_debtor"),
        ),
        migrations.AddConstraint(
            model_name="duty",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "break_explanation",
                            "break_resolution",
                            "chargeback_answer",
                            "chargeback_outcome",
                            "chargeback_thaw",
                            "decision",
                            "delivery",
                            "dispatch",
                            "make_good",
                            "merchant_reply",
                            "payment",
                            "payout_approval",
                            "payout_outcome",
                            "payout_sending",
                            "performance",
                            "recovery",
                            "refund",
                            "refund_reminder",
                            "release",
                            "reserve",
                            "return_reply",
                            "send_back",
                            "senior_decision",
                            "settlement",
                            "take_back",
                            "time_to_appeal",
                            "top_up",
                            "trace",
                        ],
                    )
                ),
                name="duty_kind_known",
            ),
        ),
    ]
