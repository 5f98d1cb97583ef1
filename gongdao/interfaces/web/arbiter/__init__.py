"""Pages for whoever decides, and for both sides of a case."""
