"""Does our book say what the gateways say? Files, breaks and chargebacks."""
