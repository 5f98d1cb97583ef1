"""What a buyer's browser needs to go on at a gateway, and what gateways are told under a mandate."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One table, and two more kinds of instructions."""

    dependencies = [("escrow", "0004_instructions")]

    operations = [
        migrations.CreateModel(
            name="Handover",
            fields=[
                ("ours", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("marketplace", models.CharField(max_length=31)),
                ("gateway", models.CharField(max_length=20)),
                ("kind", models.CharField(max_length=8)),
                ("target", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                ("until", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ("url", "qr", "secret", "wait"))),
                        name="handover_kind_known",
                    )
                ],
            },
        ),
        migrations.RemoveConstraint(model_name="instruction", name="instruction_kind_known"),
        migrations.AddConstraint(
            model_name="instruction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ("refund", "payout", "cancel", "announce", "charge"))
                ),
                name="instruction_kind_known",
            ),
        ),
    ]
