"""What takes something off a price or comes on top of it: coupons, bundles, gifts (S10)."""
