"""Courier claims: a merchant against its carrier, decided by law and settled in the ledger."""
