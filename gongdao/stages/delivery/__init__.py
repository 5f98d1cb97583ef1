"""Parcels and scans; who bears the risk when (S14)."""
