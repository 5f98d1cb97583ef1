"""What is held about a person, and what the person may demand: to see it, to have it put right, to have it gone (S13)."""
