"""The statements of the ledger, each with a name and a sentence."""

# Post entries with their lines in one statement. A key that is there already is left out, with its lines.
POST = """
WITH entry AS (
    INSERT INTO ledger_entry (marketplace, key, why, subject, at, cites, digest)
    SELECT * FROM unnest(
        %s::text[], %s::text[], %s::text[], %s::text[], %s::timestamptz[], %s::text[], %s::bytea[])
    ON CONFLICT (marketplace, key) DO NOTHING
    RETURNING id, marketplace, key
)
, line AS (
    INSERT INTO ledger_line (entry_id, place, marketplace, account, currency, amount)
    SELECT e.id, l.place, l.marketplace, l.account, l.currency, l.amount
    FROM unnest(%s::text[], %s::text[], %s::smallint[], %s::text[], %s::text[], %s::bigint[])
         AS l (marketplace, key, place, account, currency, amount)
    JOIN entry e USING (marketplace, key)
)
SELECT count(*) FROM entry
"""

# Which of these keys stand in the book with another content.
REUSED = """
SELECT w.key FROM unnest(%s::text[], %s::text[], %s::bytea[]) AS w (marketplace, key, digest)
JOIN ledger_entry e USING (marketplace, key) WHERE e.digest <> w.digest
"""

# What stands on these accounts, in the accounts' own sense; one that was never used has no row.
BALANCES = """
SELECT account, amount FROM ledger_balance
WHERE marketplace = %s AND account = ANY(%s) AND currency = %s
"""

# A page of the movements of one account, newest first, from the line of a cursor on.
STATEMENT = """
SELECT e.at, e.why, e.cites, l.currency, l.amount, e.subject, l.entry_id, l.place
FROM ledger_line l JOIN ledger_entry e ON e.id = l.entry_id
WHERE l.marketplace = %s AND l.account = %s
  AND l.entry_id <= %s AND NOT (l.entry_id = %s AND l.place <= %s)
ORDER BY l.entry_id DESC, l.place LIMIT %s
"""

# Debits minus credits over everything, by currency: all zero, or the book is broken.
TRIAL_BALANCE = """
SELECT currency, sum(amount)::bigint FROM ledger_line WHERE marketplace = %s GROUP BY currency
"""

# What stands on each kind of account, in the ledger's sense (debits positive).
BY_KIND = """
SELECT split_part(account, ':', 1) AS kind, currency, sum(amount)::bigint
FROM ledger_line WHERE marketplace = %s GROUP BY 1, 2 ORDER BY 1, 2
"""

# Entries that do not balance by themselves. Always empty; `prove` looks all the same.
UNBALANCED = """
SELECT e.key FROM ledger_entry e LEFT JOIN ledger_line l ON l.entry_id = e.id
WHERE e.marketplace = %s
GROUP BY e.id, e.key, l.currency HAVING coalesce(sum(l.amount), 1) <> 0 LIMIT 20
"""

# Kept balances that differ from the sum of their lines. Always empty, too.
ASTRAY = """
SELECT b.account FROM ledger_balance b
JOIN ledger_chart c ON c.kind = split_part(b.account, ':', 1)
LEFT JOIN (
    SELECT account, currency, sum(amount) AS amount FROM ledger_line
    WHERE marketplace = %s GROUP BY 1, 2
) l USING (account, currency)
WHERE b.marketplace = %s AND b.amount <> coalesce(l.amount, 0) * c.sign LIMIT 20
"""

# How much of the price of an order went back to its buyer, whatever account it came from.
REFUNDED = """
SELECT coalesce(sum(l.amount), 0)::bigint FROM ledger_entry e JOIN ledger_line l ON l.entry_id = e.id
WHERE e.subject = %s AND e.marketplace = %s AND e.why LIKE 'refund%%' AND l.amount > 0
"""

# Orders that got back more of the price than was ever captured. Always empty.
OVERPAID = """
SELECT e.subject FROM ledger_entry e JOIN ledger_line l ON l.entry_id = e.id AND l.amount > 0
WHERE e.marketplace = %s AND (e.why LIKE 'capture%%' OR e.why LIKE 'refund%%')
GROUP BY e.subject
HAVING sum(l.amount) FILTER (WHERE e.why LIKE 'refund%%')
     > coalesce(sum(l.amount) FILTER (WHERE e.why LIKE 'capture%%'), 0) LIMIT 20
"""

# What moved under each reason, as the amount on the debit side.
MOVED = """
SELECT e.why, l.currency, count(DISTINCT e.id), sum(l.amount)::bigint
FROM ledger_entry e JOIN ledger_line l ON l.entry_id = e.id
WHERE e.marketplace = %s AND l.amount > 0 GROUP BY 1, 2 ORDER BY 1, 2
"""

# What moved about one subject, by reason and kind of account (debits positive).
ABOUT = """
SELECT e.why, split_part(l.account, ':', 1), sum(l.amount)::bigint
FROM ledger_entry e JOIN ledger_line l ON l.entry_id = e.id
WHERE e.subject = %s AND e.marketplace = %s AND l.currency = %s GROUP BY 1, 2
"""

# Every line of the entries about one subject, oldest first.
STORY = """
SELECT e.at, e.why, e.cites, l.account, l.currency, l.amount
FROM ledger_entry e JOIN ledger_line l ON l.entry_id = e.id
WHERE e.subject = %s AND e.marketplace = %s ORDER BY e.id, l.place
"""

# What entries moved on one account between two moments (debits positive), oldest first.
ENTRIES_ON = """
SELECT e.key, e.why, e.subject, l.currency, sum(l.amount)::bigint, min(e.at)
FROM ledger_entry e JOIN ledger_line l ON l.entry_id = e.id
WHERE e.marketplace = %s AND l.account = %s AND e.at >= %s AND e.at < %s
GROUP BY e.id, e.key, e.why, e.subject, l.currency ORDER BY e.id
"""

# The same for entries by their keys.
ENTRIES_NAMED = """
SELECT e.key, l.currency, sum(l.amount)::bigint
FROM ledger_entry e JOIN ledger_line l ON l.entry_id = e.id
WHERE e.marketplace = %s AND l.account = %s AND e.key = ANY(%s) GROUP BY 1, 2
"""
