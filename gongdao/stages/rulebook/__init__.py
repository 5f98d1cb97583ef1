"""Terms and rules: what may stand in them (S08)."""
