"""What happened: append-only, provable offline."""
