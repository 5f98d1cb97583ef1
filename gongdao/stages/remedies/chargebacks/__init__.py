"""What follows for an order when a chargeback was decided."""
