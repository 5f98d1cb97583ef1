"""Pages for the platform's own staff."""
