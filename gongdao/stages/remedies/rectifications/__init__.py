"""Repeated causes, put right and checked for effect."""
