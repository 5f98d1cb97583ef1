"""Ways out of the marketplace: complete dossiers, and what comes back."""
