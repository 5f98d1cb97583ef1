"""Reports that go to the authority: a frozen dossier, and what comes back."""
