"""What is noticed after the fact: reports of violations (S33)."""
