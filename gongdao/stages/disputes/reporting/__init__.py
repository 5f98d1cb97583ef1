"""What the public and the supervisors see of decided cases: anonymised, and counted for fairness."""
