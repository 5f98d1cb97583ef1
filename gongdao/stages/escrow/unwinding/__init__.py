"""Money that goes back because both sides ended the contract before the goods left (S10, S11)."""
