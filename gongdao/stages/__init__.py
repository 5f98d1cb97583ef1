"""The flow of a purchase, in order. A stage may look back, never forward."""
