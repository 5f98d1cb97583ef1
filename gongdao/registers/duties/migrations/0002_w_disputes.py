"""The duties of rulings, recourse, ways out, lay panels and rectifications."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The duties of rulings, recourse, ways out, lay panels and rectifications."""

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
                            "dossier",
                            "execution",
                            "make_good",
                            "measure",
                            "merchant_reply",
                            "objection",
                            "outside_answer",
                            "outside_end",
                            "panel_vote",
                            "payment",
                            "performance",
                            "recovery",
                            "rectification",
                            "rectified_check",
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
