"""Earnest money twice, as a head of its own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The database knows the head."""

    dependencies = [
        ("orders", "0003_kinds"),
        ("remedies", "0002_disputes"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="award",
            name="award_head_known",
        ),
        migrations.AddConstraint(
            model_name="award",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("head__in", ("refund", "price_multiple", "loss", "settlement", "earnest"))
                ),
                name="award_head_known",
            ),
        ),
    ]
