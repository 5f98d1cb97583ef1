"""A marketplace's past: read from the public Olist column layout, or made by a seeded generator."""
