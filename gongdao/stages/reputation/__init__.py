"""Reviews of real purchases; nobody else's, and none made up (S26)."""
