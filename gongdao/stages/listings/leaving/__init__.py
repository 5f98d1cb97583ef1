"""A shop that leaves: its goods come off the shelf."""
