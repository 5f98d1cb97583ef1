"""What the platform asks those who report, what they answer, and the files they add."""
