"""The buyer's money, held until the goods are there and the time to return them is over (S11)."""
