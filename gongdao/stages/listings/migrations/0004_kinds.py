"""The kind of a listing."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """What was there before is goods in stock."""

    dependencies = [
        ("listings", "0003_contract"),
    ]

    operations = [
        migrations.AddField(
            model_name="version",
            name="kind",
            field=models.CharField(db_default="goods", default="goods", max_length=14),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "cross_border",
                            "digital",
                            "goods",
                            "made_to_order",
                            "preorder",
                            "second_hand",
                            "service",
                        ],
                    )
                ),
                name="version_kind_known",
            ),
        ),
    ]
