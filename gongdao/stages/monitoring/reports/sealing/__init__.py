"""Who reported: sealed, and seen only for a reason and with a second pair of eyes."""
