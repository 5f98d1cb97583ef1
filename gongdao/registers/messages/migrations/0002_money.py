"""Endpoints of webhooks and what is on its way to them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Made by makemigrations."""

    dependencies = [
        ("messages", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Endpoint",
            fields=[
                ("id", models.CharField(max_length=31, primary_key=True, serialize=False)),
                ("marketplace", models.CharField(max_length=31)),
                ("party", models.CharField(max_length=31)),
                ("url", models.CharField(max_length=400)),
                ("made_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.F("marketplace"),
                        models.F("party"),
                        condition=models.Q(("ended_at", None)),
                        name="endpoint_open",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.CharField(max_length=31, primary_key=True, serialize=False)),
                ("marketplace", models.CharField(max_length=31)),
                ("event", models.CharField(max_length=40)),
                ("body", models.TextField()),
                ("at", models.DateTimeField()),
                ("tries", models.SmallIntegerField(default=0)),
                ("next_at", models.DateTimeField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
                ("answer", models.CharField(blank=True, max_length=80)),
                (
                    "endpoint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="messages.endpoint",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.F("next_at"),
                        condition=models.Q(("next_at__isnull", False)),
                        name="delivery_due",
                    ),
                    models.Index(fields=["endpoint", "-id"], name="delivery_by_endpoint"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("done_at", None), ("next_at", None), _connector="OR"),
                        name="delivery_done_is_not_due",
                    )
                ],
            },
        ),
    ]
