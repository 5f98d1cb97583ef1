"""Three kinds of duty more: a proposed change is answered, money goes back, an invoice is given."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Three kinds of duty more: a proposed change is answered, money goes back, an invoice is given."""

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
                            "amendment_reply",
                            "decision",
                            "delivery",
                            "dispatch",
                            "invoice",
                            "make_good",
                            "merchant_reply",
                            "payment",
                            "performance",
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
                            "unwind",
                        ],
                    )
                ),
                name="duty_kind_known",
            ),
        ),
    ]
