"""The price log only grows, and only forward. What was published before it was kept is its beginning."""

from django.db import migrations

from gongdao.registers.guards import append_only

FORWARD = """
-- Its plan is kept: one made for a long batch must still go by the index for a single row.
CREATE FUNCTION gongdao_prices_forward() RETURNS trigger LANGUAGE plpgsql
    SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE late record;
BEGIN
    SELECT place.* INTO late FROM (
        SELECT listing, channel, audience, act, min(at) AS at, min(id) AS id
        FROM added GROUP BY listing, channel, audience, act
    ) place
    WHERE EXISTS (
        SELECT 1 FROM pricing_entry known
        WHERE known.listing = place.listing AND known.channel = place.channel
          AND known.audience = place.audience AND known.act = place.act AND known.id < place.id
          -- Two buyers at one moment are written in either order; a price is set by one hand.
          AND known.at > place.at + CASE place.act WHEN 'sold' THEN interval '5 minutes'
                                                   ELSE interval '0' END
    ) LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'prices_forward: % of % lies before what is written', late.act, late.listing
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER pricing_entry_forward AFTER INSERT ON pricing_entry
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION gongdao_prices_forward();
"""

BEGINNING = """
INSERT INTO pricing_entry (marketplace, listing, channel, audience, act, currency, price_minor,
                           freight_minor, promotion, imported, at)
SELECT marketplace, listing_id, '', '', 'offered', currency, price_minor, freight_minor, '', false, since
FROM listings_version WHERE review = 'published' ORDER BY since, id
"""


class Migration(migrations.Migration):
    """Three triggers over the log; and the prices of every version that buyers ever saw."""

    dependencies = [
        ("pricing", "0001_initial"),
        ("listings", "0003_contract"),
        ("evidence", "0002_guards"),
    ]
    operations = [
        migrations.RunSQL(append_only("pricing_entry"), migrations.RunSQL.noop),
        migrations.RunSQL(FORWARD, "DROP FUNCTION gongdao_prices_forward CASCADE"),
        migrations.RunSQL(BEGINNING, migrations.RunSQL.noop),
    ]
