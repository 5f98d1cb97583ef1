"""The help desk: what buyer, merchant and platform write to each other about an order or its case (S25)."""
