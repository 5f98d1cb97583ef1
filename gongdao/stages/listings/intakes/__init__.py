"""Intakes: files of listings that land batch by batch, and go on exactly where they stopped."""
