"""What is offered, as it was at every moment (S02, S04)."""
