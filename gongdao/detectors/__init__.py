"""From raw material to facts: pure, without rows, without law. What they find, the law judges."""
