"""How money comes in and goes out: a small port, and the gateways behind it."""
