"""Papers that prove what a merchant says, and the waiver of those that are not needed."""
