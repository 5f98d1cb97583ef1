"""Subscriptions: what was agreed to, what was announced, what was charged, and how to stop it in one step."""
