"""Money: balanced entries, never changed."""
