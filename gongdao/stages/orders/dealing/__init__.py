"""What each buyer was shown when ordering, in coarse classes, and whether comparable buyers paid alike (S07)."""
