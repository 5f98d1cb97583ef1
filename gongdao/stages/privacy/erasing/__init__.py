"""What goes at once, what the law has kept and until when, and the end of an account."""
