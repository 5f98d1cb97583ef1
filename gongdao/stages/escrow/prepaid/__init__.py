"""Prepaid balances: held, drawn down as they are used, and given back by the law's own formulae."""
