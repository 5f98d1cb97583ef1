"""What leaves the house on paper: documents set in type, and signed."""
