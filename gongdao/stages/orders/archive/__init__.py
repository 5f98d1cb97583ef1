"""The records of trade: found again, shown to an authority, and never forgotten before the law allows (S16)."""
