"""The duties of inspections and repairs."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The duties of inspections and repairs."""

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
                            "condition_ruling",
                            "decision",
                            "delivery",
                            "dispatch",
                            "hand_in",
                            "make_good",
                            "merchant_reply",
                            "parts",
                            "payment",
                            "performance",
                            "recovery",
                            "refund",
                            "release",
                            "repair",
                            "repair_reply",
                            "repair_trial",
                            "replacement",
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
