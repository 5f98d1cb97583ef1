"""Digital content: a key or link is sealed for the buyer, who confirms and opens it."""
