"""The duties of an admission."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Makes them known to the database."""

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
                            "application_review",
                            "change_check",
                            "decision",
                            "delivery",
                            "dispatch",
                            "make_good",
                            "merchant_reply",
                            "missing_papers",
                            "payment",
                            "performance",
                            "put_right",
                            "recovery",
                            "refund",
                            "refusal_appeal",
                            "registration",
                            "release",
                            "renewal",
                            "renewal_notice",
                            "return_reply",
                            "reverification",
                            "send_back",
                            "senior_decision",
                            "settlement",
                            "take_back",
                            "time_to_appeal",
                            "time_to_contest",
                            "trace",
                            "turnover_watch",
                            "waiver_check",
                        ],
                    )
                ),
                name="duty_kind_known",
            ),
        ),
    ]
