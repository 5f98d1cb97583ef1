"""What was said, to whom, and when it was read."""
