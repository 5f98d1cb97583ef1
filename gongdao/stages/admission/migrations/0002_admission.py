"""Papers, waivers, suspensions, changes and traces beside applications."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds what a whole admission needs; what was admitted before has its file elsewhere."""

    dependencies = [
        ("admission", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.CharField(max_length=31, primary_key=True, serialize=False)),
                ("marketplace", models.CharField(max_length=31)),
                ("said", models.JSONField()),
                (
                    "fields",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), size=None
                    ),
                ),
                ("changed_on", models.DateField()),
                ("late", models.BooleanField()),
                ("state", models.CharField(default="reported", max_length=20)),
                ("reported_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_by", models.CharField(blank=True, max_length=31)),
                ("reason", models.CharField(blank=True, max_length=400)),
            ],
        ),
        migrations.CreateModel(
            name="Paper",
            fields=[
                ("id", models.CharField(max_length=31, primary_key=True, serialize=False)),
                ("marketplace", models.CharField(max_length=31)),
                ("item", models.CharField(max_length=80)),
                ("number", models.CharField(blank=True, max_length=60)),
                ("issuer", models.CharField(blank=True, max_length=80)),
                ("expires_on", models.DateField(null=True)),
                ("ends_at", models.DateTimeField(null=True)),
                ("document", models.CharField(max_length=31)),
                ("digest", models.CharField(max_length=64)),
                ("media", models.CharField(max_length=40)),
                ("state", models.CharField(default="supplied", max_length=20)),
                ("supplied_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_by", models.CharField(blank=True, max_length=31)),
                ("reason", models.CharField(blank=True, max_length=400)),
            ],
        ),
        migrations.CreateModel(
            name="Suspension",
            fields=[
                ("id", models.CharField(max_length=31, primary_key=True, serialize=False)),
                ("marketplace", models.CharField(max_length=31)),
                ("cause", models.CharField(max_length=20)),
                ("item", models.CharField(blank=True, max_length=80)),
                ("reason", models.CharField(max_length=400)),
                ("cites", models.CharField(blank=True, max_length=120)),
                ("state", models.CharField(default="standing", max_length=20)),
                ("began_at", models.DateTimeField()),
                ("began_by", models.CharField(max_length=31)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Trace",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "application_id",
                        "kind",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="traces",
                        to="admission.application",
                    ),
                ),
                ("marketplace", models.CharField(max_length=31)),
                ("kind", models.CharField(max_length=20)),
                ("index", models.BinaryField(max_length=16)),
                (
                    "sketch",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(), default=list, size=None
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Waiver",
            fields=[
                ("id", models.CharField(max_length=31, primary_key=True, serialize=False)),
                ("marketplace", models.CharField(max_length=31)),
                ("item", models.CharField(max_length=80)),
                ("reason", models.CharField(max_length=400)),
                ("state", models.CharField(default="proposed", max_length=20)),
                ("proposed_by", models.CharField(max_length=31)),
                ("proposed_at", models.DateTimeField()),
                ("decided_by", models.CharField(blank=True, max_length=31)),
                ("decided_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="application",
            name="application_state_known",
        ),
        migrations.RemoveConstraint(
            model_name="application",
            name="one_shop_per_credit_code",
        ),
        migrations.AddField(
            model_name="application",
            name="archive",
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AddField(
            model_name="application",
            name="brands",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=60), default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="application",
            name="capital",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="application",
            name="categories",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=20), default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="application",
            name="company",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name="application",
            name="confirmed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="application",
            name="decided_by",
            field=models.CharField(blank=True, max_length=31),
        ),
        migrations.AddField(
            model_name="application",
            name="exemption",
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AddField(
            model_name="application",
            name="form",
            field=models.CharField(default="enterprise", max_length=20),
        ),
        migrations.AddField(
            model_name="application",
            name="plea",
            field=models.CharField(blank=True, max_length=2000),
        ),
        migrations.AddField(
            model_name="application",
            name="verified_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="application",
            name="yearly_sales_minor",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="application",
            name="applicant",
            field=models.CharField(max_length=31),
        ),
        migrations.AlterField(
            model_name="application",
            name="credit_code",
            field=models.CharField(blank=True, max_length=18),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(models.F("applicant"), name="application_by_applicant"),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                models.F("marketplace"),
                models.F("state"),
                models.F("filed_at"),
                name="application_queue",
            ),
        ),
        # Who was admitted before this has its file elsewhere; what was suspended for good has left.
        migrations.RunSQL(
            """
            UPDATE admission_application SET archive = 'platform archive';
            UPDATE admission_application SET state = 'left' WHERE state = 'suspended';
            """,
            migrations.RunSQL.noop,
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "admitted",
                            "appealed",
                            "closed",
                            "expelled",
                            "filed",
                            "left",
                            "limited",
                            "refused",
                            "reopened",
                            "withdrawn",
                        ],
                    )
                ),
                name="application_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "form__in",
                        ("enterprise", "individual_business", "cooperative", "unregistered"),
                    )
                ),
                name="application_form_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.UniqueConstraint(
                models.F("applicant"),
                condition=models.Q(
                    ("state__in", ("closed", "withdrawn", "left", "expelled")), _negated=True
                ),
                name="one_application_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.UniqueConstraint(
                models.F("marketplace"),
                models.F("credit_code"),
                condition=models.Q(
                    models.Q(
                        ("state__in", ("closed", "withdrawn", "left", "expelled")), _negated=True
                    ),
                    models.Q(("credit_code", ""), _negated=True),
                ),
                name="one_shop_per_credit_code",
            ),
        ),
        migrations.AddField(
            model_name="change",
            name="application",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="changes",
                to="admission.application",
            ),
        ),
        migrations.AddField(
            model_name="paper",
            name="application",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="papers",
                to="admission.application",
            ),
        ),
        migrations.AddField(
            model_name="suspension",
            name="application",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="suspensions",
                to="admission.application",
            ),
        ),
        migrations.AddField(
            model_name="waiver",
            name="application",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="waivers",
                to="admission.application",
            ),
        ),
        migrations.AddConstraint(
            model_name="change",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["lapsed", "made", "rejected", "reported"])),
                name="change_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="change",
            constraint=models.UniqueConstraint(
                models.F("application"),
                condition=models.Q(("state", "reported")),
                name="one_change_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "accepted",
                            "asked",
                            "expired",
                            "lapsed",
                            "rejected",
                            "replaced",
                            "supplied",
                        ],
                    )
                ),
                name="paper_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.UniqueConstraint(
                models.F("application"),
                models.F("item"),
                condition=models.Q(("state", "supplied")),
                name="one_paper_to_look_at_per_item",
            ),
        ),
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.UniqueConstraint(
                models.F("application"),
                models.F("item"),
                condition=models.Q(("state", "accepted")),
                name="one_accepted_paper_per_item",
            ),
        ),
        migrations.AddConstraint(
            model_name="suspension",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["lasting", "lifted", "standing"])),
                name="suspension_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="suspension",
            constraint=models.UniqueConstraint(
                models.F("application"),
                models.F("cause"),
                models.F("item"),
                condition=models.Q(("state", "standing")),
                name="one_suspension_per_cause",
            ),
        ),
        migrations.AddIndex(
            model_name="trace",
            index=models.Index(
                models.F("marketplace"), models.F("kind"), models.F("index"), name="trace_same"
            ),
        ),
        migrations.AddIndex(
            model_name="trace",
            index=django.contrib.postgres.indexes.GinIndex(fields=["sketch"], name="trace_similar"),
        ),
        migrations.AddConstraint(
            model_name="waiver",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["confirmed", "denied", "lapsed", "proposed"])),
                name="waiver_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="waiver",
            constraint=models.UniqueConstraint(
                models.F("application"),
                models.F("item"),
                condition=models.Q(("state__in", ("proposed", "confirmed"))),
                name="one_waiver_per_item",
            ),
        ),
        migrations.AddConstraint(
            model_name="waiver",
            constraint=models.CheckConstraint(
                condition=models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                name="waiver_takes_two_people",
            ),
        ),
    ]
