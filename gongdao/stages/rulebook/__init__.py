"""The platform's rules by version (S09), and merchants' terms with what was found in them (S08)."""
