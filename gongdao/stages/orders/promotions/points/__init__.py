"""Points: earned by what was bought and kept, used in later orders, never below zero."""
