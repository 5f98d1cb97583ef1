"""Long files in pieces, and copies that tell less."""

import django.db.models.deletion
from django.db import migrations, models

AS_IT_IS = "ALTER TABLE vault_piece ALTER COLUMN sealed SET STORAGE EXTERNAL"
"""What is sealed cannot be compressed; the database need not try."""


class Migration(migrations.Migration):
    """Adds the pieces of a document, and which document another is a copy of."""

    dependencies = [
        ("vault", "0002_admission"),
    ]

    operations = [
        migrations.AddField(
            model_name="document",
            name="of",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="copies",
                to="vault.document",
            ),
        ),
        migrations.CreateModel(
            name="Piece",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "document_id",
                        "number",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("marketplace", models.CharField(max_length=31)),
                ("number", models.PositiveIntegerField()),
                ("sealed", models.BinaryField()),
                (
                    "document",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pieces",
                        to="vault.document",
                    ),
                ),
            ],
        ),
        migrations.RunSQL(AS_IT_IS, migrations.RunSQL.noop),
    ]
