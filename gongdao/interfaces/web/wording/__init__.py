"""What pages call things: acts, what they say when done, names of tables; looked up, not read through."""
