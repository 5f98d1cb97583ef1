"""The safety of accounts: throttled sign-in, devices, open sessions, and the second factor."""
