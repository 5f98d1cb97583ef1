"""What the API answered to a write, kept so that a retry gets the same answer and does nothing twice."""
