"""What was sold before the price log was kept is told to it once."""

from django.db import migrations

SOLD = """
INSERT INTO pricing_entry (marketplace, listing, channel, audience, act, currency, price_minor,
                           freight_minor, promotion, imported, at)
SELECT o.marketplace, v.listing_id, '', '', 'sold', o.currency,
       greatest(1, floor(l.amount_minor::numeric * o.goods_minor / (t.listed * l.quantity)))::bigint,
       CASE WHEN l.id = t.dearest THEN o.freight_minor ELSE 0 END, '', false, o.concluded_at
FROM orders_line l
JOIN orders_order o ON o.id = l.order_id
JOIN listings_version v ON v.id = l.version_id
JOIN (
    SELECT l.order_id, sum(l.amount_minor) AS listed,
           (array_agg(l.id ORDER BY v.freight_minor DESC, l.id))[1] AS dearest
    FROM orders_line l JOIN listings_version v ON v.id = l.version_id GROUP BY l.order_id
) t ON t.order_id = o.id
ORDER BY o.concluded_at, l.id
"""


class Migration(migrations.Migration):
    """Every line of every order as a sale in the log."""

    dependencies = [("orders", "0003_kinds"), ("pricing", "0002_guards")]
    operations = [migrations.RunSQL(SOLD, migrations.RunSQL.noop)]
