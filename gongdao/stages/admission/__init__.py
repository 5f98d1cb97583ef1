"""Who may sell (S01)."""
