"""Invoices: the buyer asks, and from then on the merchant owes one (S16)."""
