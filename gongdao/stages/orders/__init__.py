"""The contract: concluded when the order is submitted, with a copy for both (S10, S16)."""
