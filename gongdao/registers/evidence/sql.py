"""The statements of the evidence register, each with a name and a sentence."""

# Add records and queue them for the tree, in one statement. Order of the arrays is order of time.
RECORD = """
WITH added AS (
    INSERT INTO evidence_record (marketplace, act, subject, about, at, body)
    SELECT * FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::timestamptz[], %s::text[])
    RETURNING seq, marketplace
)
INSERT INTO evidence_pending (seq, marketplace) SELECT seq, marketplace FROM added
"""

# One sealer per marketplace until the end of the transaction.
LOCK_TREE = "SELECT pg_advisory_xact_lock(hashtextextended('evidence/' || %s, 0))"

# Take what waits for the tree. Whatever another transaction has not committed yet waits for the next seal.
TAKE_PENDING = """
WITH taken AS (
    DELETE FROM evidence_pending WHERE seq IN (
        SELECT seq FROM evidence_pending WHERE marketplace = %s ORDER BY seq LIMIT %s
    ) RETURNING seq
)
SELECT r.seq, r.body FROM taken JOIN evidence_record r USING (seq) ORDER BY r.seq
"""

# How large the tree of a marketplace is.
SIZE = "SELECT coalesce(max(size), 0) FROM evidence_head WHERE marketplace = %s"

# The hashes of named subtrees, as (level, place, hash).
NODES = """
SELECT n.level, n.place, n.hash FROM evidence_node n
JOIN unnest(%s::smallint[], %s::bigint[]) AS w (level, place) USING (level, place)
WHERE n.marketplace = %s
"""

# Every sealed record of a marketplace in the order of the tree.
IN_ORDER = """
SELECT r.body FROM evidence_leaf l JOIN evidence_record r USING (seq)
WHERE l.marketplace = %s ORDER BY l.place
"""
