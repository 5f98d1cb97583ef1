"""What is promised to those who report, and how it is paid without knowing them."""
