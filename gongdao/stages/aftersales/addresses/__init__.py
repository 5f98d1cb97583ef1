"""Where goods are sent back to: kept by the vault, told to a buyer only while something is to be sent."""
