"""The API door: JSON for programs, under /api/v1."""
