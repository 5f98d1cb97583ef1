"""Pages for merchants."""
