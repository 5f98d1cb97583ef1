"""Recalls: whoever bought dangerous goods is found, told, and made whole."""
