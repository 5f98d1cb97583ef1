"""Sending a buyer to a gateway: to pay, or to agree that a subscription is charged there."""
