"""Merchants' terms as they were filed, and the clauses in them that bind nobody (S08)."""
