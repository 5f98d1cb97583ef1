"""What takes something off a price or comes on top: coupons, bundles, gifts, and points earned by buying (S10)."""
