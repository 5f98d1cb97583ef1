"""Law packs: one folder for each place. The project opens them; nobody else names them."""
