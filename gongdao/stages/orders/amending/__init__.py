"""Changes to a contract, by agreement only: one side proposes, the other answers in time (S10)."""
