"""A return whose state is contested, taken to a dispute."""
