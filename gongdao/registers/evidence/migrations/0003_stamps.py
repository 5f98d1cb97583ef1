"""Time stamps on heads; like the heads, they are only ever added."""

from django.db import migrations, models

from gongdao.registers.guards import append_only


class Migration(migrations.Migration):
    """The table of time stamps, under the guard of evidence."""

    dependencies = [("evidence", "0002_guards")]
    operations = [
        migrations.CreateModel(
            name="Stamp",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("marketplace", models.CharField(max_length=31)),
                ("size", models.BigIntegerField()),
                ("token", models.BinaryField()),
                ("at", models.DateTimeField()),
                ("authority", models.CharField(max_length=200)),
                ("certificate", models.CharField(max_length=64)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("marketplace"),
                        models.F("size"),
                        models.F("certificate"),
                        name="stamp_once_per_authority",
                    )
                ]
            },
        ),
        migrations.RunSQL(append_only("evidence_stamp"), migrations.RunSQL.noop),
    ]
