"""Pages for carriers."""
