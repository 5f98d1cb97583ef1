"""What a file, a number, a name or an address is, by looking at it: facts for whoever reviews them."""
