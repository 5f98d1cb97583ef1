"""The bar code of a listing beside it, so that a merchant's other goods with the same one are found."""

from django.db import migrations, models

KNOWN = """
UPDATE listings_listing l SET gtin = lpad(v.attributes->>'gtin', 14, '0')
FROM (SELECT DISTINCT ON (listing_id) listing_id, attributes FROM listings_version
      ORDER BY listing_id, number DESC) v
WHERE v.listing_id = l.id AND v.attributes->>'gtin' ~ '^([0-9]{8}|[0-9]{12,14})$'
"""


class Migration(migrations.Migration):
    """A column, its index, and the codes of what is there already."""

    dependencies = [
        ("listings", "0005_intake"),
    ]

    operations = [
        migrations.AddField(
            model_name="listing",
            name="gtin",
            field=models.CharField(db_default="", default="", max_length=14),
        ),
        migrations.RunSQL(KNOWN, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="listing",
            index=models.Index(
                models.F("marketplace"),
                models.F("merchant"),
                models.F("gtin"),
                condition=models.Q(("gtin", ""), _negated=True),
                name="listing_by_gtin",
            ),
        ),
    ]
