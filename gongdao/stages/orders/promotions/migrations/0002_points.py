"""Points: rows that are only appended, and a balance that the database keeps with them."""

import django.db.models.deletion
from django.db import migrations, models

from gongdao.registers.guards import append_only

BALANCE = """
CREATE FUNCTION gongdao_points_balance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO promotions_pointbalance (marketplace, consumer, points)
        VALUES (NEW.marketplace, NEW.consumer, 0) ON CONFLICT DO NOTHING;
    -- Two checkouts at once wait here for each other; the second one finds what the first one left.
    UPDATE promotions_pointbalance SET points = points + NEW.points
        WHERE marketplace = NEW.marketplace AND consumer = NEW.consumer;
    RETURN NULL;
END $$;
CREATE TRIGGER points_balance AFTER INSERT ON promotions_pointentry
    FOR EACH ROW EXECUTE FUNCTION gongdao_points_balance();
"""


class Migration(migrations.Migration):
    """Two tables, a kind of reduction, and the triggers that keep them."""

    dependencies = [
        ("orders", "0004_price_log"),
        ("promotions", "0001_initial"),
        ("evidence", "0002_guards"),
    ]

    operations = [
        migrations.CreateModel(
            name="PointBalance",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("marketplace", models.CharField(max_length=31)),
                ("consumer", models.CharField(max_length=31)),
                ("points", models.BigIntegerField(default=0)),
                ("told_until", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="PointEntry",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("marketplace", models.CharField(max_length=31)),
                ("consumer", models.CharField(max_length=31)),
                ("why", models.CharField(max_length=12)),
                ("points", models.BigIntegerField()),
                ("key", models.CharField(max_length=100)),
                ("at", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                ("tell_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="reduction",
            name="reduction_real",
        ),
        migrations.AddConstraint(
            model_name="reduction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["bundle", "coupon", "points"]),
                    ("off_minor__gt", 0),
                    ("platform_minor__gte", 0),
                    ("platform_minor__lte", models.F("off_minor")),
                ),
                name="reduction_real",
            ),
        ),
        migrations.AddConstraint(
            model_name="pointbalance",
            constraint=models.UniqueConstraint(
                models.F("marketplace"), models.F("consumer"), name="points_balance_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="pointbalance",
            constraint=models.CheckConstraint(
                condition=models.Q(("points__gte", 0)), name="points_not_below_zero"
            ),
        ),
        migrations.AddField(
            model_name="pointentry",
            name="order",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="points",
                to="orders.order",
            ),
        ),
        migrations.AddIndex(
            model_name="pointentry",
            index=models.Index(
                fields=["marketplace", "consumer", "-id"], name="points_by_consumer"
            ),
        ),
        migrations.AddConstraint(
            model_name="pointentry",
            constraint=models.UniqueConstraint(
                models.F("marketplace"), models.F("key"), name="points_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="pointentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("points__gt", 0),
                        ("tell_at__isnull", False),
                        ("until__isnull", False),
                        ("why__in", ["earned", "given_back"]),
                    ),
                    models.Q(
                        ("points__lt", 0),
                        ("tell_at", None),
                        ("until", None),
                        ("why__in", ["expired", "spent", "withdrawn"]),
                    ),
                    _connector="OR",
                ),
                name="points_come_or_go",
            ),
        ),
        migrations.RunSQL(append_only("promotions_pointentry"), migrations.RunSQL.noop),
        migrations.RunSQL(BALANCE, "DROP FUNCTION gongdao_points_balance CASCADE"),
    ]
