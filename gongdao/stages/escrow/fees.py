"""What the platform keeps of what it releases."""

FEE_PERCENT = 2
"""Of money that goes to a merchant. Refunded money bears no fee."""
