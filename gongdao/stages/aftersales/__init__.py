"""Returns without a reason, and the refund that follows (S17, S19)."""
