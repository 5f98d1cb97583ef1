"""Complaints at the door: acknowledged, sorted, grouped, refused with reasons, reopened on new evidence."""
