"""The statements of the duties register, each with a name and a sentence."""

# Settle what is done and write what is owed from now on, in one statement.
# A duty that is open already stays as it is: a retry owes nothing twice.
TURN = """
WITH done AS (
    UPDATE duties_duty d SET outcome = CASE
            WHEN w.outcome <> '' THEN w.outcome
            WHEN w.at < d.due_at THEN 'met' ELSE 'missed' END,
        settled_at = w.at
    FROM unnest(%s::text[], %s::text[], %s::timestamptz[], %s::text[]) AS w (subject, kind, at, outcome)
    WHERE d.subject = w.subject AND d.kind = w.kind AND d.outcome IS NULL
)
INSERT INTO duties_duty
    (marketplace, kind, subject, about, owed_by, owed_to, owed_at, due_at, cites)
SELECT * FROM unnest(
    %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[],
    %s::timestamptz[], %s::timestamptz[], %s::text[])
ON CONFLICT (subject, kind) WHERE outcome IS NULL DO NOTHING
"""

# Claim overdue duties for this transaction, oldest first; another worker's are skipped.
CLAIM = """
SELECT id FROM duties_duty
WHERE marketplace = %s AND outcome IS NULL AND due_at <= %s
ORDER BY due_at, id LIMIT %s FOR UPDATE SKIP LOCKED
"""

# How each kind of duty ended.
OUTCOMES = """
SELECT kind, coalesce(outcome, 'open'), count(*) FROM duties_duty
WHERE marketplace = %s GROUP BY 1, 2 ORDER BY 1, 2
"""

# How long a debtor took for duties of some kinds, and how many ended in time.
TIMES = """
SELECT count(*), count(*) FILTER (WHERE outcome = 'met'),
    percentile_disc(0.5) WITHIN GROUP (ORDER BY settled_at - owed_at),
    percentile_disc(0.9) WITHIN GROUP (ORDER BY settled_at - owed_at)
FROM duties_duty WHERE owed_by = %s AND kind = ANY(%s) AND outcome IN ('met', 'missed')
"""
