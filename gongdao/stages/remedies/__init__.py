"""Rulings and late refunds that move money: paid first, recovered later (S20, S24)."""
