"""What the gateway says of a charge, and where the money of a term goes."""
