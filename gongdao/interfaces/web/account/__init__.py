"""One's own account: the way in, what guards it, and what is held about its owner."""
