"""For how long a merchant promised to repair."""
