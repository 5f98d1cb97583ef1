"""What the API answered to a write, kept: a retry gets the same answer and does nothing twice."""
