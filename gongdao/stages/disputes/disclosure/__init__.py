"""Who the merchant really is, told to the buyer for a reason (CPL article 44)."""
