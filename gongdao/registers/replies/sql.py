"""The statements of the replies register, each with a name and a sentence."""

# Whether this key is ours until the end of the transaction; false while another request holds it.
TAKE = "SELECT pg_try_advisory_xact_lock(hashtextextended('reply/' || %s || '/' || %s, 0))"
