"""Privacy waybills: masks in print, a code that reaches the recipient through us, a token for the carrier."""
