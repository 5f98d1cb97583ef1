"""Two traits more: second-hand, and cross-border."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Two traits more: second-hand, and cross-border."""

    dependencies = [
        ("listings", "0002_standard"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="version",
            name="version_traits_known",
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "traits__contained_by",
                        [
                            "cross_border",
                            "digital",
                            "durable",
                            "flawed",
                            "food",
                            "made_to_order",
                            "periodical",
                            "perishable",
                            "second_hand",
                            "unfit_if_opened",
                            "unfit_if_used",
                        ],
                    )
                ),
                name="version_traits_known",
            ),
        ),
    ]
