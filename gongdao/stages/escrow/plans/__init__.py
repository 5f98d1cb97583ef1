"""What merchants offer term after term. New terms are a new plan; whoever subscribed keeps the old ones."""
