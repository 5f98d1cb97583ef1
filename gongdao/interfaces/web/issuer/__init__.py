"""The desk of a certification body."""
