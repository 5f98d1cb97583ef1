"""Prices over time: the log of what was asked and paid, promotions, and the proof of each."""
