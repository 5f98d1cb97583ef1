"""Pre-orders whose rest was never paid: earnest money is the merchant's, a down payment goes back."""
