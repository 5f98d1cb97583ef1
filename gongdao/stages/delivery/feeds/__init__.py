"""Files and callbacks of carriers: taken in slice by slice, bad rows named, never twice."""
