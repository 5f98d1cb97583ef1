"""Particulars that change: reported, verified, shown."""
