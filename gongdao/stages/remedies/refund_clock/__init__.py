"""The clock of refunds (S19): reminded before it is late, paid when it is, and counted in public."""
