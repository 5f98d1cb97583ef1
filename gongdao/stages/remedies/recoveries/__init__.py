"""Recourse for what was paid first: a case of its own."""
