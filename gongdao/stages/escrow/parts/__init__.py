"""Parts of an order's money: released line by line, given back piece by piece, or paid elsewhere."""
