"""Complaints, facts and their proof, offers, decisions, appeals (S21, S22, S23)."""
