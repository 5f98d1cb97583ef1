"""What came back, and whether it came back as it left."""
