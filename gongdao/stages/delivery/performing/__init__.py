"""Services: the merchant reports what was done, the buyer confirms or objects, silence confirms."""
