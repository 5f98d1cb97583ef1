"""Drafts and what review finds in them: descriptions, facts of the standard, the state of a version."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Additive: what was published stays published."""

    dependencies = [
        ("listings", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Finding",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("marketplace", models.CharField(max_length=31)),
                ("source", models.CharField(max_length=20)),
                ("code", models.CharField(max_length=40)),
                ("field", models.CharField(max_length=60)),
                ("start", models.IntegerField()),
                ("end", models.IntegerField()),
                ("quote", models.CharField(max_length=200)),
                ("blocks", models.BooleanField()),
                ("article_zh", models.CharField(max_length=200)),
                ("article_en", models.CharField(max_length=200)),
                ("why_zh", models.TextField()),
                ("why_en", models.TextField()),
                ("repair_zh", models.TextField()),
                ("repair_en", models.TextField()),
                ("found_at", models.DateTimeField()),
                ("waived_by", models.CharField(max_length=31, null=True)),
                ("waived_at", models.DateTimeField(null=True)),
                ("waived_why", models.CharField(default="", max_length=400)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="listing",
            name="listing_state_known",
        ),
        migrations.AddField(
            model_name="version",
            name="attributes",
            field=models.JSONField(db_default={}, default=dict),
        ),
        migrations.AddField(
            model_name="version",
            name="description_en",
            field=models.TextField(db_default="", default=""),
        ),
        migrations.AddField(
            model_name="version",
            name="description_zh",
            field=models.TextField(db_default="", default=""),
        ),
        migrations.AddField(
            model_name="version",
            name="review",
            field=models.CharField(db_default="published", default="draft", max_length=20),
        ),
        migrations.AddField(
            model_name="version",
            name="standard",
            field=models.CharField(db_default="", default="", max_length=20),
        ),
        migrations.AlterField(
            model_name="listing",
            name="latest",
            field=models.IntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="listing",
            name="state",
            field=models.CharField(default="draft", max_length=20),
        ),
        migrations.AddIndex(
            model_name="version",
            index=models.Index(
                models.F("marketplace"),
                models.F("id"),
                condition=models.Q(("review", "appealed")),
                name="version_on_appeal",
            ),
        ),
        migrations.AddConstraint(
            model_name="listing",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["down", "draft", "live"])),
                name="listing_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("review__in", ["appealed", "draft", "published", "refused", "superseded"])
                ),
                name="review_state_known",
            ),
        ),
        migrations.AddField(
            model_name="finding",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="findings",
                to="listings.version",
            ),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(
                models.F("marketplace"),
                models.F("id"),
                condition=models.Q(("blocks", True), ("waived_at", None)),
                name="finding_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("waived_at", None), ("waived_by", None), ("waived_why", "")),
                    models.Q(
                        ("waived_at__isnull", False),
                        ("waived_by__isnull", False),
                        models.Q(("waived_why", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="finding_waived_by_somebody_for_a_reason",
            ),
        ),
    ]
